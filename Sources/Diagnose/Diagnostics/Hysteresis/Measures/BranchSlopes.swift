internal import Glibc
internal import Kernels

/// Derivatives of an outgoing branch, by Savitzky-Golay over a window that the noise sets (THEORY D.5).
struct BranchSlopes: Sendable {
    /// Magnitude of the voltage, V, of the points used; increasing; shape [n].
    let u_V: [Double]
    /// Magnitude of the current, A; shape [n].
    let size_A: [Double]
    /// `dln|I|/d|V|`, 1/V, with the error that the noise gives it; shape [n].
    let logSlope_per_V: [Double]
    let logError_per_V: [Double]
    /// `d|I|/d|V|`, S; shape [n].
    let slope_S: [Double]
    /// Samples in the window.
    let window: Int
    /// Degree of the local polynomials.
    let degree: Int
    /// First voltage at the current limit; `nil` where the branch does not reach it.
    let firstMasked_V: Double?
    /// Largest ratio of neighboring currents, the step into the limit among them; `nil` where |I| never grows.
    let jump: AbruptStep?

    /// Differentiates the part with `|V| > 0.05 V_max`, `|I| > 5 x noise`, off the current limit and with one sign of
    /// the current; `nil` with fewer than seven such points.
    init?(_ branch: Branch) {
        let reach = branch.range_V.upperBound
        let sign: Double = (branch.current_A.last ?? 0) < 0 ? -1 : 1
        var u: [Double] = []
        var size: [Double] = []
        var noise: [Double] = []
        // No threshold is sharper than a ten-thousandth of the branch: longer ones are read at every k-th point.
        let kept = Array(stride(from: 0, to: branch.u_V.count, by: max(1, branch.u_V.count / Self.mostPoints)))
        let deviations = BranchNoise.robust_A(
            along: kept.map { branch.u_V[$0] }, current_A: kept.map { branch.current_A[$0] })
        for (k, i) in kept.enumerated() {
            let current = sign * branch.current_A[i]
            let sd = deviations[k]
            guard branch.u_V[i] > 0.05 * reach * (1 - 1e-9), current > 5 * sd, current > 0, !branch.isMasked(i) else {
                continue
            }
            u.append(branch.u_V[i])
            size.append(current)
            noise.append(sd / current)
        }
        guard u.count >= 7 else { return nil }
        jump = AbruptStep.largestRatio(branch, deviation_A: kept.count == branch.u_V.count ? deviations : [])
        firstMasked_V = branch.u_V.indices.first(where: branch.isMasked).map { branch.u_V[$0] }
        let relative = RobustStatistics.median(noise) ?? 0
        let logs = size.map { log($0) }
        let choice = Self.chosen(u, logs, relativeNoise: relative)
        (window, degree) = (choice.window, choice.degree)
        let lines = Smoothing.savitzkyGolay(x: u.span, y: size.span, window: choice.window, degree: choice.degree)
        u_V = u
        size_A = size
        logSlope_per_V = choice.fits.map(\.slope)
        logError_per_V = zip(choice.fits, noise).map { $0.slopeGain.isFinite ? $0.slopeGain * $1 : 0 }
        slope_S = lines.map(\.slope)
    }

    private static let mostPoints = 10_000

    /// The narrowest window whose slope error stays small beside the steepest slope: 2 % for a cubic, 10 % for a parabola.
    private static func chosen(
        _ u: [Double], _ logs: [Double], relativeNoise: Double
    ) -> (window: Int, degree: Int, fits: [Smoothing.LocalFit]) {
        var tried: (window: Int, degree: Int, fits: [Smoothing.LocalFit])?
        for (window, degree, share) in [
            (5, 3, 0.02), (5, 2, 0.1), (7, 2, 0.1), (11, 2, 0.1), (17, 2, 0.1), (25, 2, 0.1), (41, 2, 0.1),
            (61, 2, 0.1),
            (91, 2, 0.1), (135, 2, 0.1), (201, 2, 0.1), (301, 2, 0.1),
        ] {
            guard tried == nil || window <= u.count / 6 else { break }
            let fits = Smoothing.savitzkyGolay(x: u.span, y: logs.span, window: window, degree: degree)
            tried = (window, degree, fits)
            let gain = RobustStatistics.median(fits.map(\.slopeGain).filter(\.isFinite)) ?? 0
            let steepest = fits.map { abs($0.slope) }.max() ?? 0
            if gain * relativeNoise <= share * steepest { break }
        }
        return tried ?? (5, 2, Smoothing.savitzkyGolay(x: u.span, y: logs.span, window: 5, degree: 2))
    }

    /// Index of the highest of those interior points that satisfy a condition and exceed their neighbors.
    func interiorPeak(of values: [Double], where condition: (Int) -> Bool) -> Int? {
        let edge = max(1, window / 2)
        guard values.count > 2 * edge else { return nil }
        var best: Int?
        for i in edge..<(values.count - edge)
        where values[i] >= values[i - 1] && values[i] > values[i + 1] && condition(i) {
            if best.map({ values[i] > values[$0] }) ?? true { best = i }
        }
        return best
    }

    /// Place of a peak between its samples, from the parabola through three of them.
    static func peak(_ x: [Double], _ y: [Double], at i: Int) -> Double {
        guard i > 0, i + 1 < x.count else { return x[i] }
        let (a, b) = (x[i - 1] - x[i], x[i + 1] - x[i])
        let (p, q) = (y[i - 1] - y[i], y[i + 1] - y[i])
        // y = y_i + s t + c t^2 through (a, p) and (b, q); the peak lies at -s/(2c).
        let c = (p / a - q / b) / (a - b)
        let s = p / a - c * a
        guard c < 0, s.isFinite else { return x[i] }
        return x[i] + min(max(-s / (2 * c), a), b)
    }
}
