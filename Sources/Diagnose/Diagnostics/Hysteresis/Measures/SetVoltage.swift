internal import Glibc
internal import Kernels

/// Where an outgoing branch sets, by the definitions S1 to S6 of THEORY D.5.
struct SetVoltage: Sendable {
    /// The values with S1 first.
    ///
    /// Empty for a branch without a set.
    let values: [SwitchingValue]
    /// Why there is no set, in words; `nil` where there is one.
    let reason: String?

    /// Looks for a set.
    ///
    /// A set is a place inside the branch where the current grows faster than V² (so a resistor, an ohmic or a space-charge
    /// rise is none), and three times as steeply, in `dln|I|/d|V|`, as in the median (else the device is gradual). A step into
    /// the current limit by a factor of two and more that is steeper than all of that is the set itself: the device switched
    /// between the last point below the limit and the first at it. Only a slow rise into the limit is censored there. So is
    /// a step by a factor of ten and more out of the noise.
    init(_ branch: Branch, _ slopes: BranchSlopes, threshold: FixedCurrent?) {
        let steep = slopes.interiorPeak(of: slopes.logSlope_per_V) { i in
            slopes.logSlope_per_V[i] * slopes.u_V[i] > 2 + 3 * slopes.logError_per_V[i] * slopes.u_V[i]
        }
        let median = RobustStatistics.median(slopes.logSlope_per_V) ?? 0
        let jump = slopes.jump.flatMap { step -> AbruptStep? in
            // Off in the noise: the points whose slopes are known begin where the step ends.
            let isUnseen = step.after_V <= (slopes.u_V.first ?? 0) * (1 + 1e-9) && step.rise > log(10)
            guard (step.endsAtLimit && step.rise > log(2)) || isUnseen else { return nil }
            return step.slope_per_V >= 3 * median ? step : nil
        }
        let peak = steep.map { slopes.logSlope_per_V[$0] } ?? 0
        if let jump, jump.slope_per_V > peak {
            values = Self.abrupt(jump, branch, threshold)
            reason = nil
            return
        }
        let rule =
            "maximum of dln|I|/d|V| on \(branch.name), Savitzky-Golay over \(slopes.window) points, degree \(slopes.degree)"
        guard let steep else {
            let censored = Self.censored(slopes, median, rule)
            values = censored.map { [$0] } ?? []
            reason = censored == nil ? "the current nowhere grows faster than V² and then slows" : nil
            return
        }
        guard peak >= 3 * median else {
            values = []
            reason =
                "the steepest rise is less than 3 times the median slope, so that the device is gradual and has no set"
            return
        }
        var found = [
            SwitchingValue(
                definition: "S1",
                V: Self.located(slopes, slopes.logSlope_per_V, at: steep, error: slopes.logError_per_V[steep]),
                rule: rule)
        ]
        if let i = slopes.interiorPeak(of: slopes.slope_S, where: { _ in true }) {
            let error = slopes.logError_per_V[i] * slopes.size_A[i]
            found.append(
                SwitchingValue(
                    definition: "S2", V: Self.located(slopes, slopes.slope_S, at: i, error: error),
                    rule: "maximum of dI/dV on \(branch.name), Savitzky-Golay over \(slopes.window) points"))
        }
        values = (found + Self.others(branch, slopes.jump, threshold)).filter(\.V.isFinite)
        reason = nil
    }

    /// A branch whose off state is too small for slopes: a set is a step by a factor of ten and more out of the noise.
    init?(_ branch: Branch, abruptBy factor: Double, threshold: FixedCurrent?) {
        guard let jump = AbruptStep.largestRatio(branch, deviation_A: Self.deviations_A(branch)),
            jump.rise > log(factor)
        else { return nil }
        values = Self.abrupt(jump, branch, threshold)
        reason = nil
    }

    /// What an instrument's formula gives for any branch, whether it sets or not: S6 alone.
    init?(instrument branch: Branch) {
        guard let step = AbruptStep.largestIncrease(branch) else { return nil }
        values = [Self.increase(step, branch)]
        reason = nil
    }

    private static func deviations_A(_ branch: Branch) -> [Double] {
        BranchNoise.robust_A(along: branch.u_V, current_A: branch.current_A)
    }

    /// The values of a set within one step between neighboring points.
    private static func abrupt(_ jump: AbruptStep, _ branch: Branch, _ threshold: FixedCurrent?) -> [SwitchingValue] {
        let end = jump.endsAtLimit ? ", which ends at the current limit" : ""
        let first = SwitchingValue(
            definition: "S1", V: jump.middle,
            rule: "maximum of dln|I|/d|V| on \(branch.name): the middle of one step between neighboring points" + end)
        return ([first] + others(branch, jump, threshold)).filter(\.V.isFinite)
    }

    /// S3 to S6, which need no slopes.
    private static func others(_ branch: Branch, _ jump: AbruptStep?, _ threshold: FixedCurrent?) -> [SwitchingValue] {
        var found: [SwitchingValue] = []
        if let chord = chord(branch) {
            found.append(
                SwitchingValue(
                    definition: "S3", V: chord,
                    rule:
                        "largest distance below the chord from the origin to the end of \(branch.name), axes scaled to 1"
                ))
        }
        if let threshold, let reach = LoopReadings.firstReach(branch, threshold.current_A) {
            found.append(
                SwitchingValue(
                    definition: "S4", V: reach, rule: "|I| first reaches \(threshold.words) on \(branch.name)"))
        }
        if let jump {
            found.append(
                SwitchingValue(
                    definition: "S5", V: jump.end,
                    rule: "largest ratio of |I| between neighboring points on \(branch.name), the point after it"))
        }
        if let step = AbruptStep.largestIncrease(branch) { found.append(increase(step, branch)) }
        return found
    }

    private static func increase(_ step: AbruptStep, _ branch: Branch) -> SwitchingValue {
        SwitchingValue(
            definition: "S6", V: step.end,
            rule: "largest increase of |I| between neighboring points on \(branch.name), the point after it")
    }

    /// A set that ends in the current limit: the steepest point is the last before it, so its place is only bounded.
    private static func censored(_ slopes: BranchSlopes, _ median: Double, _ rule: String) -> SwitchingValue? {
        guard let limit = slopes.firstMasked_V, let last = slopes.u_V.last, limit >= last,
            let end = slopes.logSlope_per_V.last, end * last > 2, end >= 3 * median
        else { return nil }
        return SwitchingValue(
            definition: "S1", V: Estimate(limit),
            rule: rule + "; the rise ends in the current limit, its first point is given",
            isCensored: true)
    }

    /// A peak with its error: half a step's uniform law, and the noise of the slopes over the peak's bend.
    static func located(_ slopes: BranchSlopes, _ y: [Double], at i: Int, error: Double) -> Estimate {
        let u = slopes.u_V
        let step = 0.5 * (u[min(i + 1, u.count - 1)] - u[max(i - 1, 0)])
        // The bend over half a window: neighbors inside one window share their samples and say nothing.
        let reach = max(1, slopes.window / 2)
        let (a, b) = (max(0, i - reach), min(u.count - 1, i + reach))
        let drop = y[i] - 0.5 * (y[a] + y[b])
        let width = 0.5 * (u[b] - u[a])
        // A parabola of that drop: slope noise e moves its top by about e width/(2 drop).
        let moved = drop > 0 ? min(width, error * width / (2 * drop)) : width
        return Estimate(BranchSlopes.peak(u, y, at: i), se: sqrt(step * step / 12 + moved * moved))
    }

    /// Largest distance below the chord from the origin to the last point off the limit, axes scaled to that point.
    static func chord(_ branch: Branch) -> Estimate? {
        let used = branch.u_V.indices.filter { !branch.isMasked($0) }
        guard let end = used.last, branch.u_V[end] > 0, branch.current_A[end] != 0, used.count >= 3 else { return nil }
        let u = used.map { branch.u_V[$0] }
        let below = used.map { branch.u_V[$0] / branch.u_V[end] - branch.current_A[$0] / branch.current_A[end] }
        guard let i = below.indices.max(by: { below[$0] < below[$1] }), i > 0, i + 1 < u.count, below[i] > 0 else {
            return nil
        }
        let step = 0.5 * (u[i + 1] - u[i - 1])
        return Estimate(BranchSlopes.peak(u, below, at: i), se: step / (12.0).squareRoot())
    }
}
