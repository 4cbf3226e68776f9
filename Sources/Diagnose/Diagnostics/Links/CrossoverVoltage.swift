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
        let slowest = crossings.compactMap(\.at.rate_V_per_s).min()
        return zeros.map { zero in
            let place = Place(state: zero.at.state, V: zero.value)
            // Near its zero the susceptance is small against what both branches hold: 10 mV, or a quarter of V_x.
            let steepness = evidence.metrics("impedance.V_x").first?.value ?? 0
            let compare = LinkComparison(id: id, place: place, systematic: 0, factor: 1)
            let near = crossings.filter {
                $0.at.rate_V_per_s == slowest && LinkPairing.sameState($0.at, zero.at) && $0.value * zero.value > 0
            }
            guard let crossing = near.min(by: { abs($0.value - zero.value) < abs($1.value - zero.value) }) else {
                return compare.needs("a slow loop whose branches cross on this side of 0 V")
            }
            return compare.within(max(0.010, 0.25 * steepness), crossing.side("slow loop"), zero.side("spectra"))
        }
    }
}
