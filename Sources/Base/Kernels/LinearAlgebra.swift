import Glibc

/// A dense real matrix, column after column.
public struct Matrix: Sendable, Hashable {
    /// Number of rows.
    public let rows: Int
    /// Number of columns.
    public let columns: Int
    /// Elements, column-major: element (i, j) is `values[i + j * rows]`.
    public var values: [Double]

    /// A matrix of zeros.
    public init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        values = Array(repeating: 0, count: rows * columns)
    }

    /// A matrix from its columns, all of one length.
    public init(columns list: [[Double]]) {
        rows = list.first?.count ?? 0
        columns = list.count
        precondition(list.allSatisfy { [rows] in $0.count == rows }, "columns of a matrix have equal length")
        values = list.flatMap { $0 }
    }

    /// Element of a row and a column.
    public subscript(row: Int, column: Int) -> Double {
        get { values[row + column * rows] }
        set { values[row + column * rows] = newValue }
    }

    /// `g^T M g` of a square matrix: with a covariance and a gradient, the variance of a derived quantity.
    public func quadraticForm(_ g: [Double]) -> Double {
        precondition(rows == columns && g.count == rows)
        var sum = 0.0
        for j in 0..<columns {
            for i in 0..<rows { sum += g[i] * self[i, j] * g[j] }
        }
        return sum
    }
}

/// Householder QR of a tall matrix with column scaling and pivoting: `A D^-1 P = Q R`.
///
/// Goals: correct for dependent columns (they are found, not divided by), then accurate (backward stable whatever
/// the units of the columns, since each is scaled to length 1), then fast: 2 m n² operations.
/// Source: Golub and Van Loan, Matrix Computations, 4th ed., algorithms 5.1.1 and 5.4.1.
public struct QRFactorization: Sendable {
    /// Number of rows of the matrix.
    public let rows: Int
    /// Number of columns of the matrix.
    public let columns: Int
    /// Number of independent columns, at the tolerance given.
    public let rank: Int
    /// Which column of the matrix stands at each place of R.
    public let order: [Int]
    private var packed: Matrix
    private var heads: [Double]
    private var scales: [Double]

    /// Factors a matrix with at least as many rows as columns; all elements finite.
    ///
    /// - Parameter tolerance: a scaled column counts as dependent when less than this part of it is new.
    public init(_ matrix: Matrix, tolerance: Double = 1e-12) {
        precondition(matrix.rows >= matrix.columns, "a least-squares problem has at least as many rows as unknowns")
        rows = matrix.rows
        columns = matrix.columns
        packed = matrix
        scales = Self.scale(&packed)
        heads = Array(repeating: 0, count: matrix.columns)
        (order, rank) = Self.triangulate(&packed, &heads, tolerance)
    }

    /// Scales each column to length 1 and returns the lengths (1 for a column of zeros).
    private static func scale(_ packed: inout Matrix) -> [Double] {
        let m = packed.rows
        return (0..<packed.columns).map { j in
            // First by the largest element, so that squares neither overflow nor vanish.
            let largest = packed.values[(j * m)..<((j + 1) * m)].reduce(0) { max($0, abs($1)) }
            guard largest > 0, largest.isFinite else { return 1 }
            for i in 0..<m { packed.values[i + j * m] /= largest }
            let length = BufferView.dot(packed.values, j * m, j * m, m).squareRoot()
            for i in 0..<m { packed.values[i + j * m] /= length }
            return largest * length
        }
    }

    /// Householder steps with the longest remaining column first; the reflectors stay below the diagonal.
    private static func triangulate(
        _ packed: inout Matrix, _ heads: inout [Double], _ tolerance: Double
    ) -> (order: [Int], rank: Int) {
        let m = packed.rows
        let n = packed.columns
        var order = Array(0..<n)
        for k in 0..<n {
            let lengths = (k..<n).map { BufferView.dot(packed.values, k + $0 * m, k + $0 * m, m - k) }
            let best = k + (lengths.indices.max { lengths[$0] < lengths[$1] } ?? 0)
            if best != k {
                for i in 0..<m { packed.values.swapAt(i + k * m, i + best * m) }
                order.swapAt(k, best)
            }
            let length = lengths[best - k].squareRoot()
            // Written so that a length which is not a number also ends the factorization.
            guard length > tolerance else { return (order, k) }
            // v = x - alpha e1, kept with v in the column and alpha (the diagonal of R) in heads.
            let first = packed.values[k + k * m]
            let alpha = first > 0 ? -length : length
            packed.values[k + k * m] = first - alpha
            heads[k] = alpha
            // |v|² = 2 alpha (alpha - x1) exactly for this choice of sign.
            let half = alpha * (alpha - first)
            for j in (k + 1)..<max(n, k + 1) {
                let projection = BufferView.dot(packed.values, k + k * m, k + j * m, m - k) / half
                BufferView.add(-projection, &packed.values, from: k + k * m, to: k + j * m, m - k)
            }
        }
        return (order, n)
    }

    /// Least-squares solution for a right-hand side, with what was left over.
    ///
    /// Dependent columns get the coefficient 0.
    /// - Shape: `right` is [rows].
    /// - Returns: coefficients [columns] in the matrix's own order, and the sum of squared residuals.
    public func solve(_ right: [Double]) -> (coefficients: [Double], residualSumOfSquares: Double) {
        precondition(right.count == rows)
        var rotated = right
        for k in 0..<rank {
            let half = -heads[k] * packed.values[k + k * rows]
            let projection = BufferView.dot(packed.values, k + k * rows, with: rotated, k, rows - k) / half
            for i in k..<rows { rotated[i] -= projection * packed.values[i + k * rows] }
        }
        let left = BufferView.dot(rotated, rank, rank, rows - rank)
        var coefficients = Array(repeating: 0.0, count: columns)
        for k in stride(from: rank - 1, through: 0, by: -1) {
            var sum = rotated[k]
            for j in (k + 1)..<max(rank, k + 1) { sum -= packed.values[k + j * rows] * rotated[j] }
            rotated[k] = sum / heads[k]
            coefficients[order[k]] = rotated[k] / scales[order[k]]
        }
        return (coefficients, left)
    }

    /// `(A^T A)^-1`: times the variance of a residual, the covariance of the coefficients; `nil` at deficient rank.
    public var inverseNormal: Matrix? {
        guard rank == columns else { return nil }
        // Columns of R^-1 by back substitution, then R^-1 R^-T with the pivoting and scaling undone.
        let n = columns
        var inverse = Matrix(rows: n, columns: n)
        for j in 0..<n {
            inverse[j, j] = 1 / heads[j]
            for i in stride(from: j - 1, through: 0, by: -1) {
                var sum = 0.0
                for k in (i + 1)...j { sum += packed.values[i + k * rows] * inverse[k, j] }
                inverse[i, j] = -sum / heads[i]
            }
        }
        var result = Matrix(rows: n, columns: n)
        for a in 0..<n {
            for b in 0..<n {
                var sum = 0.0
                for k in max(a, b)..<n { sum += inverse[a, k] * inverse[b, k] }
                result[order[a], order[b]] = sum / (scales[order[a]] * scales[order[b]])
            }
        }
        return result
    }
}

/// A linear least-squares fit: coefficients, their covariance, what was left over.
public struct LinearFit: Sendable {
    /// Coefficients, one a column.
    public let coefficients: [Double]
    /// `(A^T A)^-1` of the (weighted) matrix; `nil` where columns depend on each other.
    public let inverseNormal: Matrix?
    /// Sum of squared (weighted) residuals.
    public let residualSumOfSquares: Double
    /// Rows minus rank.
    public let degreesOfFreedom: Int
    /// Number of independent columns.
    public let rank: Int

    /// Sum of squares by degree of freedom; `nil` without any.
    public var residualVariance: Double? {
        degreesOfFreedom > 0 ? residualSumOfSquares / Double(degreesOfFreedom) : nil
    }

    /// Standard errors from the covariance scaled by the residual variance; `nil` where either is missing.
    public var standardErrors: [Double]? {
        guard let inverseNormal, let residualVariance else { return nil }
        return coefficients.indices.map { (inverseNormal[$0, $0] * residualVariance).squareRoot() }
    }
}

/// Fits `columns · coefficients ≈ right` by least squares, each row multiplied by its weight.
///
/// - Shape: each column, `right` and `weights` are [m], m ≥ number of columns; weights are 1/sd, all values finite.
/// - Returns: `nil` for fewer rows than columns or for no columns.
public func fitLinear(columns: [[Double]], right: [Double], weights: [Double]? = nil) -> LinearFit? {
    guard !columns.isEmpty, right.count >= columns.count else { return nil }
    var matrix = Matrix(columns: columns)
    precondition(matrix.rows == right.count && (weights.map { $0.count == right.count } ?? true))
    var right = right
    if let weights {
        for i in right.indices {
            right[i] *= weights[i]
            for j in 0..<matrix.columns { matrix[i, j] *= weights[i] }
        }
    }
    let factorization = QRFactorization(matrix)
    let (coefficients, rest) = factorization.solve(right)
    return LinearFit(
        coefficients: coefficients, inverseNormal: factorization.inverseNormal, residualSumOfSquares: rest,
        degreesOfFreedom: right.count - factorization.rank, rank: factorization.rank)
}
