import Glibc
import Kernels

/// How the conductance changes from pulse to pulse: `G = G_1 + D (1 - e^{-νw})/(1 - e^{-ν})`, `w = (n - 1)/N`, `N = n_max - 1`.
///
/// `ν = N/A` is positive for a curve that saturates, zero for a straight line, negative for one that accelerates. Free: both
/// ends are fitted with ν. Fixed, as NeuroSim has it: the curve goes through the first and the last read.
struct UpdateCurve: Sendable {
    /// A fitted ν and its standard error.
    struct Shape: Sendable, Hashable {
        var nu: Double
        var se: Double
    }

    /// Number of intervals N.
    let intervals: Double
    /// With both ends fitted; `nil` where the reads do not determine it.
    let free: Shape?
    /// Through the first and the last read.
    let fixed: Shape?
    /// Conductances of the free curve at each read, S.
    let model_S: [Double]
    /// Standard deviation of a read about the curve, S.
    let noise_S: Double
    /// Word for the shape: `saturating`, `linear`, `accelerating` or `unchanged`, by BIC.
    let word: String

    /// Fits reads; `nil` with fewer than five or without a change.
    init?(_ values: [Double]) {
        guard values.count >= 5, values.allSatisfy(\.isFinite), let low = values.min(), let high = values.max(),
            high > low
        else { return nil }
        let n = values.count
        intervals = Double(n - 1)
        let w = (0..<n).map { Double($0) / Double(n - 1) }
        let first = Self.search(values, w, [Double](repeating: 1, count: n))
        // Reads carry noise of a range and of a gain; the first fit tells which.
        let flat = NoiseLaw.mostLikely(
            fitted_A: first.model, residuals_A: zip(values, first.model).map { $0 - $1 },
            counts: [Double](repeating: 1, count: n))
        let weights = first.model.map { 1 / flat.variance(at: $0) }
        let best = flat.proportion_per_A > 0 ? Self.search(values, w, weights) : first
        let variance = best.square / Double(max(1, n - 3))
        let middle = weights.reduce(0, +) / Double(n)
        noise_S = (variance / middle).squareRoot()
        model_S = best.model
        free = Self.freeShape(best.nu, best.ends, w, weights, variance)
        fixed = Self.fixedShape(values, w, weights, variance)
        word = Self.word(values, w, weights, best, floor: Double(n) * 1e-18 * high * high)
    }

    /// The normalized curve.
    static func curve(_ w: Double, _ nu: Double) -> Double {
        // A straight line with the first term of its bend, where the closed form cancels.
        abs(nu) < 1e-6 ? w + 0.5 * nu * w * (1 - w) : expm1(-nu * w) / expm1(-nu)
    }

    private typealias Found = (nu: Double, ends: (Double, Double), model: [Double], square: Double)

    /// Linear least squares of both ends at a given ν.
    private static func solve(_ values: [Double], _ w: [Double], _ weights: [Double], _ nu: Double) -> Found {
        var (s, a, b, y, ay) = (0.0, 0.0, 0.0, 0.0, 0.0)
        let g = w.map { curve($0, nu) }
        for i in values.indices {
            s += weights[i]
            a += weights[i] * g[i]
            b += weights[i] * g[i] * g[i]
            y += weights[i] * values[i]
            ay += weights[i] * g[i] * values[i]
        }
        let determinant = s * b - a * a
        let change = determinant > 0 ? (s * ay - a * y) / determinant : 0
        let start = (y - change * a) / s
        let model = g.map { start + change * $0 }
        let square = values.indices.reduce(0) { $0 + weights[$1] * (values[$1] - model[$1]) * (values[$1] - model[$1]) }
        return (nu, (start, start + change), model, square)
    }

    /// The ν of least squares: a scan, then golden section.
    private static func search(_ values: [Double], _ w: [Double], _ weights: [Double]) -> Found {
        let nu = least { solve(values, w, weights, $0).square }
        return solve(values, w, weights, nu)
    }

    /// Where a cost is least between -60 and 60.
    private static func least(_ cost: (Double) -> Double) -> Double {
        let grid = [-60, -30, -15, -8, -4, -2, -1, -0.3, 0, 0.3, 1, 2, 4, 8, 15, 30, 60.0]
        let costs = grid.map(cost)
        let k = costs.indices.min { costs[$0] < costs[$1] } ?? 8
        return RootFinding.minimum(
            of: cost, from: grid[max(0, k - 1)], to: grid[min(grid.count - 1, k + 1)], tolerance: 1e-11)
    }

    /// Slope of the normalized curve by ν.
    private static func slope(_ w: Double, _ nu: Double) -> Double {
        let step = 1e-4 * max(1, abs(nu))
        return (curve(w, nu + step) - curve(w, nu - step)) / (2 * step)
    }

    /// The free ν with its error, all three parameters open; `nil` at the edge of the search.
    private static func freeShape(
        _ nu: Double, _ ends: (Double, Double), _ w: [Double], _ weights: [Double], _ variance: Double
    ) -> Shape? {
        guard abs(nu) < 59, ends.0 != ends.1 else { return nil }
        var normal = [Double](repeating: 0, count: 9)
        for i in w.indices {
            let g = curve(w[i], nu)
            let row = [1 - g, g, (ends.1 - ends.0) * slope(w[i], nu)]
            for p in 0..<3 { for q in 0..<3 { normal[p + 3 * q] += weights[i] * row[p] * row[q] } }
        }
        let (m, n) = (normal, normal)
        // The Schur complement of ν: what the ends cannot take over.
        let determinant = m[0] * m[4] - m[1] * m[3]
        guard determinant > 0 else { return nil }
        let taken = (n[6] * (m[4] * n[6] - m[3] * n[7]) + n[7] * (m[0] * n[7] - m[1] * n[6])) / determinant
        let left = n[8] - taken
        guard left > 1e-12 * n[8] else { return nil }
        return Shape(nu: nu, se: (variance / left).squareRoot())
    }

    /// The ν through both ends with its error: that of the fit, and that of the two reads it goes through.
    private static func fixedShape(
        _ values: [Double], _ w: [Double], _ weights: [Double], _ variance: Double
    ) -> Shape? {
        guard let start = values.first, let end = values.last, start != end else { return nil }
        func residual(_ i: Int, _ nu: Double) -> Double { start + (end - start) * curve(w[i], nu) - values[i] }
        let nu = least { nu in
            values.indices.reduce(0) { $0 + weights[$1] * residual($1, nu) * residual($1, nu) }
        }
        guard abs(nu) < 59 else { return nil }
        var (own, first, last) = (0.0, 0.0, 0.0)
        for i in w.indices {
            let slope = (end - start) * slope(w[i], nu)
            let g = curve(w[i], nu)
            own += weights[i] * slope * slope
            first += weights[i] * slope * (1 - g)
            last += weights[i] * slope * g
        }
        guard own > 0 else { return nil }
        let ends = first * first / weights[0] + last * last / weights[weights.count - 1]
        return Shape(nu: nu, se: (variance * (1 / own + ends / (own * own))).squareRoot())
    }

    /// The word for the shape: the lowest BIC of a constant, a line and the curve.
    private static func word(
        _ values: [Double], _ w: [Double], _ weights: [Double], _ best: Found, floor: Double
    ) -> String {
        let n = Double(values.count)
        func criterion(_ square: Double, _ parameters: Double) -> Double {
            n * log(max(square, floor, .leastNormalMagnitude) / n) + parameters * log(n)
        }
        let total = weights.reduce(0, +)
        let mean = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / total
        let flat = zip(weights, values).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
        let rated = [
            (criterion(flat, 1), "unchanged"), (criterion(solve(values, w, weights, 0).square, 2), "linear"),
            (criterion(best.square, 3), best.nu > 0 ? "saturating" : "accelerating"),
        ]
        return rated.min { $0.0 < $1.0 }?.1 ?? "unchanged"
    }
}

/// The other nonlinearity in use: `G^q` grows evenly from the first to the last read (THEORY C.4).
enum PowerUpdate {
    /// The exponent with its standard error; `nil` where conductances are not positive or it is not determined.
    static func exponent(_ values: [Double], noise_S: Double) -> (value: Double, se: Double)? {
        guard values.count >= 5, let start = values.first, let end = values.last, start > 0, end > 0,
            abs(log(end / start)) > 1e-3
        else { return nil }
        let ratio = end / start
        let n = values.count
        func model(_ i: Int, _ q: Double) -> Double {
            let w = Double(i) / Double(n - 1)
            guard abs(q) > 1e-6 else { return start * pow(ratio, w) }
            return start * pow(1 + w * (pow(ratio, q) - 1), 1 / q)
        }
        func cost(_ q: Double) -> Double {
            (0..<n).reduce(0) { $0 + (model($1, q) - values[$1]) * (model($1, q) - values[$1]) }
        }
        // Beyond ±40 the curve is a jump at one end.
        var (low, high) = (-40.0, 40.0)
        let grid = (0...80).map { -40 + Double($0) }
        // What overflows is no curve.
        let costs = grid.map(cost).map { $0.isFinite ? $0 : .infinity }
        guard let k = costs.indices.min(by: { costs[$0] < costs[$1] }), k > 0, k < grid.count - 1 else { return nil }
        (low, high) = (grid[k - 1], grid[k + 1])
        for _ in 0..<100 {
            let (a, b) = (low + (high - low) / 3, high - (high - low) / 3)
            if cost(a) < cost(b) { high = b } else { low = a }
        }
        let q = 0.5 * (low + high)
        var square = 0.0
        for i in 0..<n {
            let slope = (model(i, q + 1e-4) - model(i, q - 1e-4)) / 2e-4
            square += slope * slope
        }
        guard square > 0, square.isFinite else { return nil }
        // What the curve misses counts as well as the noise.
        let rest = max(noise_S * noise_S, costs[k] / Double(n - 1))
        return (q, (rest / square).squareRoot())
    }
}
