internal import Findings

/// GitHub's workflow commands: annotations in the log of a run.
///
/// GitHub keeps ten of a kind a step and drops the rest without a word: the worst are printed, the others counted.
public enum GitHubAnnotations {
    private static let mostOfAKind = 10

    /// The commands, one a line.
    public static func text(_ result: GateResult) -> String {
        var lines: [String] = []
        for (severity, command) in [(RuleSeverity.fail, "error"), (.warn, "warning"), (.info, "notice")] {
            let all = result.open.filter { $0.counts && $0.severity == severity }
            // One of the ten may have to say how many are left.
            let shown = all.count > mostOfAKind ? mostOfAKind - 1 : all.count
            for outcome in all.prefix(shown) { lines.append(line(command, outcome)) }
            guard all.count > shown else { continue }
            lines.append("::\(command) title=pinch check::\(all.count - shown) more; see the summary of this step")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func line(_ command: String, _ outcome: RuleOutcome) -> String {
        let place = outcome.position
        var properties = ["file=" + property(place.file)]
        if let line = place.line { properties.append("line=\(line)") }
        properties.append("title=" + property("\(outcome.device): \(outcome.rule.id)"))
        return "::\(command) \(properties.joined(separator: ","))::\(message(outcome.message))"
    }

    /// What a command's text may not have as it is.
    private static func message(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        message(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
