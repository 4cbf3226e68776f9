internal import Findings

/// The verdict as text for people: counts, then what is broken, the worst first, with what to do.
public enum GateText {
    /// The text, ending in a newline.
    ///
    /// - Parameter strict: whether `warn` fails the gate too.
    /// - Parameter most: most broken rules that are told one by one; the rest are counted.
    public static func text(_ result: GateResult, strict: Bool, most: Int = 200) -> String {
        var lines: [String] = []
        let open = result.open
        for outcome in open.prefix(most) {
            lines.append("\(mark(outcome))  \(outcome.device)  \(outcome.rule.id): \(outcome.message)")
            if !outcome.rule.title.isEmpty {
                lines.append("      \(outcome.rule.title) [\(outcome.rule.position.text)]")
            }
            if let place = outcome.evidence.first(where: { !$0.holds })?.position {
                lines.append("      see \(place.text)")
            }
            if !outcome.rule.fix.isEmpty { lines.append("      fix: \(outcome.rule.fix)") }
        }
        if open.count > most { lines.append("... and \(open.count - most) more") }
        let fixed = result.outcomes.filter { $0.change == .fixed }
        for outcome in fixed.prefix(20) { lines.append("fixed  \(outcome.device)  \(outcome.rule.id)") }
        for one in result.removed.prefix(20) { lines.append("removed  \(one.device)  \(one.rule)") }
        if result.removed.count > 20 { lines.append("removed  ... and \(result.removed.count - 20) more") }
        lines.append(summary(result, strict: strict))
        return lines.joined(separator: "\n") + "\n"
    }

    /// One line of counts, with the verdict.
    public static func summary(_ result: GateResult, strict: Bool) -> String {
        let open = result.open
        func count(_ severity: RuleSeverity) -> Int { open.count { $0.counts && $0.severity == severity } }
        var parts = [
            "\(plural(result.deviceCount, "device")), \(plural(result.rules.count, "rule"))",
            "\(count(.fail)) failed", "\(count(.warn)) warned", "\(result.count(.passed)) passed",
        ]
        let silent = result.outcomes.count { $0.status == .missing && !$0.isOpen }
        if silent > 0 { parts.append("\(silent) without data") }
        if result.count(.waived) > 0 { parts.append("\(result.count(.waived)) waived") }
        let known = open.count { !$0.counts }
        if known > 0 { parts.append("\(known) known from the baseline") }
        return (result.fails(strict: strict) ? "FAILED: " : "passed: ") + parts.joined(separator: ", ")
    }

    /// The word before a broken rule.
    static func mark(_ outcome: RuleOutcome) -> String {
        guard outcome.counts else { return "known" }
        let word = outcome.severity == .fail ? "FAIL" : outcome.severity == .warn ? "warn" : "info"
        guard let change = outcome.change, change == .regressed || change == .new else { return word }
        return "\(word) (\(change.rawValue))"
    }

    private static func plural(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
}
