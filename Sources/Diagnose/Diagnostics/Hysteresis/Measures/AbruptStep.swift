internal import Glibc

/// The largest step of a branch between neighboring points, on the side of rising |V| (THEORY D.5, S5 and S6).
struct AbruptStep: Sendable, Hashable {
    /// Magnitudes of the voltage before and after the step, V.
    let before_V: Double
    let after_V: Double
    /// Magnitudes of the current, A; the one before is at least what can be told from zero.
    let before_A: Double
    let after_A: Double
    /// Whether the point after the step stands at the current limit.
    let endsAtLimit: Bool

    /// Rise of `ln |I|` over the step.
    var rise: Double { log(after_A / before_A) }
    /// `dln|I|/d|V|` over the step, 1/V.
    var slope_per_V: Double { rise / (after_V - before_V) }
    /// The middle of the step: the event lies between its ends, evenly likely.
    var middle: Estimate {
        Estimate(0.5 * (before_V + after_V), se: (after_V - before_V) / (12.0).squareRoot())
    }
    /// The point after the step, as instruments' formulas have it.
    var end: Estimate { Estimate(after_V, se: (after_V - before_V) / (12.0).squareRoot()) }

    /// The step with the largest ratio of neighboring |I|, above 0.05 of the reach and off the noise; `nil` for none.
    ///
    /// A point within five deviations of the noise counts as five: from nothing to something is no larger a step than
    /// what could be told from nothing. Steps between two points at the limit are none.
    static func largestRatio(_ branch: Branch, deviation_A: [Double]) -> AbruptStep? {
        let reach = branch.range_V.upperBound
        var best: AbruptStep?
        for i in branch.u_V.indices.dropFirst() where branch.u_V[i - 1] > 0.05 * reach * (1 - 1e-9) {
            let deviation = deviation_A.indices.contains(i - 1) ? deviation_A[i - 1] : 0
            let before = max(abs(branch.current_A[i - 1]), 5 * deviation)
            let after = abs(branch.current_A[i])
            guard before > 0, after > before, !(branch.isMasked(i) && branch.isMasked(i - 1)) else { continue }
            let step = AbruptStep(
                before_V: branch.u_V[i - 1], after_V: branch.u_V[i], before_A: before, after_A: after,
                endsAtLimit: branch.isMasked(i))
            if best.map({ step.after_A * $0.before_A > $0.after_A * step.before_A }) ?? true { best = step }
        }
        return best
    }

    /// The step with the largest increase of |I|, over the whole branch, as it was measured; `nil` where |I| never grows.
    static func largestIncrease(_ branch: Branch) -> AbruptStep? {
        var best: Int?
        var most = 0.0
        for i in branch.u_V.indices.dropFirst() {
            let increase = abs(branch.current_A[i]) - abs(branch.current_A[i - 1])
            if increase > most { (best, most) = (i, increase) }
        }
        guard let i = best else { return nil }
        return AbruptStep(
            before_V: branch.u_V[i - 1], after_V: branch.u_V[i], before_A: abs(branch.current_A[i - 1]),
            after_A: abs(branch.current_A[i]), endsAtLimit: branch.isMasked(i))
    }
}
