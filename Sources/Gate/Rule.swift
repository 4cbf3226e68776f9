public import Findings

/// What a rule looks at in the analysis of a device.
public enum RuleSubject: Sendable, Hashable {
    /// Metrics of an id.
    case metric(String)
    /// Labels of an id.
    case label(String)
    /// Results of a link.
    case link(String)
    /// Findings of a code; `*` stands for any ending.
    case finding(String)

    /// The attribute of `rule` that names it.
    public var attribute: String {
        switch self {
        case .metric: "metric"
        case .label: "label"
        case .link: "link"
        case .finding: "finding"
        }
    }

    /// The id or code.
    public var id: String {
        switch self {
        case .metric(let id), .label(let id), .link(let id), .finding(let id): id
        }
    }
}

/// How much a broken rule weighs.
public enum RuleSeverity: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// Told, nothing more.
    case info
    /// Told; the gate fails with `--strict` only.
    case warn
    /// The gate fails.
    case fail

    private var rank: Int { self == .fail ? 2 : self == .warn ? 1 : 0 }

    /// Orders by weight: info, warn, fail.
    public static func < (a: RuleSeverity, b: RuleSeverity) -> Bool { a.rank < b.rank }
}

/// What becomes of a rule that finds nothing to judge in a device.
public enum MissingPolicy: String, Sendable, Hashable, CaseIterable {
    /// The device is passed over.
    case ignore
    /// It counts as a broken rule of severity `warn`.
    case warn
    /// It counts as a broken rule of severity `fail`.
    case fail
}

/// How far a value may lie from that of the baseline.
public struct Tolerance: Sendable, Hashable {
    /// Relative to the value of the baseline; default 1e-9.
    public var relative = 1e-9
    /// In the unit of the metric.
    public var absolute = 0.0
    /// In standard errors of the difference.
    public var sigma = 0.0

    /// The defaults.
    public init() {}
}

/// One expectation about every device, or about those of a class or batch.
public struct Rule: Sendable, Hashable {
    /// Name, unique over all files of rules.
    public var id: String
    /// What it looks at.
    public var subject: RuleSubject
    /// XPath condition on what it looks at; empty for all of it.
    public var condition = ""
    /// Least value of a metric, or least number of findings; SI.
    public var least: Double?
    /// Largest value of a metric, or largest number of findings; SI.
    public var most: Double?
    /// The words that a label or verdict may have; empty for any.
    public var allowed: [String] = []
    /// The share of what it looks at that must hold, 0 to 1.
    public var mostly = 1.0
    /// Fewest values that it may judge by; fewer count as missing.
    public var fewest = 1
    /// Weight where it is broken.
    public var severity = RuleSeverity.fail
    /// What becomes of a device with nothing to judge.
    public var missing = MissingPolicy.ignore
    /// The class of device that it holds for; empty for all.
    public var deviceClass = ""
    /// The batch that it holds for; empty for all.
    public var batch = ""
    /// What it is for, in words.
    public var title = ""
    /// What to do where it is broken.
    public var fix = ""
    /// How far a value may lie from the baseline's.
    public var tolerance = Tolerance()
    /// Where it is written.
    public var position: SourcePosition

    /// A rule that asks for nothing yet.
    public init(id: String, subject: RuleSubject, position: SourcePosition) {
        self.id = id
        self.subject = subject
        self.position = position
    }
}

/// Leave for a device to break a rule, until a day.
public struct Waiver: Sendable, Hashable {
    /// Id of the rule; `*` stands for any ending.
    public var rule: String
    /// Id of the device; `*` stands for any ending.
    public var device: String
    /// Who answers for it.
    public var owner: String
    /// Why.
    public var reason: String
    /// The last day on which it holds, YYYY-MM-DD.
    public var expires: String
    /// Where it is written.
    public var position: SourcePosition

    /// Whether it speaks of a rule and a device.
    func covers(rule: String, device: String) -> Bool {
        Pattern.matches(self.rule, rule) && Pattern.matches(self.device, device)
    }
}

/// Names with an open end.
enum Pattern {
    /// Whether a name is the pattern, or begins with what stands before its `*`.
    static func matches(_ pattern: String, _ name: String) -> Bool {
        pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : pattern == name
    }
}

/// All rules and waivers of a check.
public struct RuleSet: Sendable, Hashable {
    /// The rules, in the order of the files.
    public var rules: [Rule] = []
    /// The waivers, in the order of the files.
    public var waivers: [Waiver] = []

    /// An empty set.
    public init() {}
}
