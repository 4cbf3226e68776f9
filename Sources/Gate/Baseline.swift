public import Findings
internal import FoundationEssentials
internal import Measurements

/// What a check found once, to compare later runs with: outcomes, and the values that metrics' rules looked at.
public struct Baseline: Sendable, Codable, Hashable {
    /// Name and version of the shape.
    public static let currentSchema = "pinch.baseline/1"

    struct Value: Sendable, Codable, Hashable {
        var key: String
        var value: Double
        var se: Double?
    }

    struct Entry: Sendable, Codable, Hashable {
        var status: RuleOutcome.Status
        var values: [Value]?
    }

    var schema = Self.currentSchema
    /// Program and version that wrote it.
    public internal(set) var tool = ""
    /// By device, then rule.
    var devices: [String: [String: Entry]] = [:]

    /// A baseline of nothing.
    public init() {}

    mutating func add(_ outcome: RuleOutcome) {
        let values = outcome.evidence.compactMap { one in one.value.map { Value(key: one.key, value: $0, se: one.se) } }
        // Against a baseline of its own a change is no longer one.
        let status = outcome.change == .known ? .broken : outcome.status
        devices[outcome.device, default: [:]][outcome.rule.id] = Entry(
            status: status, values: values.isEmpty ? nil : values.sorted { $0.key < $1.key })
    }

    /// Sets how an outcome stands against this baseline; a value that moved too far breaks its rule.
    func compare(_ outcome: inout RuleOutcome) {
        guard let entry = devices[outcome.device]?[outcome.rule.id] else {
            outcome.change = .new
            return
        }
        let wasOpen = entry.status == .broken || entry.status == .waived
        let isOpen = outcome.status == .broken
        outcome.change = wasOpen ? (isOpen ? .known : .fixed) : (isOpen ? .regressed : .same)
        let moved = self.moved(outcome, entry.values ?? [])
        guard !moved.isEmpty else { return }
        outcome.change = .regressed
        outcome.status = .broken
        outcome.severity = outcome.rule.severity
        let words = moved.prefix(3).joined(separator: "; ") + (moved.count > 3 ? " and \(moved.count - 3) more" : "")
        outcome.message = "changed against the baseline: " + words
        for index in outcome.evidence.indices { outcome.evidence[index].holds = false }
    }

    private func moved(_ outcome: RuleOutcome, _ values: [Value]) -> [String] {
        guard case .metric(let id) = outcome.rule.subject, !values.isEmpty else { return [] }
        let tolerance = outcome.rule.tolerance
        let old = Dictionary(values.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        var words: [String] = []
        for one in outcome.evidence {
            guard let value = one.value, let before = old[one.key] else { continue }
            let error = ((one.se ?? 0) * (one.se ?? 0) + (before.se ?? 0) * (before.se ?? 0)).squareRoot()
            let allowed = max(tolerance.relative * abs(before.value), tolerance.absolute, tolerance.sigma * error)
            guard abs(value - before.value) > allowed else { continue }
            let relative =
                before.value == 0 ? "" : " (\(DecimalText.significant(100 * (value / before.value - 1), digits: 2)) %)"
            words.append("\(id) was \(DecimalText.significant(before.value, digits: 6)) and is \(one.text)\(relative)")
        }
        // A value that is gone is a change too.
        let now = Set(outcome.evidence.map(\.key))
        for value in values where !now.contains(value.key) { words.append("\(value.key) is gone") }
        return words
    }

    /// Device and rule of what this baseline has and some outcomes have not.
    func removed(from outcomes: [RuleOutcome]) -> [(device: String, rule: String)] {
        var found: [String: Set<String>] = [:]
        for outcome in outcomes { found[outcome.device, default: []].insert(outcome.rule.id) }
        return devices.sorted { $0.key < $1.key }.flatMap { device, rules in
            rules.keys.sorted().filter { !(found[device]?.contains($0) ?? false) }.map { (device, $0) }
        }
    }

    // MARK: File

    /// The file: JSON with sorted keys.
    public func json() throws(Failure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        do { return Array(try encoder.encode(self)) + [0x0A] } catch {
            throw Failure(Finding(RuleFindings.baselineUnreadable, "the baseline could not be written: \(error)"))
        }
    }

    /// Reads a file that `json` wrote.
    ///
    /// - Throws: `baseline.unreadable`, `baseline.schema`.
    public static func read(_ bytes: [UInt8], file: String) throws(Failure) -> Baseline {
        let read: Baseline
        do { read = try JSONDecoder().decode(Baseline.self, from: Data(bytes)) } catch {
            throw Failure(
                Finding(
                    RuleFindings.baselineUnreadable, "not a baseline: \(error)", at: SourcePosition(file: file),
                    fix: "write one with pinch check --write-baseline"))
        }
        guard read.schema == currentSchema else {
            throw Failure(
                Finding(
                    RuleFindings.baselineSchema, "schema \"\(read.schema)\" where \"\(currentSchema)\" was expected",
                    at: SourcePosition(file: file), fix: "write the baseline again with this version"))
        }
        return read
    }
}
