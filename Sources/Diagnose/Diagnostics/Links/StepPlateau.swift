internal import Measurements

/// L8: the final current of a step to V is the branch mean of the slow loop at V (THEORY D.4, G.3).
public struct StepPlateau: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L8`.
    public var id: String { "L8" }
    /// Short title.
    public var title: String { "Final current" }
    /// What must hold.
    public var statement: String { "I(∞) of a step to V = (I_{fwd} + I_{bwd})/2 of the slow loop at V" }
    /// What a disagreement usually means.
    public var disagreement: String { "the scan was too fast, the device drifted, or its history differs" }

    /// Compares at every step level inside the slowest loop, where the loop is steady.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let finals = evidence.metrics("transient.I_final").filter { ($0.at.V ?? 0) != 0 }
        guard !finals.isEmpty else { return [.notTested(id, needs: "the final current of a voltage step")] }
        let loops = evidence.curves("iv.branch-mean").sorted {
            ($0.at.rate_V_per_s ?? .infinity) < ($1.at.rate_V_per_s ?? .infinity)
        }
        guard let slowest = loops.first else { return [.notTested(id, needs: "a slow loop with both branches")] }
        return finals.compactMap { compare($0, with: slowest, evidence) }
    }

    private func compare(_ final: Metric, with loop: Curve, _ evidence: Evidence) -> LinkResult? {
        guard let V = final.at.V, LinkPairing.sameState(final.at, loop.at) else { return nil }
        let place = Place(state: final.at.state, V: V)
        guard let mean = Self.interpolated(loop, at: V), let a = final.measured else { return nil }
        guard let rate = loop.at.rate_V_per_s, rate > 0 else {
            return .notTested(id, at: place, needs: "the scan rate of the loop")
        }
        guard let tau_s = MemoryTime.slowest(at: V, in: evidence) else {
            return .notTested(id, at: place, needs: "the memory time at this voltage, to know what is steady")
        }
        let dwell_s = Self.window_V / rate
        guard dwell_s >= 5 * tau_s else {
            return .notTested(
                id, at: place,
                needs:
                    "a steady loop: it spends \(QuantityText.text(dwell_s, unit: .second, digits: 2)) in 10 mV where "
                    + "5 τ = \(QuantityText.text(5 * tau_s, unit: .second, digits: 2))")
        }
        let b = LinkSide(name: "slow loop", value: mean.I, se: mean.se, unit: .ampere, from: loop.from)
        let sign: Double = a.value < 0 ? -1 : 1
        guard
            let test = LinkArithmetic.positive(
                (sign * a.value, a.se), (sign * mean.I, mean.se), systematic: evidence.options.s_sys_R,
                factor: evidence.options.k_L8)
        else {
            return LinkResult(
                id, .inconsistent, at: place, a: final.side("step"), b: b, reason: "the currents have opposite signs")
        }
        return LinkResult(id, at: place, a: final.side("step"), b: b, test, k: evidence.options.k_L8)
    }

    /// The stretch of voltage within which a sweep counts as dwelling at one bias, V (the pairing tolerance of G.2).
    private static let window_V = 0.010

    /// Branch mean at a voltage by linear interpolation; its error is half the difference of the neighboring points'
    /// curvature where the curve carries none of its own.
    private static func interpolated(_ loop: Curve, at V: Double) -> (I: Double, se: Double)? {
        let x = loop["V"]
        let y = loop["I"]
        let e = loop["se"]
        let order = x.indices.sorted { x[$0] < x[$1] }
        guard let upper = order.firstIndex(where: { x[$0] >= V }), upper > 0 else { return nil }
        let (i, j) = (order[upper - 1], order[upper])
        guard x[j] > x[i] else { return nil }
        let t = (V - x[i]) / (x[j] - x[i])
        let mean = y[i] + t * (y[j] - y[i])
        let se = e.isEmpty ? 0 : max(e[i], e[j])
        return (mean, se)
    }

    /// A loop's branch mean in the shape of a steady curve: the dwell is the time spent in 10 mV.
    static func quasiSteady(_ loop: Curve) -> Curve? {
        guard let rate = loop.at.rate_V_per_s, rate > 0, loop.count >= 4 else { return nil }
        let dwell = [Double](repeating: window_V / rate, count: loop.count)
        let se = loop["se"].isEmpty ? [Double](repeating: 0, count: loop.count) : loop["se"]
        return Curve(
            "iv.steady", at: loop.at, from: loop.from,
            columns: [
                CurveColumn("V", .volt, loop["V"]), CurveColumn("I", .ampere, loop["I"]),
                CurveColumn("se", .ampere, se), CurveColumn("dwell", .second, dwell),
            ])
    }
}
