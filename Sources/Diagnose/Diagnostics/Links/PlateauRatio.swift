internal import Glibc
import Measurements

/// L3: the plateau of a small step is the conduction with the memory frozen (THEORY C.1, G.3).
public struct PlateauRatio: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L3`.
    public var id: String { "L3" }
    /// Short title.
    public var title: String { "Plateau of the step" }
    /// What must hold.
    public var statement: String { "I(∞)/I_{plateau} of a small step = (R_{s} + R_{b})/R_{dc} of the spectrum" }
    /// What a disagreement usually means.
    public var disagreement: String { "the plateau is not resolved, C_m is too large, or the spike hides it" }

    /// Compares at every bias with a small step whose plateau stands out, and a spectrum.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let resistances = evidence.metrics("impedance.R_dc")
        guard !resistances.isEmpty else { return [.notTested(id, needs: "R_dc from an impedance spectrum")] }
        let steps = SmallStep.all(evidence)
        guard !steps.isEmpty else { return [.notTested(id, needs: "a small voltage step with its level before")] }
        return steps.map { compare($0, evidence) }
    }

    private func compare(_ step: SmallStep, _ evidence: Evidence) -> LinkResult {
        let comparison = LinkComparison(
            id: id, place: Place(state: step.place.state, bias_V: step.middle_V),
            systematic: evidence.options.s_sys_R, factor: evidence.options.k_L3)
        guard let spectrum = FrozenAndDC(of: step, in: evidence) else {
            // Beside a slow capacitor the plateau is that of both, which no single resistance gives.
            return comparison.needs("a spectrum with one memory (circuit EC1) at this bias, R_b and R_dc known")
        }
        guard
            let plateau = evidence.number("transient.I_plateau", of: step)?.measured,
            let final = evidence.number("transient.I_final", of: step)?.measured
        else { return comparison.needs("the plateau and the final current of the step with their errors") }
        let rise_A = final.value - step.base.current_A
        let flat_A = plateau.value - step.base.current_A
        guard flat_A != 0, rise_A != 0 else { return comparison.needs("a step that changes the current") }
        let ratio = rise_A / flat_A
        // The current before the step is in both; its error acts on their difference alone.
        let common = step.base.se_A * (1 / flat_A - 1 / rise_A)
        let relative = hypot(hypot(final.se / rise_A, plateau.se / flat_A), common)
        return comparison.sameSign(
            LinkSide(name: "step", value: ratio, se: abs(ratio) * relative, unit: .none, from: step.from), spectrum.side
        )
    }
}

/// What a spectrum says of the ratio: resistance with the memory frozen over that at rest.
private struct FrozenAndDC {
    let side: LinkSide

    /// The ratio from the spectrum at the bias of a step; `nil` where the circuit there is not that of one memory.
    init?(of step: SmallStep, in evidence: Evidence) {
        let (bias_V, state) = (step.middle_V, step.place.state)
        let here = LinkPairing.nearest(
            to: bias_V, state: state, among: evidence.metrics("impedance.R_dc"), within: evidence.biasTolerance_V)
        guard let here else { return nil }
        func number(_ id: String) -> (value: Double, se: Double)? {
            evidence.metrics(id).first { $0.from == here.from }?.measured
        }
        guard evidence.labels("impedance.circuit").first(where: { $0.from == here.from })?.value == "EC1",
            let dc = number("impedance.R_dc"), let fast = number("impedance.R_b"), dc.value != 0
        else { return nil }
        let series = number("impedance.R_s") ?? (0, 0)
        let shift = Self.shift(from: here, by: -0.5 * step.height_V, in: evidence)
        let frozen = series.value + fast.value * exp(shift.value)
        guard frozen != 0 else { return nil }
        let relative = hypot(hypot(hypot(series.se, fast.se) / frozen, dc.se / dc.value), shift.error)
        side = LinkSide(
            name: "impedance", value: frozen / dc.value, se: abs(frozen / dc.value) * relative, unit: .none,
            from: here.from)
    }

    /// By how much ln R_b differs between the middle of a step and the level before it, where the state is frozen.
    ///
    /// A conductance `g(x) u` keeps that of the level before; conduction that follows the voltage at once has that of the
    /// middle. Where the law is not known to be the first, half of the difference is taken and the other half is the error.
    private static func shift(
        from here: Metric, by distance_V: Double, in evidence: Evidence
    ) -> (value: Double, error: Double) {
        guard let V = here.at.bias_V else { return (0, 0) }
        let all = evidence.metrics("impedance.R_b").filter { $0.at.state == here.at.state && $0.value > 0 }
        guard let own = all.first(where: { $0.from == here.from }) else { return (0, 0) }
        let sides = [
            all.filter { ($0.at.bias_V ?? V) > V + 1e-3 }.min { ($0.at.bias_V ?? 0) < ($1.at.bias_V ?? 0) },
            all.filter { ($0.at.bias_V ?? V) < V - 1e-3 }.max { ($0.at.bias_V ?? 0) < ($1.at.bias_V ?? 0) },
        ].compactMap { $0 }
        let slopes = sides.map { log($0.value / own.value) / (($0.at.bias_V ?? 0) - V) }
        guard let first = slopes.first, let last = slopes.last else { return (0, 0) }
        let whole = 0.5 * (first + last) * distance_V
        let bend = 0.25 * abs(first - last) * abs(distance_V)
        let isChord = evidence.labels("impedance.law").contains { $0.value == "quasi-linear" }
        return isChord ? (whole, bend + 0.1 * abs(whole)) : (0.5 * whole, 0.5 * abs(whole) + bend)
    }
}
