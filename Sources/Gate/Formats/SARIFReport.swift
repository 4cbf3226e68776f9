public import Findings
internal import Files
internal import FoundationEssentials

/// SARIF 2.1.0 (OASIS), as code scanning reads it.
public enum SARIFReport {
    /// GitHub reads no more results of a run.
    private static let mostResults = 25_000

    /// The file.
    public static func json(_ result: GateResult) throws(Failure) -> [UInt8] {
        let shown = (result.open + result.outcomes.filter { $0.status == .waived }).prefix(mostResults)
        let run = Run(
            tool: Tool(
                driver: Driver(
                    name: "pinch", version: result.tool.split(separator: " ").last.map(String.init) ?? "0",
                    rules: result.rules.map(RuleEntry.init))),
            results: shown.map(Result.init))
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            return Array(try encoder.encode(Log(runs: [run]))) + [0x0A]
        } catch {
            throw Failure(Finding(RuleFindings.badValue, "the SARIF file could not be written: \(error)"))
        }
    }

    private struct Log: Encodable {
        let version = "2.1.0"
        let schema = "https://json.schemastore.org/sarif-2.1.0.json"
        let runs: [Run]

        private enum CodingKeys: String, CodingKey {
            case version, runs
            case schema = "$schema"
        }
    }

    private struct Run: Encodable {
        let tool: Tool
        let results: [Result]
        let columnKind = "utf16CodeUnits"
    }
    private struct Tool: Encodable { let driver: Driver }
    private struct Driver: Encodable {
        let name: String
        let version: String
        let rules: [RuleEntry]
    }
    private struct Words: Encodable { let text: String }

    private struct RuleEntry: Encodable {
        struct Configuration: Encodable { let level: String }
        let id: String
        let shortDescription: Words
        let help: Words?
        let defaultConfiguration: Configuration

        init(_ rule: Rule) {
            id = rule.id
            shortDescription = Words(text: rule.title.isEmpty ? rule.id : rule.title)
            help = rule.fix.isEmpty ? nil : Words(text: rule.fix)
            defaultConfiguration = Configuration(level: SARIFReport.level(rule.severity))
        }
    }

    private struct Result: Encodable {
        struct Location: Encodable { let physicalLocation: Physical }
        struct Physical: Encodable {
            let artifactLocation: Artifact
            let region: Region?
        }
        struct Artifact: Encodable { let uri: String }
        struct Region: Encodable {
            let startLine: Int
            let startColumn: Int?
        }
        struct Suppression: Encodable {
            let kind = "external"
            let justification: String
        }

        let ruleId: String
        let level: String
        let message: Words
        let locations: [Location]
        let partialFingerprints: [String: String]
        let suppressions: [Suppression]?
        let baselineState: String?

        init(_ outcome: RuleOutcome) {
            ruleId = outcome.rule.id
            level = SARIFReport.level(outcome.severity)
            message = Words(text: "\(outcome.device): \(outcome.message)")
            let place = outcome.position
            locations = [
                Location(
                    physicalLocation: Physical(
                        artifactLocation: Artifact(uri: Address.encoded(place.file)),
                        region: place.line.map { Region(startLine: $0, startColumn: place.column) }))
            ]
            partialFingerprints = ["pinchDeviceRule/v1": Fingerprint.of(outcome)]
            suppressions = outcome.waiver.map {
                [Suppression(justification: "\($0.owner), until \($0.expires): \($0.reason)")]
            }
            baselineState = outcome.change.map { $0 == .known || $0 == .same ? "unchanged" : "new" }
        }
    }

    private static func level(_ severity: RuleSeverity) -> String {
        switch severity {
        case .info: "note"
        case .warn: "warning"
        case .fail: "error"
        }
    }
}

/// What stays the same of a broken rule from run to run: its device and its name, not its numbers.
enum Fingerprint {
    static func of(_ outcome: RuleOutcome) -> String {
        SHA256.hex(of: Array("\(outcome.batch)\u{0}\(outcome.device)\u{0}\(outcome.rule.id)".utf8))
    }
}

/// Paths as addresses (RFC 3986).
enum Address {
    static func encoded(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return path.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                String(UnicodeScalar(byte))
            default: "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }.joined()
    }
}
