/// Findings of one kind in one file as one: the first in full, the others as a count with their lines.
///
/// A file of ten spectra has one fault ten times; a person wants to read it once.
public enum FoldedFindings {
    /// From this many of one kind in one file on they are folded.
    public static let least = 3

    /// The findings with those of one kind, weight and file folded into the first of them, order kept.
    public static func folded(_ findings: [Finding]) -> [Finding] {
        var groups: [[Finding]] = []
        var places: [String: Int] = [:]
        for finding in findings {
            let key = "\(finding.code)\u{0}\(finding.severity.rawValue)\u{0}\(finding.position?.file ?? "")"
            if let at = places[key], finding.position != nil {
                groups[at].append(finding)
            } else {
                places[key] = groups.count
                groups.append([finding])
            }
        }
        // Two of a kind stay where they were: only crowds are folded.
        let crowds = Set(groups.filter { $0.count >= least }.flatMap { $0.dropFirst() })
        var heads: [Finding: Finding] = [:]
        for group in groups where group.count >= least {
            guard let first = group.first else { continue }
            heads[first] = fold(first, Array(group.dropFirst()))
        }
        return findings.compactMap { finding in crowds.contains(finding) ? nil : heads[finding] ?? finding }
    }

    private static func fold(_ first: Finding, _ others: [Finding]) -> Finding {
        var folded = first
        let lines = others.compactMap { $0.position?.line }
        var text = "the same kind in \(others.count) further places of the file"
        if !lines.isEmpty {
            text += ": lines " + lines.prefix(5).map(String.init).joined(separator: ", ")
            if lines.count > 5 { text += ", ..." }
        }
        folded.notes.append(Finding.Note(text))
        return folded
    }
}
