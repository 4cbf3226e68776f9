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
}
