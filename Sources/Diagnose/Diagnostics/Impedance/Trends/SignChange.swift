internal import ComplexModule
import Glibc
internal import Kernels

/// Where a signed quantity that is smooth in bias crosses zero.
///
/// A change counts between points whose sign is certain (two standard errors). The zero is that of a weighted parabola, or
/// line where the parabola's bend is below two of its errors, through the points within the width of the gap on both sides.
/// Where these follow neither, it is anywhere in the gap.
struct SignChange: Sendable {
    /// A value at a bias, with its error.
    struct Point: Sendable {
        var V: Double
        var value: Double
        var se: Double
        /// Whether its sign is certain.
        var isCertain: Bool
        /// The recording it comes from.
        var from: String
    }

    /// What the zero is that of.
    enum Curve: String, Sendable {
        case line, parabola
        /// The middle of the gap, where the points around follow neither.
        case gap
    }

    /// The bias of the zero, V.
    let V: Double
    /// Its standard error, V.
    let se_V: Double
    /// Biases of certain sign on both sides, V.
    let between_V: ClosedRange<Double>
    /// Number of points used.
    let count: Int
    /// By what it was found.
    let curve: Curve
    /// The recordings used, by bias.
    let from: [String]

    /// All zeros, by rising bias; shape [n], any order.
    static func all(_ points: [Point]) -> [SignChange] {
        let sorted = points.filter { $0.value.isFinite && $0.se.isFinite && $0.se >= 0 }
            .sorted { ($0.V, $0.from) < ($1.V, $1.from) }
        let certain = sorted.filter { $0.isCertain && $0.value != 0 }
        return zip(certain, certain.dropFirst()).compactMap { low, high in
            guard (low.value < 0) != (high.value < 0), high.V > low.V else { return nil }
            let gap = high.V - low.V
            let near = sorted.filter { $0.V >= low.V - 1.0001 * gap && $0.V <= high.V + 1.0001 * gap }
            return SignChange(near, low, high)
        }
    }

    private init?(_ points: [Point], _ low: Point, _ high: Point) {
        let middle = 0.5 * (low.V + high.V)
        let width = high.V - low.V
        let zero = Zero(points, middle, width, step: abs(high.value - low.value)) ?? Zero.anywhere
        guard zero.place.isFinite, zero.se.isFinite else { return nil }
        V = middle + width * zero.place
        se_V = width * zero.se
        between_V = low.V...high.V
        curve = zero.curve
        let used = zero.curve == .gap ? [low, high] : points
        count = used.count
        from = used.map(\.from)
    }
}

/// A zero in units of the gap, whose ends stand at -1/2 and 1/2.
private struct Zero {
    let place: Double
    let se: Double
    let curve: SignChange.Curve

    /// By the line or parabola through points; `nil` where neither describes them or has its zero in the gap.
    init?(_ points: [SignChange.Point], _ middle: Double, _ width: Double, step: Double) {
        let x = points.map { ($0.V - middle) / width }
        let y = points.map(\.value)
        // Exact data: below a millionth of the values' size an error is rounding.
        let size = y.map { abs($0) }.max() ?? 0
        let weights = points.map { 1 / max($0.se, 1e-6 * size) }
        let columns = [x.map { _ in 1.0 }, x, x.map { $0 * $0 }]
        func zero(_ count: Int) -> (place: Double, se: Double, isBent: Bool)? {
            guard let fit = fitLinear(columns: Array(columns.prefix(count)), right: y, weights: weights) else {
                return nil
            }
            let misfit = x.indices.map { i in
                abs(y[i] - fit.coefficients.indices.reduce(0) { $0 + fit.coefficients[$1] * columns[$1][i] })
            }
            return Self.zero(fit, misfit: (misfit.max() ?? 0) / step)
        }
        let line = zero(2)
        let parabola = points.count > 3 ? zero(3) : nil
        if let parabola, parabola.isBent || line == nil {
            (place, se, curve) = (parabola.place, parabola.se, .parabola)
        } else if let line {
            // A bend that its errors hide moves the zero all the same.
            let shift = parabola.map { $0.place - line.place } ?? 0
            (place, se, curve) = (line.place, hypot(line.se, shift), .line)
        } else {
            return nil
        }
    }

    private init(place: Double, se: Double, curve: SignChange.Curve) {
        (self.place, self.se, self.curve) = (place, se, curve)
    }

    /// Anywhere in the gap, where the points around follow no simple curve: its middle, with the sd of a uniform law.
    static let anywhere = Zero(place: 0, se: (1.0 / 12).squareRoot(), curve: .gap)

    /// The zero of a fitted polynomial in the gap, and whether its bend exceeds two of its errors.
    ///
    /// - Parameter misfit: largest deviation of a point over the step of the values across the gap.
    private static func zero(_ fit: LinearFit, misfit: Double) -> (place: Double, se: Double, isBent: Bool)? {
        guard let inverse = fit.inverseNormal else { return nil }
        let c = fit.coefficients
        let chi2_nu = fit.residualVariance ?? 1
        // Smooth within its errors, or within a twentieth of the step, which the scatter's factor then adds to the error.
        guard misfit < 0.05 || ChiSquareTail.probability(chi2_nu, degrees: fit.degreesOfFreedom) >= 1e-3 else {
            return nil
        }
        let roots =
            c.count > 2
            ? RootFinding.quadratic(c[2], c[1], c[0]).filter { $0.imaginary == 0 }.map(\.real)
            : c[1] == 0 ? [] : [-c[0] / c[1]]
        // Noise may move a zero that lies beside a point to that point's other side.
        guard let root = roots.filter({ abs($0) <= 0.6 }).min(by: { abs($0) < abs($1) }) else { return nil }
        let slope = c.count > 2 ? c[1] + 2 * c[2] * root : c[1]
        let variance = inverse.quadraticForm(c.indices.map { pow(root, Double($0)) }) * max(1, chi2_nu)
        guard slope != 0, variance >= 0 else { return nil }
        let isBent = c.count > 2 && abs(c[2]) > 2 * (inverse[2, 2] * max(1, chi2_nu)).squareRoot()
        return (root, variance.squareRoot() / abs(slope), isBent)
    }
}
