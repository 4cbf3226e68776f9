import Measurements

/// L19: the series resistance of the spectrum is that of a step's first instant (THEORY C.1, G.3).
public struct SeriesResistance: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L19`.
    public var id: String { "L19" }
    /// Short title.
    public var title: String { "Series resistance" }
    /// What must hold.
    public var statement: String { "R_{s} of the spectrum = ΔV/ΔI(0^{+}) of a small step" }
    /// What a disagreement usually means.
    public var disagreement: String { "the fixture, or a spike that the samples do not resolve" }

    /// Compares at every small step whose spike stands out with the spectrum nearest in bias.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let resistances = evidence.metrics("impedance.R_s")
        guard !resistances.isEmpty else { return [.notTested(id, needs: "R_s from an impedance spectrum")] }
        let steps = SmallStep.all(evidence)
        guard !steps.isEmpty else { return [.notTested(id, needs: "a small voltage step with its level before")] }
        return steps.map { step in
            let bias_V = step.middle_V
            let place = Place(state: step.place.state, bias_V: bias_V)
            let compare = LinkComparison(
                id: id, place: place, systematic: evidence.options.s_sys_R, factor: evidence.options.k_L19)
            guard let spectrum = LinkPairing.nearest(to: bias_V, state: step.place.state, among: resistances) else {
                return compare.needs("a spectrum in this state")
            }
            // Without a spike the first current is that of the plateau, and tells of R_s + R_b.
            guard let initial = evidence.number("transient.I_initial", of: step),
                let first = initial.measured,
                let plateau = evidence.number("transient.I_plateau", of: step),
                abs(first.value - plateau.value) > 5 * max(first.se, plateau.se ?? 0)
            else { return compare.needs("a step whose charging spike is resolved") }
            let jump_A = first.value - step.base.current_A
            guard jump_A != 0 else { return compare.needs("a step that changes the current at once") }
            let value = step.height_V / jump_A
            let se = abs(value / jump_A) * (first.se * first.se + step.base.se_A * step.base.se_A).squareRoot()
            return compare.positive(
                spectrum.side("impedance"),
                LinkSide(name: "step", value: value, se: se, unit: .ohm, from: step.from))
        }
    }
}
