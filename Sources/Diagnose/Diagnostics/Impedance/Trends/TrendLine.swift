import Glibc
internal import Kernels

/// A number against bias, by a straight line with weights from each point's error.
///
/// Where the points scatter more than their errors allow, one more error, equal for all, is added in squares so that chi2
/// is its degrees of freedom (Paule and Mandel, 1982); devices drift between biases, and their drift is no error of a fit.
struct TrendLine: Sendable {
    /// A point: voltage, logarithm of a quantity, and its standard error.
    struct Point: Sendable, Hashable {
        var V: Double
        var y: Double
        var sd: Double
    }

    /// Slope, 1/V.
    let slope: Double
    /// Standard error of the slope.
    let slopeError: Double
    /// Chi2 by degree of freedom with the points' own errors.
    let chi2_nu: Double
    /// The error added to each point; 0 where their own suffice.
    let scatter: Double
    /// Number of points less two.
    let degreesOfFreedom: Int
    private let middle_V: Double
    private let height: Double
    private let heightError: Double

    /// Fits a line; `nil` for fewer than three points or one voltage.
    init?(_ points: [Point]) {
        guard points.count > 2, let fit = Self.fit(points, scatter: 0) else { return nil }
        let freedom = points.count - 2
        degreesOfFreedom = freedom
        chi2_nu = fit.chi2 / Double(freedom)
        let scatter = chi2_nu > 1 ? Self.scatter(points, freedom: Double(freedom)) : 0
        guard let last = Self.fit(points, scatter: scatter) else { return nil }
        self.scatter = scatter
        (slope, slopeError) = (last.slope, last.slopeError)
        (middle_V, height, heightError) = (last.middle_V, last.height, last.heightError)
    }

    /// The line at a voltage, with its standard error.
    func value(at V: Double) -> (y: Double, se: Double) {
        let dV = V - middle_V
        return (height + slope * dV, hypot(heightError, slopeError * dV))
    }

    /// Whether the line describes the points: they scatter as their errors say, or by no more than `allowed` beyond.
    func holds(allowed: Double) -> Bool {
        scatter <= allowed || ChiSquareTail.probability(chi2_nu, degrees: degreesOfFreedom) >= 1e-3
    }

    /// Half the 95 % interval by the standard error: of Student where the scatter is estimated from the points themselves.
    var quantile: Double {
        // 0.975 quantile of the normal law.
        scatter > 0 ? StudentDistribution.quantile(0.975, degreesOfFreedom: Double(degreesOfFreedom)) : 1.959964
    }

    private struct Sums {
        var middle_V, height, heightError, slope, slopeError, chi2: Double
    }

    private static func fit(_ points: [Point], scatter: Double) -> Sums? {
        let weights = points.map { 1 / ($0.sd * $0.sd + scatter * scatter) }
        let total = weights.reduce(0, +)
        let V = zip(weights, points).reduce(0) { $0 + $1.0 * $1.1.V } / total
        let y = zip(weights, points).reduce(0) { $0 + $1.0 * $1.1.y } / total
        var (square, product) = (0.0, 0.0)
        for (w, point) in zip(weights, points) {
            square += w * (point.V - V) * (point.V - V)
            product += w * (point.V - V) * (point.y - y)
        }
        guard square > 0, total.isFinite else { return nil }
        let slope = product / square
        let chi2 = zip(weights, points).reduce(0) { sum, item in
            let rest = item.1.y - y - slope * (item.1.V - V)
            return sum + item.0 * rest * rest
        }
        return Sums(
            middle_V: V, height: y, heightError: (1 / total).squareRoot(), slope: slope,
            slopeError: (1 / square).squareRoot(), chi2: chi2)
    }

    /// The scatter at which chi2 is its degrees of freedom, by halving; chi2 falls with it.
    private static func scatter(_ points: [Point], freedom: Double) -> Double {
        let span = (points.map(\.y).max() ?? 0) - (points.map(\.y).min() ?? 0)
        var (low, high) = (0.0, max(span, 1e-12))
        for _ in 0..<60 {
            let middle = 0.5 * (low + high)
            if (fit(points, scatter: middle)?.chi2 ?? 0) > freedom { low = middle } else { high = middle }
        }
        return 0.5 * (low + high)
    }
}

/// The upper tail of chi2 by degree of freedom.
enum ChiSquareTail {
    static func probability(_ chi2_nu: Double, degrees: Int) -> Double {
        guard degrees > 0 else { return 1 }
        // Fisher's F with a variance known as well as anybody knows one; 1e6 degrees differ by 1e-6 of the tail.
        return FisherDistribution.upperTail(chi2_nu, numerator: Double(degrees), denominator: 1e6)
    }
}
