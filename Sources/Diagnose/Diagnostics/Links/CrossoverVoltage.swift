internal import Glibc
import Measurements

/// L7: the branches of a slow loop cross where the low-frequency capacitance changes its sign (THEORY G.3).
public struct CrossoverVoltage: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L7`.
    public var id: String { "L7" }
    /// Short title.
    public var title: String { "Crossover voltage" }
    /// What must hold.
    public var statement: String {
        "crossing of the branches of the slow loop = bias where C_{lf} of the spectra is zero"
    }
    /// What a disagreement usually means.
    public var disagreement: String { "the loop was not slow, or the device has another capacitive branch" }

    /// Compares every zero of C_lf with the nearest crossing of the slowest loop, and with that of C_lf of loops.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let zeros = evidence.metrics("impedance.C_lf_zero_V").filter { $0.at.of == "C_lf" }
        guard !zeros.isEmpty else {
            return [.notTested(id, needs: "spectra on both sides of a bias where C_lf changes its sign")]
        }
        let crossings = evidence.metrics("hysteresis.crossing_V").filter { $0.at.cycle == nil }
        return zeros.map { zero in
            let place = Place(state: zero.at.state, V: zero.value)
            let compare = LinkComparison(id: id, place: place, systematic: 0, factor: 1)
            guard let crossing = slowCrossing(near: zero, among: crossings, evidence) else {
                return compare.needs("a slow loop whose branches cross on this side of 0 V")
            }
            if let words = SteadyLoop.missing(at: zero.value, state: zero.at.state, evidence) {
                return compare.needs(words)
            }
            let bound_V = max(0.010, 0.25 * (evidence.steepness_V ?? 0))
            return compare.within(bound_V, crossing, zero.side("spectra"))
        }
    }

    /// Rates up to this times the slowest take part: faster loops are another measurement.
    private static let rateSpan = 10.5

    /// Where the branches cross as the rate goes to zero.
    ///
    /// A crossing moves with v² (THEORY D.4), and is the surer the faster the loop, which opens wider: a line against v²
    /// through all slow rates is surer than the slowest loop alone, which is taken where it is not.
    private func slowCrossing(near zero: Metric, among crossings: [Metric], _ evidence: Evidence) -> LinkSide? {
        let here = crossings.filter {
            LinkPairing.sameState($0.at, zero.at) && $0.value * zero.value > 0 && ($0.at.rate_V_per_s ?? 0) > 0
        }
        let all = crossings.compactMap(\.at.rate_V_per_s).min() ?? 0
        let rates = Set(here.compactMap(\.at.rate_V_per_s)).filter { $0 <= Self.rateSpan * all }.sorted()
        let nearest = rates.compactMap { rate in
            here.filter { $0.at.rate_V_per_s == rate }.min { abs($0.value - zero.value) < abs($1.value - zero.value) }
        }
        guard let slowest = nearest.first, slowest.at.rate_V_per_s == all else { return nil }
        let single = slowest.side("slow loop")
        let known = nearest.filter { ($0.se ?? 0) > 0 }
        guard known.count >= 2, let limit = Self.limit(known, at: zero, evidence) else { return single }
        // Of two rates a line is no surer than what they say; three or more show whether the slowest agrees with the others.
        guard known.count > 2 || limit.se < single.se ?? .infinity else { return single }
        return LinkSide(
            name: "slow loops", value: limit.value, se: limit.se, unit: .volt,
            from: Array(Set(known.flatMap(\.from))).sorted())
    }

    /// Slope of the crossing against the lag that is expected, and its standard deviation (see `limit`).
    private static let lagSlope = (mean: -2.0, sd: 2.0)

    /// The crossing at rate zero: a line against v².
    ///
    /// Where the memory's time and the steepness V_m are known, so is how far a rate may move it. Beside `e^{u/V_m}` the
    /// memory's part of the opening grows by `1/(1 - λ²)`, `λ = v τ/V_m`, and the crossing falls by `λ² V_m/(1 - V_m/V_c)`, where
    /// the capacitive part rises with `V_c`: one to four times `λ² V_m`, less what that part's own lag gives back.
    private static func limit(
        _ crossings: [Metric], at zero: Metric, _ evidence: Evidence
    ) -> (value: Double, se: Double)? {
        let rate = { (metric: Metric) in metric.at.rate_V_per_s ?? 0 }
        let times = MemoryTimes(evidence, state: zero.at.state)
        guard let tau_s = times.time_s(at: zero.value)?.value,
            let V_m = evidence.steepness_V, V_m > 0
        else {
            return WeightedLine(crossings.map { (rate($0) * rate($0), $0.value, $0.se ?? 0) })?.value(at: 0)
        }
        let rows = crossings.compactMap { metric -> (x: Double, y: Double, weight: Double)? in
            let lag = rate(metric) * tau_s / V_m
            guard let se = metric.se, lag < 0.5 else { return nil }
            return (lag * lag * V_m, metric.value, 1 / (se * se))
        }
        guard !rows.isEmpty else { return nil }
        // Normal equations of value and slope, with the expected slope beside the rows.
        let trust = 1 / (lagSlope.sd * lagSlope.sd)
        let total = rows.reduce(0) { $0 + $1.weight }
        let first = rows.reduce(0) { $0 + $1.weight * $1.x }
        let second = rows.reduce(trust) { $0 + $1.weight * $1.x * $1.x }
        let determinant = total * second - first * first
        guard determinant > 0 else { return nil }
        let sum = rows.reduce(0) { $0 + $1.weight * $1.y }
        let moment = rows.reduce(trust * lagSlope.mean) { $0 + $1.weight * $1.x * $1.y }
        let value = (second * sum - first * moment) / determinant
        let slope = (total * moment - first * sum) / determinant
        let odd = slope - lagSlope.mean
        let chiSquare = rows.reduce(trust * odd * odd) {
            let left = $1.y - value - slope * $1.x
            return $0 + $1.weight * left * left
        }
        // The rows' errors hold unless chance alone would hardly scatter them so (1 in 100).
        let degrees = rows.count - 1
        let isOdd = degrees > 0 && ChiSquareTail.probability(chiSquare / Double(degrees), degrees: degrees) < 0.01
        let excess = isOdd ? chiSquare / Double(degrees) : 1
        return (value, (excess * second / determinant).squareRoot())
    }
}
