internal import Findings

/// The verdict as Markdown, for a job's summary or a merge request.
public enum MarkdownSummary {
    /// GitHub takes 1024 KiB of a step's summary.
    private static let mostBytes = 1000 * 1024

    /// The text.
    ///
    /// - Parameter strict: whether `warn` fails the gate too.
    public static func text(_ result: GateResult, strict: Bool) -> String {
        var text = "## Pinch check\n\n\(escaped(GateText.summary(result, strict: strict)))\n\n"
        let open = result.open
        if !open.isEmpty {
            text += "| | device | rule | what was found | where |\n|---|---|---|---|---|\n"
            for (index, outcome) in open.enumerated() {
                let row =
                    "| \(GateText.mark(outcome)) | \(escaped(outcome.device)) | `\(escaped(outcome.rule.id))` | \(escaped(outcome.message)) | \(escaped(outcome.position.text)) |\n"
                guard text.utf8.count + row.utf8.count < mostBytes else {
                    text += "\n\(open.count - index) more were cut for length.\n"
                    break
                }
                text += row
            }
        }
        let waived = result.outcomes.filter { $0.status == .waived }
        if !waived.isEmpty, text.utf8.count < mostBytes / 2 {
            text += "\n### Waived\n\n| device | rule | owner | until | reason |\n|---|---|---|---|---|\n"
            for outcome in waived.prefix(500) {
                guard let waiver = outcome.waiver else { continue }
                text +=
                    "| \(escaped(outcome.device)) | `\(escaped(outcome.rule.id))` | \(escaped(waiver.owner)) | \(waiver.expires) | \(escaped(waiver.reason)) |\n"
            }
        }
        return text
    }

    /// Words that a table's cell can hold.
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("|", with: "\\|").replacing("<", with: "&lt;")
            .replacing("\n", with: " ")
    }
}
