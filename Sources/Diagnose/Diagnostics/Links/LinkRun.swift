import Measurements

/// All links of a device: under each set of conditions, with what had not settled flagged, corrected for their number.
enum LinkRun {
    /// The results in the order of the links.
    static func results(_ evidence: Evidence) -> [LinkResult] {
        let groups = LinkConditions.groups(evidence)
        let flags = SettlingFlags(evidence)
        let results = DiagnosticLinks.all.flatMap { link in
            groups.count == 1 ? link.test(evidence) : apart(link, groups)
        }
        return HolmCorrection.apply(to: results.map(flags.applied))
    }

    /// A link under several conditions; what none of them has is said once.
    private static func apart(
        _ link: any DiagnosticLink, _ groups: [(words: String?, evidence: Evidence)]
    ) -> [LinkResult] {
        var tested: [LinkResult] = []
        var missing: [LinkResult] = []
        for group in groups {
            for var result in link.test(group.evidence) {
                if let words = group.words {
                    result.at.definition = [result.at.definition, words].compactMap { $0 }.joined(separator: ", ")
                }
                if result.verdict == .notTested { missing.append(result) } else { tested.append(result) }
            }
        }
        guard tested.isEmpty, var first = missing.first else { return tested }
        first.at.definition = nil
        first.reason += "; recordings of different temperature or light are not compared"
        return [first]
    }
}
