internal import Glibc
internal import Kernels

/// Where a device that switched on falls back on the way back: a volatile threshold switch (THEORY D.5).
struct HoldVoltage: Sendable, Hashable {
    /// Voltage of the steepest fall on the way back.
    let value: SwitchingValue

    /// Looks at a lobe whose way out sets at a voltage; `nil` where it keeps its state down to 0 V.
    ///
    /// The way back must fall as a set rises (steeper than V², and three times the median slope), below the set, and under
    /// half of that voltage both branches must carry the same current within a factor of three: the state is gone.
    init?(_ lobe: Lobe, set_V: Double) {
        guard let fwd = lobe.fwd, let bwd = lobe.bwd else { return nil }
        // What is still on near 0 V keeps its state: no need to look for a fall.
        let low = max(fwd.range_V.lowerBound, bwd.range_V.lowerBound, 0.05 * bwd.range_V.upperBound)
        guard Self.isBack(fwd, bwd, at: low), let place = Self.fall(bwd), place.V.isFinite,
            place.V.value <= set_V + 2 * bwd.step_V,
            Self.isBack(fwd, bwd, at: 0.5 * place.V.value)
        else { return nil }
        value = place
    }

    private static func fall(_ bwd: Branch) -> SwitchingValue? {
        guard let slopes = BranchSlopes(bwd) else {
            let deviation = BranchNoise.robust_A(along: bwd.u_V, current_A: bwd.current_A)
            guard let step = AbruptStep.largestRatio(bwd, deviation_A: deviation), step.rise > log(10) else {
                return nil
            }
            return abrupt(step, bwd)
        }
        let median = RobustStatistics.median(slopes.logSlope_per_V) ?? 0
        let steep = slopes.interiorPeak(of: slopes.logSlope_per_V) { i in
            slopes.logSlope_per_V[i] * slopes.u_V[i] > 2 + 3 * slopes.logError_per_V[i] * slopes.u_V[i]
        }
        let peak = steep.map { slopes.logSlope_per_V[$0] } ?? 0
        // Off in the noise: the points above it begin after the step, so that no slope shows it.
        if let step = slopes.jump, step.rise > log(10), step.slope_per_V > 2 * max(peak, 3 * median) {
            return abrupt(step, bwd)
        }
        guard let steep, peak >= 3 * median else { return nil }
        return SwitchingValue(
            definition: "hold",
            V: SetVoltage.located(slopes, slopes.logSlope_per_V, at: steep, error: slopes.logError_per_V[steep]),
            rule: "steepest fall, maximum of dln|I|/d|V| on \(bwd.name), Savitzky-Golay over \(slopes.window) points")
    }

    private static func abrupt(_ step: AbruptStep, _ bwd: Branch) -> SwitchingValue {
        SwitchingValue(
            definition: "hold", V: step.middle,
            rule: "steepest fall on \(bwd.name): the middle of one step between neighboring points")
    }

    private static func isBack(_ fwd: Branch, _ bwd: Branch, at u: Double) -> Bool {
        guard let a = fwd.reading(at: u), let b = bwd.reading(at: u) else { return false }
        let noise = 5 * max(a.se ?? 0, b.se ?? 0)
        return max(abs(b.value), noise) <= 3 * max(abs(a.value), noise)
    }
}
