public import Findings
internal import FoundationEssentials

/// The verdict as a JSON document of our own, with every outcome.
public enum GateFile {
    /// The file: sorted keys, one object.
    ///
    /// - Parameter strict: whether `warn` fails the gate too.
    public static func json(_ result: GateResult, strict: Bool) throws(Failure) -> [UInt8] {
        let document = Document(
            tool: result.tool, failed: result.fails(strict: strict), devices: result.deviceCount,
            outcomes: result.outcomes.map(Line.init), findings: result.findings,
            removed: result.removed.map { Removed(device: $0.device, rule: $0.rule) })
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            return Array(try encoder.encode(document)) + [0x0A]
        } catch {
            throw Failure(Finding(RuleFindings.badValue, "the JSON file could not be written: \(error)"))
        }
    }

    private struct Document: Encodable {
        let schema = "pinch.check/1"
        let tool: String
        let failed: Bool
        let devices: Int
        let outcomes: [Line]
        let findings: [Finding]
        let removed: [Removed]
    }

    private struct Removed: Encodable {
        let device: String
        let rule: String
    }

    private struct Line: Encodable {
        struct Place: Encodable {
            let text: String
            let file: String?
            let line: Int?
            let value: Double?
            let se: Double?
        }

        let device: String
        let batch: String
        let rule: String
        let status: RuleOutcome.Status
        let severity: RuleSeverity
        let message: String
        let change: RuleOutcome.Change?
        let waived_by: String?
        let evidence: [Place]?

        init(_ outcome: RuleOutcome) {
            device = outcome.device
            batch = outcome.batch
            rule = outcome.rule.id
            status = outcome.status
            severity = outcome.severity
            message = outcome.message
            change = outcome.change
            waived_by = outcome.waiver?.owner
            let missed = outcome.evidence.filter { !$0.holds }.map {
                Place(text: $0.text, file: $0.position?.file, line: $0.position?.line, value: $0.value, se: $0.se)
            }
            evidence = missed.isEmpty ? nil : missed
        }
    }
}
