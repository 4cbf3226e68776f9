internal import Findings
import Glibc
internal import Kernels
internal import Measurements

/// What points measured several times at one frequency tell of the noise, and of a device that changed between them.
struct RepeatedPoints {
    /// Points beyond the first of each frequency.
    private(set) var count = 0
    /// Frequencies with more than one point.
    private var groups = 0
    /// Sum of squared relative deviations of real and imaginary parts from the mean of their frequency.
    private var square = 0.0
    /// Sum of 1/size over the groups, for the noise of a mean.
    private var inverseSizes = 0.0

    /// Adds all points of one frequency.
    mutating func add(_ points: [(re: Double, im: Double)]) {
        guard points.count > 1 else { return }
        let n = Double(points.count)
        let mean = (re: points.reduce(0) { $0 + $1.re } / n, im: points.reduce(0) { $0 + $1.im } / n)
        count += points.count - 1
        let size = hypot(mean.re, mean.im)
        guard size > 0 else { return }
        groups += 1
        inverseSizes += 1 / n
        square += points.reduce(0) { sum, point in
            let (dr, di) = ((point.re - mean.re) / size, (point.im - mean.im) / size)
            return sum + dr * dr + di * di
        }
    }

    /// Relative sd of a part between repeats; `nil` for fewer than 6 repeats, whose scatter tells too little.
    private var deviation: Double? { count >= 6 ? (square / Double(2 * count)).squareRoot() : nil }

    /// Noise of the averaged points: from repeats where most points have some, else from neighboring points.
    func noise(scatter: Double?, of points: Int) -> Double? {
        guard let deviation, deviation > 0, 2 * groups > points, changeProbability(scatter) > Self.level else {
            return scatter
        }
        return deviation * (inverseSizes / Double(groups)).squareRoot()
    }

    /// Probability below which repeats are more different than chance makes them.
    private static let level = 1e-3

    /// Probability that repeats differ this much if only the noise of neighboring points parts them.
    private func changeProbability(_ scatter: Double?) -> Double {
        guard let deviation, let scatter, scatter > 0 else { return 1 }
        let expected = scatter / (inverseSizes / Double(max(1, groups))).squareRoot()
        let ratio = deviation / expected
        // Differences below 0.2 % matter to nobody.
        guard deviation > 2e-3 else { return 1 }
        return FisherDistribution.upperTail(ratio * ratio, numerator: Double(2 * count), denominator: 30)
    }

    /// The stationarity check.
    func findings(scatter: Double?, at position: SourcePosition) -> [Finding] {
        guard let deviation, let scatter, changeProbability(scatter) <= Self.level else { return [] }
        return [
            Finding(
                .impedanceNotStationary,
                "repeats at one frequency differ by \(Judgment.percent(deviation)) where neighboring points scatter by "
                    + Judgment.percent(scatter), at: position,
                fix:
                    "measure after longer rest; if these are several spectra in one file, give each its own row in the "
                    + "sample sheet")
        ]
    }
}
