internal import Glibc
import Measurements

/// L9: the elements of the spectra make the steady current by the law of conduction that they show (THEORY B.1, B.2, G.3).
///
/// Quasi-linear: `R_b` is the chord `u/I`, and `1/R_a = u d(1/R_b)/du`. Exponential: every branch carries `V_m/R`, so that
/// `R_b I` is a constant where there is one, and the currents of two add to the steady current.
public struct ChordResistance: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L9`.
    public var id: String { "L9" }
    /// Short title.
    public var title: String { "Law of conduction" }
    /// What must hold.
    public var statement: String {
        "quasi-linear: R_{b} = u/I of the steady I-V and 1/R_{a} = u d(1/R_{b})/du, u without the drop over R_{s}; "
            + "exponential: V_{m}/R of the branches add to I"
    }
    /// What a disagreement usually means.
    public var disagreement: String { "conduction follows another law than the spectra show" }

    /// Compares at every bias what its law of conduction asks for.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let resistances = evidence.metrics("impedance.R_b")
        guard !resistances.isEmpty else { return [.notTested(id, needs: "R_b from an impedance spectrum")] }
        let laws = evidence.labels("impedance.law")
        let steady = SteadyCurrents(evidence)
        return resistances.flatMap { resistance -> [LinkResult] in
            let place = Place(state: resistance.at.state, bias_V: resistance.at.bias_V)
            let compare = LinkComparison(
                id: id, place: place, systematic: evidence.options.s_sys_R, factor: evidence.options.k_L9)
            guard let bias_V = resistance.at.bias_V else { return [compare.needs("the bias of the spectrum")] }
            let law = laws.first {
                $0.at.state == place.state && ($0.at.lobe == nil || ($0.at.lobe == "+") == (bias_V > 0))
            }
            switch law?.value {
            case "quasi-linear":
                let chord = chord(resistance, at: bias_V, steady, compare, evidence)
                return [chord] + [BranchSlope.test(resistance, at: bias_V, compare, evidence)].compactMap { $0 }
            case "exponential":
                return [ExponentialCurrent.test(resistance, at: bias_V, steady, compare, evidence)]
            default:
                let found = law.map { "the spectra say \($0.value)" } ?? "spectra at several biases tell"
                return [compare.needs("quasi-linear or exponential conduction: \(found)")]
            }
        }
    }

    /// `R_b` against the chord of the steady curve without the drop over `R_s`.
    private func chord(
        _ resistance: Metric, at bias_V: Double, _ steady: SteadyCurrents, _ compare: LinkComparison,
        _ evidence: Evidence
    ) -> LinkResult {
        guard !steady.isEmpty else { return compare.needs("a step-and-hold I-V, or a slow loop") }
        let series = evidence.metrics("impedance.R_s").first { $0.from == resistance.from }?.value ?? 0
        switch steady.current(at: bias_V, state: resistance.at.state, evidence) {
        case .failure(let reason): return compare.needs(reason)
        case .success(let found):
            let chord = bias_V / found.value - series
            return compare.positive(
                resistance.side("impedance"),
                LinkSide(
                    name: "steady I-V", value: chord, se: abs(bias_V / found.value * found.se / found.value),
                    unit: .ohm, from: found.from))
        }
    }
}
