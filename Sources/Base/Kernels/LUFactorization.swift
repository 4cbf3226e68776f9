/// A small dense square matrix and its LU factors with row exchange, kept in place and used again.
///
/// For the few unknowns of a device model; storage is row by row. Partial pivoting, error of the order of rounding
/// times the condition (Golub and Van Loan, Matrix Computations, 3.4). Symmetric positive definite systems are
/// `Cholesky`'s, least squares `QRFactorization`'s.
struct LUFactorization: Sendable {
    private let n: Int
    private var cells: [Double]
    private var exchange: [Int]

    /// A matrix of zeros.
    init(_ n: Int) {
        self.n = n
        cells = [Double](repeating: 0, count: n * n)
        exchange = Array(0..<n)
    }

    /// An element of the matrix; set all before factoring.
    subscript(row: Int, column: Int) -> Double {
        get { cells[row * n + column] }
        set { cells[row * n + column] = newValue }
    }

    /// Replaces the matrix by its factors; false where it is singular or not finite.
    mutating func factor() -> Bool {
        for k in 0..<n {
            var pivot = k
            for i in (k + 1)..<max(n, k + 1) where abs(cells[i * n + k]) > abs(cells[pivot * n + k]) { pivot = i }
            exchange[k] = pivot
            guard cells[pivot * n + k] != 0, cells[pivot * n + k].isFinite else { return false }
            if pivot != k { for j in 0..<n { cells.swapAt(k * n + j, pivot * n + j) } }
            for i in (k + 1)..<max(n, k + 1) {
                let factor = cells[i * n + k] / cells[k * n + k]
                cells[i * n + k] = factor
                guard factor != 0 else { continue }
                for j in (k + 1)..<max(n, k + 1) { cells[i * n + j] -= factor * cells[k * n + j] }
            }
        }
        return true
    }

    /// Solves for a right side in place, after `factor`.
    func solve(_ x: inout [Double]) {
        for k in 0..<n where exchange[k] != k { x.swapAt(k, exchange[k]) }
        for i in 0..<n { for j in 0..<i { x[i] -= cells[i * n + j] * x[j] } }
        for i in stride(from: n - 1, through: 0, by: -1) {
            for j in (i + 1)..<max(n, i + 1) { x[i] -= cells[i * n + j] * x[j] }
            x[i] /= cells[i * n + i]
        }
    }
}
