public import Findings

/// What became of one rule in one device.
public struct RuleOutcome: Sendable, Hashable {
    /// How it stands.
    public enum Status: String, Sendable, Hashable, Codable {
        /// It holds.
        case passed
        /// It is broken.
        case broken
        /// It is broken, and a waiver covers it.
        case waived
        /// There was nothing to judge, or too little.
        case missing
    }

    /// Against the baseline.
    public enum Change: String, Sendable, Hashable, Codable {
        /// As it was.
        case same
        /// The baseline does not know the device or the rule.
        case new
        /// It was broken and holds.
        case fixed
        /// It held and is broken.
        case regressed
        /// It was broken already, as now: the gate does not fail by it.
        case known
    }

    /// A value that was judged.
    public struct Evidence: Sendable, Hashable {
        /// The value as people read it, with its place.
        public var text: String
        /// Whether it holds.
        public var holds: Bool
        /// Where it comes from.
        public var position: SourcePosition?
        /// Id and place, by which a baseline knows it.
        public var key: String
        /// The number, of a metric.
        public var value: Double?
        /// Its standard error.
        public var se: Double?
    }

    /// Id of the device.
    public var device: String
    /// Batch of the device.
    public var batch: String
    /// The rule.
    public var rule: Rule
    /// How it stands.
    public var status: Status
    /// Weight where it is broken or missing.
    public var severity: RuleSeverity
    /// What was found and what was expected, one sentence.
    public var message: String
    /// What was judged, the worst first.
    public var evidence: [Evidence]
    /// Against the baseline; `nil` without one.
    public var change: Change?
    /// The waiver that covers it.
    public var waiver: Waiver?

    /// Whether it speaks against the data: broken, or missing where that weighs.
    public var isOpen: Bool { status == .broken || (status == .missing && severity > .info) }
    /// Whether it counts in the exit status: open, and not known from the baseline.
    public var counts: Bool { isOpen && change != .known }
    /// Where to look: the worst value's file, else the rule's.
    public var position: SourcePosition { evidence.first { !$0.holds }?.position ?? rule.position }
}

/// The verdict on a set of devices.
public struct GateResult: Sendable {
    /// Name and version of the program.
    public var tool: String
    /// All outcomes, by device and rule in their orders.
    public var outcomes: [RuleOutcome]
    /// What must be said about rules and waivers.
    public var findings: [Finding]
    /// Device and rule of what the baseline has and this run has not.
    public var removed: [(device: String, rule: String)] = []
    /// How many devices were judged.
    public var deviceCount: Int
    /// The rules.
    public var rules: [Rule]

    /// What speaks against the data, the worst first.
    public var open: [RuleOutcome] {
        outcomes.enumerated().filter(\.element.isOpen).sorted { one, two in
            let (a, b) = (one.element, two.element)
            if a.counts != b.counts { return a.counts }
            return a.severity != b.severity ? a.severity > b.severity : one.offset < two.offset
        }.map(\.element)
    }

    /// Whether the gate fails.
    ///
    /// - Parameter strict: broken rules of severity `warn` fail it too.
    public func fails(strict: Bool) -> Bool {
        outcomes.contains { $0.counts && $0.severity >= (strict ? .warn : .fail) }
    }

    /// How many outcomes have a status.
    public func count(_ status: RuleOutcome.Status) -> Int { outcomes.count { $0.status == status } }
}

/// Days as the files have them.
enum CalendarDay {
    /// Whether a text is a day, YYYY-MM-DD, with a month and a day that can be.
    static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let month = Int(parts[1]), let day = Int(parts[2])
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }
}
