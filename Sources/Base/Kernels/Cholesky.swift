/// Solution of small symmetric positive definite systems, in place.
///
/// Goals: correct (an indefinite matrix is refused, not rooted), then fast for n ≤ 10. No allocation.
/// Source: Golub and Van Loan, Matrix Computations, 4th ed., algorithm 4.2.1.
public enum Cholesky {
    /// Replaces `vector` by the solution of `matrix · x = vector`, and the lower triangle of `matrix` by its factor.
    ///
    /// - Shape: `matrix` is [n * n] column-major, of which the lower triangle is read; `vector` is [n].
    /// - Returns: false if the matrix is not positive definite; `vector` is then of no use.
    public static func solve(_ matrix: inout [Double], _ vector: inout [Double]) -> Bool {
        let n = vector.count
        precondition(matrix.count == n * n)
        for j in 0..<n {
            var pivot = matrix[j + j * n]
            for k in 0..<j { pivot -= matrix[j + k * n] * matrix[j + k * n] }
            guard pivot > 0, pivot.isFinite else { return false }
            let root = pivot.squareRoot()
            matrix[j + j * n] = root
            for i in (j + 1)..<max(n, j + 1) {
                var sum = matrix[i + j * n]
                for k in 0..<j { sum -= matrix[i + k * n] * matrix[j + k * n] }
                matrix[i + j * n] = sum / root
            }
        }
        for i in 0..<n {
            for k in 0..<i { vector[i] -= matrix[i + k * n] * vector[k] }
            vector[i] /= matrix[i + i * n]
        }
        for i in stride(from: n - 1, through: 0, by: -1) {
            for k in (i + 1)..<max(n, i + 1) { vector[i] -= matrix[k + i * n] * vector[k] }
            vector[i] /= matrix[i + i * n]
        }
        return true
    }

    /// The inverse of a matrix that is first scaled to a diagonal of ones; `nil` where a pivot falls below `leastPivot`.
    ///
    /// About `1e-16/leastPivot` is lost of each element.
    /// - Shape: `matrix` is [n * n] column-major, of which the lower triangle is read.
    public static func inverse(_ matrix: [Double], count n: Int, leastPivot: Double) -> Matrix? {
        precondition(matrix.count == n * n)
        let scales = (0..<n).map { 1 / matrix[$0 + $0 * n].squareRoot() }
        guard scales.allSatisfy({ $0.isFinite && $0 > 0 }) else { return nil }
        // The factor L, then its inverse, column by column.
        var factor = matrix
        for j in 0..<n {
            for i in j..<n {
                var sum = matrix[i + j * n] * scales[i] * scales[j]
                for k in 0..<j { sum -= factor[i + k * n] * factor[j + k * n] }
                if i == j {
                    guard sum > leastPivot else { return nil }
                    factor[j + j * n] = sum.squareRoot()
                } else {
                    factor[i + j * n] = sum / factor[j + j * n]
                }
            }
        }
        for j in 0..<n {
            factor[j + j * n] = 1 / factor[j + j * n]
            for i in (j + 1)..<max(n, j + 1) {
                var sum = 0.0
                for k in j..<i { sum -= factor[i + k * n] * factor[k + j * n] }
                factor[i + j * n] = sum / factor[i + i * n]
            }
        }
        var inverse = Matrix(rows: n, columns: n)
        for j in 0..<n {
            for i in j..<n {
                var sum = 0.0
                for k in i..<n { sum += factor[k + i * n] * factor[k + j * n] }
                inverse[i, j] = sum * scales[i] * scales[j]
                inverse[j, i] = inverse[i, j]
            }
        }
        return inverse
    }
}
