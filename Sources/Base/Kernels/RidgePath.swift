import Glibc

/// Ridge regression `min |A x - b|² + λ |D x|²` for every λ at the price of one, λ chosen by generalized cross-validation.
///
/// The matrix `R^-T A^T A R^-1` (`R` the factor of the penalty `D^T D`) is made tridiagonal once; solution, residual
/// and effective parameters then cost O(n) a λ. Squaring A costs digits below a ridge of 1e-15 of the largest
/// eigenvalue, where no measured data ask for them.
///
/// Goals: correct (an indefinite penalty is refused), then accurate, then fast: `2 m n²/2 + 4/3 n³` operations.
/// - Source: Eldén, BIT 24 (1984) 467, for the tridiagonal form; Golub, Heath and Wahba, Technometrics 21 (1979) 215;
///   the factor on the effective parameters after Kim and Gu, J. R. Stat. Soc. B 66 (2004) 337.
public struct RidgePath: Sendable {
    /// Number of unknowns.
    public let count: Int
    /// `A^T A`, column-major, and `A^T b`.
    public let normal: [Double]
    /// `A^T b`; shape [n].
    public let right: [Double]
    private let rows: Double
    private let square: Double
    let penalty: BandedFactor
    private var diagonal: [Double] = []
    private var off: [Double] = []
    private var rotated: [Double] = []
    private var reflectors: [Double] = []

    /// One point of the path.
    public struct Choice: Sendable {
        /// The ridge.
        public let lambda: Double
        /// Sum of squared residuals.
        public let residualSumOfSquares: Double
        /// Effective number of parameters.
        public let effectiveParameters: Double
    }

    /// - Shape: `columns` are n arrays [m], `right` is [m]; the penalty is a positive definite matrix of bandwidth 2.
    /// - Parameter penalty: diagonals of `D^T D`: main, first, second; shapes [n], [n - 1], [n - 2].
    /// - Returns: `nil` where the penalty is not positive definite or n < 3.
    public init?(columns: [[Double]], right b: [Double], penalty bands: [[Double]]) {
        let n = columns.count
        guard n >= 3, let factor = BandedFactor(bands) else { return nil }
        count = n
        rows = Double(b.count)
        penalty = factor
        square = BufferView.dot(b, 0, 0, b.count)
        var normal = Array(repeating: 0.0, count: n * n)
        for i in 0..<n {
            for j in 0...i {
                let product = BufferView.dot(columns[i], 0, with: columns[j], 0, b.count)
                normal[i + j * n] = product
                normal[j + i * n] = product
            }
        }
        self.normal = normal
        right = columns.map { BufferView.dot($0, 0, with: b, 0, b.count) }
        // R^-T N R^-1, column by column, then as the matrix is symmetric, once more.
        var standard = normal
        for _ in 0..<2 {
            var transposed = Array(repeating: 0.0, count: n * n)
            for j in 0..<n {
                var column = Array(standard[(j * n)..<((j + 1) * n)])
                factor.solveTransposed(&column)
                for i in 0..<n { transposed[j + i * n] = column[i] }
            }
            standard = transposed
        }
        var start = right
        factor.solveTransposed(&start)
        makeTridiagonal(&standard, &start)
    }

    /// Householder reflections from both sides (Golub and Van Loan, 4th ed., algorithm 8.3.1).
    private mutating func makeTridiagonal(_ C: inout [Double], _ y: inout [Double]) {
        let n = count
        reflectors = Array(repeating: 0, count: n * n)
        off = Array(repeating: 0, count: n)
        for k in 0..<(n - 1) {
            let start = k * n + k + 1
            let length = BufferView.dot(C, start, start, n - k - 1).squareRoot()
            guard length > 0, k < n - 2 else {
                off[k] = C[start]
                continue
            }
            let first = C[start]
            let alpha = first > 0 ? -length : length
            let half = alpha * (alpha - first)
            off[k] = alpha
            // v scaled so that the reflection is 1 - v v^T.
            let scale = 1 / half.squareRoot()
            for i in (k + 1)..<n { reflectors[i + k * n] = C[i + k * n] * scale }
            reflectors[start] = (first - alpha) * scale
            var p = Array(repeating: 0.0, count: n)
            for j in (k + 1)..<n {
                BufferView.add(reflectors[j + k * n], times: C, from: j * n + k + 1, to: &p, k + 1, n - k - 1)
            }
            let middle = BufferView.dot(p, k + 1, with: reflectors, start, n - k - 1)
            BufferView.add(-0.5 * middle, times: reflectors, from: start, to: &p, k + 1, n - k - 1)
            for j in (k + 1)..<n {
                BufferView.add(-reflectors[j + k * n], times: p, from: k + 1, to: &C, j * n + k + 1, n - k - 1)
                BufferView.add(-p[j], times: reflectors, from: start, to: &C, j * n + k + 1, n - k - 1)
            }
            let share = BufferView.dot(y, k + 1, with: reflectors, start, n - k - 1)
            BufferView.add(-share, times: reflectors, from: start, to: &y, k + 1, n - k - 1)
        }
        diagonal = (0..<n).map { C[$0 + $0 * n] }
        rotated = y
    }

    /// The solution in the tridiagonal frame, and the trace of the inverse.
    private func tridiagonal(_ lambda: Double) -> (z: [Double], trace: Double) {
        let n = count
        var z = rotated
        var down = Array(repeating: 0.0, count: n)
        for i in 0..<n {
            down[i] = diagonal[i] + lambda
            if i > 0 {
                let factor = off[i - 1] / down[i - 1]
                down[i] -= factor * off[i - 1]
                z[i] -= factor * z[i - 1]
            }
            // Rounding may push an eigenvalue of 0 below -λ.
            if down[i] < 1e-300 { down[i] = lambda }
        }
        var trace = 0.0
        var up = 0.0
        for i in stride(from: n - 1, through: 0, by: -1) {
            z[i] = (z[i] - (i < n - 1 ? off[i] * z[i + 1] : 0)) / down[i]
            let below = i < n - 1 ? off[i] * off[i] / up : 0
            up = diagonal[i] + lambda - below
            if up < 1e-300 { up = lambda }
            trace += 1 / (down[i] - below)
        }
        return (z, trace)
    }

    /// What a ridge gives.
    public func choice(_ lambda: Double) -> Choice {
        let (z, trace) = tridiagonal(lambda)
        let rest = square - BufferView.dot(z, 0, with: rotated, 0, count) - lambda * BufferView.dot(z, 0, 0, count)
        return Choice(
            lambda: lambda, residualSumOfSquares: max(rest, 1e-15 * square),
            effectiveParameters: Double(count) - lambda * trace)
    }

    /// The ridge of the lowest generalized cross-validation score, on a grid of four a decade.
    ///
    /// - Parameter caution: factor on the effective parameters; 1 undersmooths in a third of cases, 2 hardly ever.
    /// - Parameter spent: parameters that were removed from the problem before.
    public func choose(caution: Double = 2, spent: Int = 0) -> Choice {
        let largest = max(diagonal.reduce(0) { max($0, abs($1)) }, 1e-300)
        var best = choice(largest)
        var bestScore = Double.infinity
        for step in 0...56 {
            let candidate = choice(largest * pow(10, -0.25 * Double(step)))
            let freedom = rows - Double(spent) - caution * candidate.effectiveParameters
            guard freedom > 0 else { break }
            let score = candidate.residualSumOfSquares / (freedom * freedom)
            if score < bestScore { (best, bestScore) = (candidate, score) }
        }
        return best
    }

    /// The unknowns at a ridge; shape [n].
    public func solution(_ lambda: Double) -> [Double] {
        var x = tridiagonal(lambda).z
        let n = count
        for k in stride(from: n - 3, through: 0, by: -1) {
            let start = k * n + k + 1
            let share = BufferView.dot(x, k + 1, with: reflectors, start, n - k - 1)
            BufferView.add(-share, times: reflectors, from: start, to: &x, k + 1, n - k - 1)
        }
        penalty.solve(&x)
        return x
    }
}

/// Upper factor of a symmetric positive definite matrix of bandwidth 2: `M = R^T R`.
struct BandedFactor: Sendable {
    /// The matrix: main diagonal, first, second.
    let bands: [[Double]]
    private var main: [Double]
    private var first: [Double]
    private var second: [Double]

    init?(_ bands: [[Double]]) {
        let n = bands[0].count
        self.bands = bands
        (main, first, second) = (bands[0], bands[1] + [0], bands[2] + [0, 0])
        for i in 0..<n {
            if i >= 1 { main[i] -= first[i - 1] * first[i - 1] }
            if i >= 2 { main[i] -= second[i - 2] * second[i - 2] }
            guard main[i] > 0, main[i].isFinite else { return nil }
            main[i] = main[i].squareRoot()
            if i >= 1 { first[i] -= first[i - 1] * second[i - 1] }
            first[i] /= main[i]
            second[i] /= main[i]
        }
    }

    /// Replaces `x` by `R^-1 x`.
    func solve(_ x: inout [Double]) {
        let n = x.count
        for i in stride(from: n - 1, through: 0, by: -1) {
            if i + 1 < n { x[i] -= first[i] * x[i + 1] }
            if i + 2 < n { x[i] -= second[i] * x[i + 2] }
            x[i] /= main[i]
        }
    }

    /// Replaces `x` by `R^-T x`.
    func solveTransposed(_ x: inout [Double]) {
        for i in x.indices {
            if i >= 1 { x[i] -= first[i - 1] * x[i - 1] }
            if i >= 2 { x[i] -= second[i - 2] * x[i - 2] }
            x[i] /= main[i]
        }
    }
}
