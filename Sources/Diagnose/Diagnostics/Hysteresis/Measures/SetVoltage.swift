internal import Glibc
internal import Kernels

/// Where an outgoing branch sets, by the definitions S1 to S4 of THEORY D.5.
struct SetVoltage: Sendable {
    /// A value by one definition.
    struct Value: Sendable, Hashable {
        /// `S1` to `S4`.
        let definition: String
        let V: Estimate
        let rule: String
        /// The set lies at or beyond the first point at the current limit.
        var isCensored = false
    }

    /// The values with S1 first.
    ///
    /// Empty for a branch without a set.
    let values: [Value]
    /// Why there is no set, in words; `nil` where there is one.
    let reason: String?

    /// Looks for a set.
    ///
    /// A set is a place inside the branch where the current grows faster than V² (so a resistor, an ohmic or a space-charge
    /// rise is none), and three times as steeply, in `dln|I|/d|V|`, as in the median (else the device is gradual).
    init(_ branch: Branch, _ slopes: BranchSlopes, threshold_A: Double?) {
        let steep = slopes.interiorPeak(of: slopes.logSlope_per_V) { i in
            slopes.logSlope_per_V[i] * slopes.u_V[i] > 2 + 3 * slopes.logError_per_V[i] * slopes.u_V[i]
        }
        let median = RobustStatistics.median(slopes.logSlope_per_V) ?? 0
        let rule =
            "maximum of dln|I|/d|V| on \(branch.name), Savitzky-Golay over \(slopes.window) points, degree \(slopes.degree)"
        guard let steep else {
            let censored = Self.censored(slopes, median, rule)
            values = censored.map { [$0] } ?? []
            reason = censored == nil ? "the current nowhere grows faster than V² and then slows" : nil
            return
        }
        guard slopes.logSlope_per_V[steep] >= 3 * median else {
            values = []
            reason =
                "the steepest rise is less than 3 times the median slope, so that the device is gradual and has no set"
            return
        }
        var found = [
            Value(
                definition: "S1",
                V: Self.located(slopes, slopes.logSlope_per_V, at: steep, error: slopes.logError_per_V[steep]),
                rule: rule)
        ]
        if let i = slopes.interiorPeak(of: slopes.slope_S, where: { _ in true }) {
            let error = slopes.logError_per_V[i] * slopes.size_A[i]
            found.append(
                Value(
                    definition: "S2", V: Self.located(slopes, slopes.slope_S, at: i, error: error),
                    rule: "maximum of dI/dV on \(branch.name), Savitzky-Golay over \(slopes.window) points"))
        }
        if let chord = Self.chord(branch) {
            found.append(
                Value(
                    definition: "S3", V: chord,
                    rule:
                        "largest distance below the chord from the origin to the end of \(branch.name), axes scaled to 1"
                ))
        }
        if let threshold_A, let reach = LoopReadings.firstReach(branch, threshold_A) {
            found.append(
                Value(definition: "S4", V: reach, rule: "|I| first reaches \(threshold_A) A on \(branch.name)"))
        }
        values = found.filter(\.V.isFinite)
        reason = nil
    }

    /// A set that ends in the current limit: the steepest point is the last before it, so its place is only bounded.
    private static func censored(_ slopes: BranchSlopes, _ median: Double, _ rule: String) -> Value? {
        guard let limit = slopes.firstMasked_V, let last = slopes.u_V.last, limit >= last,
            let end = slopes.logSlope_per_V.last, end * last > 2, end >= 3 * median
        else { return nil }
        return Value(
            definition: "S1", V: Estimate(limit),
            rule: rule + "; the rise ends in the current limit, its first point is given",
            isCensored: true)
    }

    /// A peak with its error: half a step's uniform law, and the noise of the slopes over the peak's bend.
    private static func located(_ slopes: BranchSlopes, _ y: [Double], at i: Int, error: Double) -> Estimate {
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
