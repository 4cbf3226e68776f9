/// Findings of one kind in one file as one: the first in full, the others as a count with their lines.
///
/// A file of ten spectra has one fault ten times; a person wants to read it once.
public enum FoldedFindings {
    /// From this many of one kind in one file on they are folded.
    public static let least = 3

    /// The findings with those of one kind, weight and file folded into the first of them, order kept.
    public static func folded(_ findings: [Finding]) -> [Finding] {
        // By their places in the list: two equal findings are still two.
        var groups: [[Int]] = []
        var places: [String: Int] = [:]
        for (index, finding) in findings.enumerated() {
            let key = "\(finding.code)\u{0}\(finding.severity.rawValue)\u{0}\(finding.position?.file ?? "")"
            if let at = places[key], finding.position != nil {
                groups[at].append(index)
            } else {
                places[key] = groups.count
                groups.append([index])
            }
        }
        // Two of a kind stay where they were: only crowds are folded.
        var kept: [Finding?] = findings
        for group in groups where group.count >= least {
            for index in group.dropFirst() { kept[index] = nil }
            kept[group[0]] = fold(findings[group[0]], group.dropFirst().map { findings[$0] })
        }
        return kept.compactMap { $0 }
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
