/// Gram-Schmidt factorization of a few long columns.
///
/// A column that loses nine tenths of its length to the others is orthogonalized once more; others keep orthogonality to
/// ten rounding errors after one pass (Daniel, Gragg, Kaufman and Stewart, Math. Comp. 30 (1976) 772).
enum Orthogonal {
    /// Columns (one after the other, `rows` values each) as basis times upper triangle; `nil` where they are dependent.
    static func factor(_ columns: [Double], rows n: Int) -> (basis: [Double], triangle: [[Double]])? {
        guard n > 0 else { return nil }
        let count = columns.count / n
        var basis = columns
        var triangle = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        for j in 0..<count {
            let before = BufferView.dot(basis, j * n, j * n, n).squareRoot()
            guard before > 0, before.isFinite else { return nil }
            var after = before
            for pass in 0..<2 where pass == 0 || after < 0.1 * before {
                for k in 0..<j {
                    let part = BufferView.dot(basis, k * n, j * n, n)
                    triangle[k][j] += part
                    BufferView.add(-part, &basis, from: k * n, to: j * n, n)
                }
                after = BufferView.dot(basis, j * n, j * n, n).squareRoot()
            }
            // What is left after ten digits cancel is rounding.
            guard after > 1e-10 * before else { return nil }
            triangle[j][j] = after
            let inverse = 1 / after
            for i in (j * n)..<((j + 1) * n) { basis[i] *= inverse }
        }
        return (basis, triangle)
    }

    /// Solves `R x = b`.
    static func backSubstitute(_ triangle: [[Double]], _ right: [Double]) -> [Double] {
        var x = right
        for i in x.indices.reversed() {
            for j in (i + 1)..<max(i + 1, x.count) { x[i] -= triangle[i][j] * x[j] }
            x[i] /= triangle[i][i]
        }
        return x
    }

    /// `(RᵀR)⁻¹`.
    static func inverseGram(_ triangle: [[Double]]) -> [[Double]] {
        let count = triangle.count
        let inverse = (0..<count).map { column in
            backSubstitute(triangle, (0..<count).map { $0 == column ? 1 : 0 })
        }
        return (0..<count).map { i in
            (0..<count).map { j in (0..<count).reduce(0) { $0 + inverse[$1][i] * inverse[$1][j] } }
        }
    }
}
