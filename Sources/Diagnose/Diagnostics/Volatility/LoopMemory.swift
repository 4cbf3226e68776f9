internal import Glibc
public import Measurements

/// How long the memory at 0 V is in everyday words, and whether a loop can see it end (THEORY H).
///
/// A volatile device looks nonvolatile in a loop that is over before it forgets, and a nonvolatile one volatile in a loop that
/// takes longer than it remembers: each loop gets its own words beside the class of the device.
public struct LoopMemory: Sendable {
    /// The reading has no state.
    public init() {}

    /// Metrics and labels that it gives.
    public static let definitions: [MetricDefinition] = [
        .init(
            "volatility.tau_over_cycle", "τ_{0}/t_{cycle}", .none,
            "Memory time at 0 V over the time that one cycle of the loop takes.", source: "THEORY H"),
        .init(
            "volatility.apparent", "", .none,
            "What a loop at its rate shows of the memory at 0 V: it keeps its state within a cycle, forgets, or partly.",
            source: "THEORY H"),
        .init(
            "volatility.range", "", .none,
            "Range of the pooled memory time at 0 V: < 1 ms, 1 ms to 1 s, 1 s to 1000 s, > 1000 s (for display only).",
            source: "THEORY H"),
    ]

    /// Times of a cycle within which a memory keeps its state, or has lost it (THEORY H).
    private static let keeps = 10.0
    private static let forgets = 0.1

    /// Reads what `Volatility` decided, and the loops.
    public func read(_ evidence: Evidence) -> DiagnosticResult {
        var result = DiagnosticResult()
        let known = evidence.metrics("volatility.tau_at_0V").filter { $0.value > 0 }
        let pooled = known.first { $0.at.definition == "pooled" }
        guard let tau = pooled ?? known.filter({ $0.bound == .lower }).max(by: { $0.value < $1.value }) else {
            return result
        }
        if let range = Self.range(tau) {
            result.labels.append(
                Label(
                    "volatility.range", range, from: tau.from,
                    rule: "from τ₀ of the \(tau.at.definition ?? "record"); \(tau.rule)"))
        }
        var seen: [Place] = []
        for loop in evidence.curves("iv.cycle") {
            guard let rate = loop.at.rate_V_per_s, rate > 0 else { continue }
            let place = Place(state: loop.at.state, rate_V_per_s: rate)
            guard !seen.contains(place), let cycle_s = Self.duration_s(loop, rate) else { continue }
            seen.append(place)
            add(tau, over: cycle_s, loop, place, to: &result)
        }
        return result
    }

    /// The range of a memory time; a lower bound tells only the last one.
    static func range(_ tau: Metric) -> String? {
        if tau.bound != nil { return tau.value > 1000 ? "> 1000 s" : nil }
        switch tau.value {
        case ..<1e-3: return "< 1 ms"
        case ..<1: return "1 ms to 1 s"
        case ...1000: return "1 s to 1000 s"
        default: return "> 1000 s"
        }
    }

    /// Time of one cycle: the way that its voltage goes, over the rate.
    private static func duration_s(_ loop: Curve, _ rate_V_per_s: Double) -> Double? {
        let V = loop["V"]
        let way_V = zip(V.dropFirst(), V).reduce(0) { $0 + abs($1.0 - $1.1) }
        return way_V > 0 ? way_V / rate_V_per_s : nil
    }

    private func add(
        _ tau: Metric, over cycle_s: Double, _ loop: Curve, _ place: Place, to result: inout DiagnosticResult
    ) {
        let ratio = tau.value / cycle_s
        let cycle = QuantityText.text(cycle_s, unit: .second, digits: 2)
        let from = Array(Set(tau.from + loop.from)).sorted()
        var metric = Metric(
            "volatility.tau_over_cycle", ratio, se: tau.se.map { $0 / cycle_s }, low: tau.low.map { $0 / cycle_s },
            high: tau.high.map { $0 / cycle_s }, level: tau.level, unit: .none, at: place, from: from,
            rule: "τ₀ over a cycle of \(cycle)", extrapolation: tau.extrapolation)
        metric.bound = tau.bound
        result.metrics.append(metric)
        let (low, high) = (metric.low ?? ratio, tau.bound == .lower ? .infinity : metric.high ?? ratio)
        let word: String
        if low > Self.keeps {
            word = "keeps its state within a cycle"
        } else if high < Self.forgets {
            word = "forgets within a cycle"
        } else if low >= Self.forgets, high <= Self.keeps {
            word = "partly forgets within a cycle"
        } else {
            return
        }
        result.labels.append(
            Label(
                "volatility.apparent", word, at: place, from: from,
                rule: "τ₀/t_cycle = \(DecimalText.significant(ratio, digits: 2)) for a cycle of \(cycle); "
                    + "above 10 it keeps its state, below 0.1 it forgets"))
    }
}
