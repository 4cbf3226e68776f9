internal import Glibc
import Measurements

/// L9: where conduction is quasi-linear, R_b of the spectrum is the chord of the steady curve (THEORY B.1, G.3).
public struct ChordResistance: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L9`.
    public var id: String { "L9" }
    /// Short title.
    public var title: String { "Chord resistance" }
    /// What must hold.
    public var statement: String { "R_{b} of the spectrum = u/I of the steady I-V, u without the drop over R_{s}" }
    /// What a disagreement usually means.
    public var disagreement: String { "conduction is not quasi-linear: then R_b I is constant (exponential)" }

    /// Compares at every bias with an R_b and a steady current; not where the spectra say that the law is another one.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let resistances = evidence.metrics("impedance.R_b")
        guard !resistances.isEmpty else { return [.notTested(id, needs: "R_b from an impedance spectrum")] }
        let laws = evidence.labels("impedance.law")
        guard laws.contains(where: { $0.value == "quasi-linear" }) else {
            let found = laws.first.map { "the spectra say \($0.value)" } ?? "spectra at several biases tell"
            return [.notTested(id, needs: "quasi-linear conduction: \(found)")]
        }
        let steady = SteadyCurrents(evidence)
        guard !steady.isEmpty else { return [.notTested(id, needs: "a step-and-hold I-V, or a slow loop")] }
        return resistances.map { resistance in
            let place = Place(state: resistance.at.state, bias_V: resistance.at.bias_V)
            let compare = LinkComparison(
                id: id, place: place, systematic: evidence.options.s_sys_R, factor: evidence.options.k_L9)
            guard let bias_V = resistance.at.bias_V else { return compare.needs("the bias of the spectrum") }
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
}
