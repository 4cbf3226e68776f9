internal import Glibc
internal import Kernels
public import Measurements

/// Volatile or nonvolatile: all evidence on the memory time at 0 V, pooled where it agrees (THEORY H).
///
/// Always stated with the required time and the fraction that must be left: without them the words have no meaning.
public struct Volatility: Sendable {
    /// The decision has no state.
    public init() {}

    /// Metrics and labels that it gives.
    public static let definitions: [MetricDefinition] = [
        .init(
            "volatility.tau_at_0V", "τ_{0}", .second,
            "Relaxation time of the memory at 0 V, from each source of evidence (`definition`) and pooled.",
            source: "THEORY H"),
        .init(
            "volatility.P_nonvolatile", "P_{nonvolatile}", .none,
            "Probability that the fraction r_c of the state is left after t_req at 0 V.", source: "THEORY H, G14"),
        .init(
            "volatility.tau_required", "τ_{req}", .second,
            "Memory time at 0 V from which a device counts as nonvolatile: t_req/ln(1/r_c).", source: "THEORY H"),
        .init(
            "volatility.class", "", .none,
            "Whether the state is kept for t_req at 0 V (nonvolatile), lost (volatile), or not decided.",
            source: "THEORY H"),
    ]

    /// One estimate of ln tau_0 with its standard deviation.
    struct Estimate {
        var source: Metric
        var logTau: Double
        var sd: Double
    }

    /// Decides from the `volatility.tau_at_0V` metrics that the diagnostics gave.
    public func decide(_ evidence: Evidence) -> DiagnosticResult {
        let stated = evidence.metrics("volatility.tau_at_0V").filter { $0.value > 0 }
        let (all, words) = Self.atOneTemperature(stated, evidence)
        let bounds = all.filter { $0.bound == .lower }
        let estimates = all.filter { $0.bound == nil }.compactMap(Self.estimate)
        let required = evidence.options.t_req_s / log(1 / evidence.options.r_c)
        let terms =
            "t_req = \(QuantityText.text(evidence.options.t_req_s, unit: .second)), r_c = \(evidence.options.r_c)"
            + words
        var result = DiagnosticResult()
        if !all.isEmpty {
            result.metrics.append(
                Metric("volatility.tau_required", required, unit: .second, from: [], rule: "t_req/ln(1/r_c); \(terms)"))
        }

        let longest = bounds.max { $0.value < $1.value }
        if let best = longest, best.value >= required {
            decideByBound(best, estimates, terms, evidence.options.t_req_s, into: &result)
            return result
        }
        guard !estimates.isEmpty else {
            let why = bounds.isEmpty ? "no evidence on the memory time at 0 V" : "only a lower bound that is too short"
            result.labels.append(
                Label("volatility.class", "not decided", from: bounds.flatMap(\.from), rule: "\(why); \(terms)"))
            return result
        }
        // A bound that is too short to decide still excludes what lies below it.
        let left = longest.map { Self.beyond($0, estimates) } ?? estimates
        guard !left.isEmpty else {
            let from = all.flatMap(\.from)
            result.labels.append(
                Label(
                    "volatility.class", "not decided", from: Array(Set(from)).sorted(),
                    rule: "\(longest.map(Self.exclusion) ?? ""), but every other estimate lies below it; \(terms)"))
            return result
        }
        let dropped = estimates.count - left.count
        let note = dropped == 0 ? "" : "; \(longest.map(Self.exclusion) ?? ""), and with it \(dropped) other"
        pool(left, required: required, evidence.options.t_req_s, terms + note, into: &result)
        return result
    }

    /// The estimates that do not lie clearly below a bound: by more than two of their errors.
    static func beyond(_ bound: Metric, _ estimates: [Estimate]) -> [Estimate] {
        estimates.filter { $0.logTau + 2 * $0.sd >= log(bound.value) }
    }

    private static func exclusion(_ bound: Metric) -> String {
        "\(bound.at.definition ?? "a record") excludes τ₀ below \(QuantityText.text(bound.value, unit: .second, digits: 2))"
    }

    /// How many times longer than the record `t_req` is; 1 where the record shows the time itself.
    private static func reach(_ metric: Metric, _ required_s: Double) -> Double {
        metric.extrapolation.map { required_s * $0 / metric.value } ?? 1
    }

    /// The words for a statement about a time past three records (THEORY H); none else.
    private static func extrapolated(_ reach: Double) -> String {
        reach > 3 ? "; extrapolated: t_req is \(DecimalText.significant(reach, digits: 2)) times the record" : ""
    }

    /// The evidence at the temperature nearest to 25 °C: a memory forgets faster when it is hot, which is no contradiction.
    ///
    /// Recordings that state no temperature are taken to be at 25 °C.
    /// - Returns: the evidence, and words for the temperature where that leaves some out or is not near 25 °C.
    private static func atOneTemperature(
        _ metrics: [Metric], _ evidence: Evidence
    ) -> (kept: [Metric], words: String) {
        let stated = Dictionary(
            evidence.device.recordings.map { ($0.id, $0.conditions.temperature_K ?? room_K) },
            uniquingKeysWith: { first, _ in first })
        let temperatures_K = metrics.map { metric in
            let own = metric.from.compactMap { stated[$0] }
            return own.isEmpty ? room_K : own.reduce(0, +) / Double(own.count)
        }
        guard let nearest_K = temperatures_K.min(by: { abs($0 - room_K) < abs($1 - room_K) }) else {
            return (metrics, "")
        }
        let kept = zip(metrics, temperatures_K).filter { abs($0.1 - nearest_K) <= sameTemperature_K }.map(\.0)
        let isRoom = abs(nearest_K - room_K) <= 10
        guard kept.count < metrics.count || !isRoom else { return (kept, "") }
        let degrees = QuantityText.text(((nearest_K - 273.15) * 10).rounded() / 10, unit: .celsius, digits: 3)
        let left = metrics.count - kept.count
        return (
            kept,
            "; at \(degrees)"
                + (left == 0
                    ? ""
                    : ", the temperature nearest to 25 °C; \(left) at other temperatures \(left == 1 ? "is" : "are") left out")
        )
    }

    private static let room_K = 298.15
    /// Temperatures this close count as the same, K.
    private static let sameTemperature_K = 2.0

    private func decideByBound(
        _ bound: Metric, _ estimates: [Estimate], _ terms: String, _ required_s: Double,
        into result: inout DiagnosticResult
    ) {
        // An estimate that lies clearly below what another record excludes means that one of the two is wrong.
        let against = estimates.filter { Self.beyond(bound, [$0]).isEmpty }
        let held = QuantityText.text(bound.value, unit: .second, digits: 2)
        guard against.isEmpty else {
            result.labels.append(
                Label(
                    "volatility.class", "not decided", from: bound.from + against.flatMap(\.source.from),
                    rule: "\(Self.exclusion(bound)), but another estimate lies below it; \(terms)"))
            return
        }
        result.labels.append(
            Label(
                "volatility.class", "nonvolatile", from: bound.from,
                rule: "no measurable decay: τ₀ > \(held) (a bound from the record's noise); \(terms)"
                    + Self.extrapolated(Self.reach(bound, required_s))))
    }

    private func pool(
        _ estimates: [Estimate], required: Double, _ required_s: Double, _ terms: String,
        into result: inout DiagnosticResult
    ) {
        let pooled = Pooled(estimates.map { (value: $0.logTau, sd: $0.sd) })
        let from = Array(Set(estimates.flatMap(\.source.from))).sorted()
        guard pooled.agrees else {
            let spread = estimates.map {
                "\($0.source.at.definition ?? "?"): \(QuantityText.text($0.source.value, unit: .second, digits: 2))"
            }
            result.labels.append(
                Label(
                    "volatility.class", "not decided", from: from,
                    rule:
                        "the estimates of τ₀ disagree (\(spread.joined(separator: ", "))) and are not pooled; \(terms)"
                ))
            return
        }
        let p = NormalDistribution.cumulative((pooled.value - log(required)) / pooled.sd)
        let tau = exp(pooled.value)
        let extrapolation = estimates.compactMap(\.source.extrapolation).max()
        result.metrics.append(
            Metric(
                "volatility.tau_at_0V", tau, se: tau * pooled.sd, low: exp(pooled.value - 1.959964 * pooled.sd),
                high: exp(pooled.value + 1.959964 * pooled.sd), level: 0.95, unit: .second, n: estimates.count,
                at: Place(definition: "pooled"), from: from,
                rule: "inverse-variance mean of ln τ₀ over \(estimates.count) sources", extrapolation: extrapolation))
        result.metrics.append(
            Metric(
                "volatility.P_nonvolatile", p, unit: .none, n: estimates.count, from: from,
                rule: "Φ((ln τ₀ − ln(t_req/ln(1/r_c)))/sd); \(terms)", extrapolation: extrapolation))
        let word = p >= 0.95 ? "nonvolatile" : (p <= 0.05 ? "volatile" : "not decided")
        let note = Self.extrapolated(estimates.map { Self.reach($0.source, required_s) }.max() ?? 1)
        result.labels.append(
            Label(
                "volatility.class", word, from: from,
                rule: "P(nonvolatile) = \(DecimalText.significant(p, digits: 2)); \(terms)\(note)"))
    }

    static func estimate(_ metric: Metric) -> Estimate? {
        guard metric.value > 0 else { return nil }
        if let low = metric.low, let high = metric.high, low > 0, high > low {
            // A 95 % interval spans 2 × 1.959964 standard deviations of ln tau.
            return Estimate(source: metric, logTau: log(metric.value), sd: log(high / low) / 3.919928)
        }
        guard let se = metric.se, se > 0 else { return nil }
        return Estimate(source: metric, logTau: log(metric.value), sd: se / metric.value)
    }
}

/// Inverse-variance mean with Cochran's test of homogeneity.
struct Pooled {
    let value: Double
    let sd: Double
    let cochranQ: Double
    let agrees: Bool

    /// Pools values with standard deviations; at least one.
    init(_ items: [(value: Double, sd: Double)]) {
        let weights = items.map { 1 / ($0.sd * $0.sd) }
        let total = weights.reduce(0, +)
        let mean = zip(items, weights).reduce(0) { $0 + $1.0.value * $1.1 } / total
        value = mean
        sd = (1 / total).squareRoot()
        cochranQ = zip(items, weights).reduce(0) { $0 + $1.1 * ($1.0.value - mean) * ($1.0.value - mean) }
        agrees = items.count < 2 || cochranQ <= ChiSquared.quantile95(degrees: items.count - 1)
    }
}

/// 95 % points of the chi-square law.
enum ChiSquared {
    /// Exact to 4 digits for 1 to 10 degrees of freedom (standard table); Wilson and Hilferty (1931) beyond.
    static func quantile95(degrees: Int) -> Double {
        let table = [3.8415, 5.9915, 7.8147, 9.4877, 11.0705, 12.5916, 14.0671, 15.5073, 16.9190, 18.3070]
        if degrees >= 1, degrees <= table.count { return table[degrees - 1] }
        let n = Double(max(degrees, 1))
        let core = 1 - 2 / (9 * n) + 1.644854 * (2 / (9 * n)).squareRoot()
        return n * core * core * core
    }
}
