public import Findings
internal import FoundationEssentials

/// GitLab's code quality report (the Code Climate subset).
public enum GitLabReport {
    /// The file: a list of what is open.
    public static func json(_ result: GateResult) throws(Failure) -> [UInt8] {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            return Array(try encoder.encode(result.open.map(Issue.init))) + [0x0A]
        } catch {
            throw Failure(Finding(RuleFindings.badValue, "the GitLab file could not be written: \(error)"))
        }
    }

    private struct Issue: Encodable {
        struct Location: Encodable {
            let path: String
            let lines: Lines
        }
        struct Lines: Encodable { let begin: Int }

        let description: String
        let check_name: String
        let fingerprint: String
        let severity: String
        let location: Location

        init(_ outcome: RuleOutcome) {
            description = "\(outcome.device): \(outcome.message)"
            check_name = outcome.rule.id
            // The same from run to run: a measured value in it would make each run's fault a new one.
            fingerprint = Fingerprint.of(outcome)
            severity = outcome.severity == .fail ? "major" : outcome.severity == .warn ? "minor" : "info"
            location = Location(path: outcome.position.file, lines: Lines(begin: outcome.position.line ?? 1))
        }
    }
}
