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
            guard let crossing = slowCrossing(near: zero, among: crossings) else {
                return compare.needs("a slow loop whose branches cross on this side of 0 V")
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
    private func slowCrossing(near zero: Metric, among crossings: [Metric]) -> LinkSide? {
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
        let rows = nearest.compactMap { metric -> (x: Double, y: Double, sd: Double)? in
            guard let rate = metric.at.rate_V_per_s, let se = metric.se, se > 0 else { return nil }
            return (rate * rate / (all * all), metric.value, se)
        }
        guard rows.count >= 2, let line = WeightedLine(rows) else { return single }
        let limit = line.value(at: 0)
        guard limit.se < single.se ?? .infinity else { return single }
        return LinkSide(
            name: "slow loops", value: limit.value, se: limit.se, unit: .volt,
            from: Array(Set(nearest.flatMap(\.from))).sorted())
    }
}
