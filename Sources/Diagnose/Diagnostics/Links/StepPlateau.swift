internal import Glibc
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
        guard let mean = Self.interpolated(loop, at: V), final.se != nil else { return nil }
        guard let rate = loop.at.rate_V_per_s, rate > 0 else {
            return .notTested(id, at: place, needs: "the scan rate of the loop")
        }
        guard let tau_s = MemoryTime.slowest(at: V, state: final.at.state, in: evidence) else {
            return .notTested(id, at: place, needs: "the memory time at this voltage, to know what is steady")
        }
        let dwell_s = SteadyLoop.window_V / rate
        guard dwell_s >= 5 * tau_s else {
            return .notTested(id, at: place, needs: SteadyLoop.words(dwell_s: dwell_s, tau_s: tau_s))
        }
        // A threshold leaves two branches open however slow the loop is: their mean is a state of neither.
        guard mean.opening <= log(evidence.options.k_L8) else {
            let times = DecimalText.significant(exp(min(mean.opening, 99)), digits: 2)
            return .notTested(
                id, at: place, needs: "a loop that closes at this voltage: its branches differ by a factor \(times)")
        }
        let b = LinkSide(name: "slow loop", value: mean.I, se: mean.se, unit: .ampere, from: loop.from)
        return LinkComparison(
            id: id, place: place, systematic: evidence.options.s_sys_R, factor: evidence.options.k_L8
        ).sameSign(final.side("step"), b)
    }

    /// Branch mean at a voltage by linear interpolation, with the larger error of its neighbors (`nil` where the curve has
    /// none), and by how much the branches differ there, `ln(I_up/I_dn)`; infinite where they have opposite signs.
    private static func interpolated(_ loop: Curve, at V: Double) -> (I: Double, se: Double?, opening: Double)? {
        let x = loop["V"]
        let y = loop["I"]
        let e = loop["se"]
        let gap = loop["dI"]
        let order = x.indices.sorted { x[$0] < x[$1] }
        guard let upper = order.firstIndex(where: { x[$0] >= V }), upper > 0 else { return nil }
        let (i, j) = (order[upper - 1], order[upper])
        guard x[j] > x[i] else { return nil }
        let t = (V - x[i]) / (x[j] - x[i])
        let mean = y[i] + t * (y[j] - y[i])
        let se = e.count == x.count ? max(e[i], e[j]) : nil
        guard gap.count == x.count else { return (mean, se, 0) }
        let half = 0.5 * (gap[i] + t * (gap[j] - gap[i]))
        // What the noise may open is no opening.
        let sure = max(0, abs(half) - 2 * (se ?? 0))
        let ratio = abs(mean) > sure ? (abs(mean) + sure) / (abs(mean) - sure) : .infinity
        return (mean, se, log(ratio))
    }

    /// A loop's branch mean in the shape of a steady curve: the dwell is the time spent in 10 mV.
    static func quasiSteady(_ loop: Curve) -> Curve? {
        guard let rate = loop.at.rate_V_per_s, rate > 0, loop.count >= 4 else { return nil }
        let dwell = [Double](repeating: SteadyLoop.window_V / rate, count: loop.count)
        var columns = [
            CurveColumn("V", .volt, loop["V"]), CurveColumn("I", .ampere, loop["I"]),
            CurveColumn("dwell", .second, dwell),
        ]
        // Without errors there is no column of them: zero would be a certainty.
        if !loop["se"].isEmpty { columns.append(CurveColumn("se", .ampere, loop["se"])) }
        return Curve("iv.steady", at: loop.at, from: loop.from, columns: columns)
    }
}
