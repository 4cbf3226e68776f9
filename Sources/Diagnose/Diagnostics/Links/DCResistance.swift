internal import Glibc
internal import Measurements

/// L1: the spectrum's limit at zero frequency is the slope of the steady-state curve (THEORY A.4, G.3).
public struct DCResistance: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L1`.
    public var id: String { "L1" }
    /// Short title.
    public var title: String { "DC resistance" }
    /// What must hold.
    public var statement: String { "R_{dc} of the spectrum = dV/dI of the steady I-V at the same bias" }
    /// What a disagreement usually means.
    public var disagreement: String { "the I-V was not steady, the device drifted, or a contact changed" }

    /// Compares at every bias with an impedance R_dc; the steady curve is a step-and-hold, else the slowest loop.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let resistances = evidence.metrics("impedance.R_dc")
        guard !resistances.isEmpty else { return [.notTested(id, needs: "R_dc from an impedance spectrum")] }
        let curves = steadyCurves(evidence)
        guard !curves.isEmpty else {
            return [.notTested(id, needs: "a step-and-hold I-V, or a slow loop")]
        }
        return resistances.map { compare($0, with: curves, evidence) }
    }

    private func compare(_ resistance: Metric, with curves: [Curve], _ evidence: Evidence) -> LinkResult {
        let place = Place(state: resistance.at.state, bias_V: resistance.at.bias_V)
        guard let bias_V = resistance.at.bias_V, let a = resistance.measured else {
            return .notTested(id, at: place, needs: "the bias and the error of R_dc")
        }
        let usable = curves.filter { LinkPairing.sameState($0.at, resistance.at) }
        let slopes = usable.compactMap { SteadySlope.slope(of: $0, at: bias_V) }
        let tau_s = MemoryTime.slowest(at: bias_V, state: resistance.at.state, in: evidence)
        // The first that is steady; else the reason is that of the first.
        guard let found = slopes.first(where: { $0.dwell_s >= 5 * (tau_s ?? 0) }) ?? slopes.first else {
            return .notTested(id, at: place, needs: "steady I-V points around this bias")
        }
        if let times = unnamedStates(resistance, evidence) {
            return .notTested(
                id, at: place,
                needs:
                    "the states of the spectra: two at this bias differ \(DecimalText.significant(times, digits: 2)) times "
                    + "(column state)")
        }
        if let tau_s, found.dwell_s < 5 * tau_s {
            return .notTested(
                id, at: place,
                needs: "a steady I-V: it dwells \(QuantityText.text(found.dwell_s, unit: .second, digits: 2)) where "
                    + "5 τ = \(QuantityText.text(5 * tau_s, unit: .second, digits: 2))")
        }
        guard let slopeError_S = found.se_S else {
            return .notTested(id, at: place, needs: "the errors of the steady I-V")
        }
        guard found.slope_S != 0 else { return .notTested(id, at: place, needs: "a slope that is not zero") }
        let r = 1 / found.slope_S
        let se = abs(slopeError_S / found.slope_S) * abs(r)
        guard
            let test = LinkArithmetic.positive(
                a, (r, se), systematic: evidence.options.s_sys_R, factor: evidence.options.k_L1)
        else {
            return signedResult(
                resistance, LinkSide(name: "steady I-V", value: r, se: se, unit: .ohm, from: found.from), place,
                evidence)
        }
        return LinkResult(
            id, at: place, a: resistance.side("impedance"),
            b: LinkSide(name: "steady I-V", value: r, se: se, unit: .ohm, from: found.from), test,
            k: evidence.options.k_L1)
    }

    /// By how much another spectrum of the same bias and no other state differs, where no steady curve could be of both.
    private func unnamedStates(_ resistance: Metric, _ evidence: Evidence) -> Double? {
        let same = evidence.metrics("impedance.R_dc").filter { other in
            LinkPairing.sameState(other.at, resistance.at)
                && abs((other.at.bias_V ?? .infinity) - (resistance.at.bias_V ?? 0)) < UnnamedStates.sameBias_V
        }.map { abs($0.value) }
        guard let least = same.min(), let most = same.max(), least > 0, most > UnnamedStates.factor * least else {
            return nil
        }
        return most / least
    }

    /// A negative differential resistance on one side or both: compared as signed quantities.
    private func signedResult(
        _ resistance: Metric, _ other: LinkSide, _ place: Place, _ evidence: Evidence
    ) -> LinkResult {
        let test = LinkArithmetic.signed(
            (resistance.value, resistance.se ?? 0), (other.value, other.se ?? 0),
            systematic: evidence.options.s_sys_R, factor: evidence.options.k_L1, floor: 0)
        return LinkResult(
            id, at: place, a: resistance.side("impedance"), b: other, test, k: evidence.options.k_L1)
    }

    /// Step-and-hold curves first; then the slowest loop's branch mean, whose dwell is the time it spends in 10 mV.
    private func steadyCurves(_ evidence: Evidence) -> [Curve] {
        let held = evidence.curves("iv.steady")
        let slowest = evidence.curves("iv.branch-mean").min {
            ($0.at.rate_V_per_s ?? .infinity) < ($1.at.rate_V_per_s ?? .infinity)
        }
        return held + (slowest.flatMap(StepPlateau.quasiSteady).map { [$0] } ?? [])
    }
}
