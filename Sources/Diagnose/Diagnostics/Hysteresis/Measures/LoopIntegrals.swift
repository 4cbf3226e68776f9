internal import Glibc
internal import Kernels

/// Area of a lobe and the indices that are ratios of integrals, each with the error that the branches' noise gives it.
///
/// With `u = |V|` and trapezoid weights `w`, the area is `s (sum w_f I_f - sum w_b I_b)`, `s` the sign of the lobe: linear in the
/// currents, so that errors propagate exactly (THEORY D.2, D.3).
struct LoopIntegrals: Sendable, Hashable {
    /// Closed integral of I dV over the lobe, W.
    let area_W: Estimate
    /// `-A / (Int |I| fwd + Int |I| bwd)`, -1...1; `nil` where no current flows.
    let H: Estimate?
    /// `Int (I_bwd - I_fwd) dV / Int (I_bwd + I_fwd) dV`; `nil` where the divisor vanishes.
    let integralIndex: Estimate?
    /// `Int |I| d|V|` over both branches, W.
    let absolute_W: Double
    /// Fraction of the swept voltage that stands at the current limit.
    let maskedFraction: Double

    /// Integrates a lobe; `nil` where it lacks a branch or the branches share no voltages.
    ///
    /// Branches that end a few steps apart are joined by straight lines, as the path of the measurement was; branches
    /// of different reach are cut to the voltages they share.
    init?(_ outgoing: Branch?, _ returning: Branch?, sign: LobeSign) {
        guard var fwd = outgoing, var bwd = returning else { return nil }
        let largest_V = max(fwd.range_V.upperBound, bwd.range_V.upperBound)
        let near = max(2 * max(fwd.step_V, bwd.step_V), 0.02 * largest_V)
        let gaps = (bwd.range_V.upperBound - fwd.range_V.upperBound, fwd.range_V.lowerBound - bwd.range_V.lowerBound)
        let closes = abs(gaps.0) <= near && abs(gaps.1) <= near
        if !closes {
            let low = max(fwd.range_V.lowerBound, bwd.range_V.lowerBound)
            let high = min(fwd.range_V.upperBound, bwd.range_V.upperBound)
            guard low < high, let f = fwd.clipped(to: low...high), let b = bwd.clipped(to: low...high) else {
                return nil
            }
            (fwd, bwd) = (f, b)
        }
        let plain = (Integration.trapezoidWeights(over: fwd.u_V.span), Integration.trapezoidWeights(over: bwd.u_V.span))
        var closed = plain
        if closes { Self.close(&closed, gaps) }
        self.init(fwd, bwd, closed: closed, plain: plain, sign: sign.factor)
    }

    /// Adds the straight pieces at the vertex and at the start to the weights of the samples they join.
    private static func close(_ weights: inout ([Double], [Double]), _ gaps: (Double, Double)) {
        let last = (weights.0.count - 1, weights.1.count - 1)
        weights.0[last.0] += 0.5 * gaps.0
        weights.1[last.1] -= 0.5 * gaps.0
        weights.0[0] += 0.5 * gaps.1
        weights.1[0] -= 0.5 * gaps.1
    }

    private init(
        _ fwd: Branch, _ bwd: Branch, closed: ([Double], [Double]), plain: ([Double], [Double]), sign: Double
    ) {
        func sum(_ weights: [Double], _ values: [Double]) -> Double {
            var sum = 0.0
            for i in weights.indices { sum += weights[i] * values[i] }
            return sum
        }
        let charges = (sum(closed.0, fwd.current_A), sum(closed.1, bwd.current_A))
        let area = sign * (charges.0 - charges.1)
        let straight = (sum(plain.0, fwd.current_A), sum(plain.1, bwd.current_A))
        let absolute = sum(plain.0, fwd.current_A.map { abs($0) }) + sum(plain.1, bwd.current_A.map { abs($0) })
        absolute_W = absolute
        let noisy = !fwd.variance_A2.isEmpty && !bwd.variance_A2.isEmpty
        /// Variance of a function of the currents, from its derivative by each current of either branch.
        func error(_ byForward: (Int) -> Double, _ byBackward: (Int) -> Double) -> Double? {
            guard noisy else { return nil }
            var variance = 0.0
            for i in fwd.variance_A2.indices { variance += byForward(i) * byForward(i) * fwd.variance_A2[i] }
            for i in bwd.variance_A2.indices { variance += byBackward(i) * byBackward(i) * bwd.variance_A2[i] }
            return sqrt(variance)
        }
        area_W = Estimate(area, se: error({ closed.0[$0] }, { closed.1[$0] }))
        if absolute > 0 {
            let h = -area / absolute
            H = Estimate(
                h,
                se: error(
                    { (sign * closed.0[$0] + h * plain.0[$0] * (fwd.current_A[$0] < 0 ? -1 : 1)) / absolute },
                    { (sign * closed.1[$0] - h * plain.1[$0] * (bwd.current_A[$0] < 0 ? -1 : 1)) / absolute }))
        } else {
            H = nil
        }
        let total = straight.0 + straight.1
        if abs(total) > 1e-9 * absolute, absolute > 0 {
            let index = (straight.1 - straight.0) / total
            integralIndex = Estimate(
                index, se: error({ plain.0[$0] * (1 + index) / total }, { plain.1[$0] * (1 - index) / total }))
        } else {
            integralIndex = nil
        }
        let swept = plain.0.reduce(0, +) + plain.1.reduce(0, +)
        var atLimit = 0.0
        for i in plain.0.indices where fwd.isMasked(i) { atLimit += plain.0[i] }
        for i in plain.1.indices where bwd.isMasked(i) { atLimit += plain.1[i] }
        maskedFraction = swept > 0 ? atLimit / swept : 0
    }
}
