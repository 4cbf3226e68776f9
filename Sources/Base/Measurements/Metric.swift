/// Where in the measurement a number holds: the keys of `at` in the analysis file.
///
/// Absent means not applicable.
public struct Place: Sendable, Codable, Hashable {
    /// State of the device.
    public var state: String?
    /// DC bias, V.
    public var bias_V: Double?
    /// Voltage, V.
    public var V: Double?
    /// Read voltage, V.
    public var V_read: Double?
    /// Scan rate, V/s.
    public var rate_V_per_s: Double?
    /// Lobe of a loop, `+` or `-`.
    public var lobe: String?
    /// Cycle of a sweep, from 1.
    public var cycle: Int?
    /// Branch of a lobe, `fwd` or `bwd`, or a pair of them.
    public var branch: String?
    /// Component of a sum, from 1.
    public var component: Int?
    /// Step of a trace, from 1.
    public var step: Int?
    /// Pulse of a train, from 1.
    public var pulse: Int?
    /// Which of several definitions or sources.
    public var definition: String?
    /// Which quantity or diagnostic it speaks of.
    public var of: String?
    /// Temperature of the recording, K; only where it makes a difference.
    public var temperature_K: Double?

    private enum CodingKeys: String, CodingKey {
        case state, bias_V, V, V_read, rate_V_per_s, lobe, cycle, branch, component, step, pulse, definition, of,
            temperature_K
    }

    /// A place; name what applies.
    public init(
        state: String? = nil, bias_V: Double? = nil, V: Double? = nil, V_read: Double? = nil,
        rate_V_per_s: Double? = nil, lobe: String? = nil, cycle: Int? = nil, branch: String? = nil,
        component: Int? = nil, step: Int? = nil, pulse: Int? = nil, definition: String? = nil, of: String? = nil,
        temperature_K: Double? = nil
    ) {
        self.state = state
        self.bias_V = bias_V
        self.V = V
        self.V_read = V_read
        self.rate_V_per_s = rate_V_per_s
        self.lobe = lobe
        self.cycle = cycle
        self.branch = branch
        self.component = component
        self.step = step
        self.pulse = pulse
        self.definition = definition
        self.of = of
        self.temperature_K = temperature_K
    }

    /// The keys that apply, in the order in which they are printed, with a unit where one belongs.
    public var entries: [(key: String, text: String, unit: SIUnit)] {
        var list: [(key: String, text: String, unit: SIUnit)] = []
        func number(_ key: String, _ value: Double?, _ unit: SIUnit) {
            if let value { list.append((key, "\(value)", unit)) }
        }
        func text(_ key: String, _ value: String?) { if let value { list.append((key, value, .none)) } }
        func index(_ key: String, _ value: Int?) { if let value { list.append((key, "\(value)", .none)) } }
        text("state", state)
        number("bias_V", bias_V, .volt)
        number("V", V, .volt)
        number("V_read", V_read, .volt)
        number("temperature_K", temperature_K, .kelvin)
        number("rate_V_per_s", rate_V_per_s, .voltPerSecond)
        text("lobe", lobe)
        index("cycle", cycle)
        text("branch", branch)
        index("component", component)
        index("step", step)
        index("pulse", pulse)
        text("definition", definition)
        text("of", of)
        return list
    }
}

/// What is known when a number is only a bound.
public enum Bound: String, Sendable, Codable {
    /// The true value is at least this.
    case lower
    /// The true value is at most this.
    case upper
    /// The event had not happened by this value.
    case censored
}

/// A number that leaves a diagnostic: never without unit, rule and origin.
public struct Metric: Sendable, Codable, Hashable {
    /// Public id, as `pinch list metrics` prints it.
    public var id: String
    /// Value, SI.
    public var value: Double
    /// Standard error, same unit; absent where none could be had (the rule says why).
    public var se: Double?
    /// Lower end of the interval.
    public var low: Double?
    /// Upper end of the interval.
    public var high: Double?
    /// Coverage of the interval, 0.95 unless stated.
    public var level: Double?
    /// Unit of value, error and interval.
    public var unit: SIUnit
    /// Number of samples it rests on.
    public var n: Int?
    /// Where it holds.
    public var at: Place
    /// Ids of the recordings it comes from.
    public var from: [String]
    /// How it was obtained, in words.
    public var rule: String
    /// Set where the number is only a bound.
    public var bound: Bound?
    /// Factor by which the number lies past the record; absent inside it.
    public var extrapolation: Double?

    /// Makes a metric.
    ///
    /// With `se` and no interval, the interval is value ± 1.959964 se at level 0.95.
    public init(
        _ id: String, _ value: Double, se: Double? = nil, low: Double? = nil, high: Double? = nil,
        level: Double? = nil, unit: SIUnit, n: Int? = nil, at: Place = Place(), from: [String], rule: String,
        bound: Bound? = nil, extrapolation: Double? = nil
    ) {
        self.id = id
        self.value = value
        self.se = se.flatMap { $0.isFinite ? $0 : nil }
        self.low = low
        self.high = high
        self.level = level
        if let se = self.se, low == nil, high == nil {
            // 0.975 quantile of the normal law.
            self.low = value - 1.959964 * se
            self.high = value + 1.959964 * se
            self.level = 0.95
        }
        self.unit = unit
        self.n = n
        self.at = at
        self.from = from
        self.rule = rule
        self.bound = bound
        self.extrapolation = extrapolation
    }
}

/// A verdict in words that leaves a diagnostic (`hysteresis.type` is `C+-`).
public struct Label: Sendable, Codable, Hashable {
    /// Public id.
    public var id: String
    /// One of the values that the label's definition lists.
    public var value: String
    /// Where it holds.
    public var at: Place
    /// Ids of the recordings it comes from.
    public var from: [String]
    /// How it was decided, in words.
    public var rule: String

    /// Makes a label.
    public init(_ id: String, _ value: String, at: Place = Place(), from: [String], rule: String) {
        self.id = id
        self.value = value
        self.at = at
        self.from = from
        self.rule = rule
    }
}

/// What a metric or label is: the row that `pinch list metrics` prints and the manual shows.
public struct MetricDefinition: Sendable, Hashable {
    /// Public id.
    public let id: String
    /// Symbol as a report prints it, with `_{}` for a subscript (`τ_{k}`); empty for labels.
    public let symbol: String
    /// Unit; `.none` for pure numbers and labels.
    public let unit: SIUnit
    /// One sentence: what it is, with its operational definition.
    public let meaning: String
    /// Where the definition comes from (section of the theory note, or a publication).
    public let source: String

    /// Defines a metric or label.
    public init(_ id: String, _ symbol: String, _ unit: SIUnit, _ meaning: String, source: String) {
        self.id = id
        self.symbol = symbol
        self.unit = unit
        self.meaning = meaning
        self.source = source
    }
}

extension [Metric] {
    /// The metrics of an id; those of others are looked at where they lie, since a metric is long to copy.
    public func all(_ id: String) -> [Metric] {
        var found: [Metric] = []
        for index in indices where self[index].id == id { found.append(self[index]) }
        return found
    }
}
