/// Linear systems of a few unknowns.
enum SmallSolve {
    /// Solves `A x = b` by elimination with row pivoting; `nil` where A is singular to rounding.
    static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
        var a = matrix
        var x = right
        let n = x.count
        for k in 0..<n {
            let pivot = (k..<n).max { abs(a[$0][k]) < abs(a[$1][k]) } ?? k
            a.swapAt(k, pivot)
            x.swapAt(k, pivot)
            guard abs(a[k][k]) > 1e-300 else { return nil }
            for i in (k + 1)..<max(k + 1, n) {
                let factor = a[i][k] / a[k][k]
                guard factor != 0 else { continue }
                for j in k..<n { a[i][j] -= factor * a[k][j] }
                x[i] -= factor * x[k]
            }
        }
        let solved = Orthogonal.backSubstitute(a, x)
        return solved.allSatisfy(\.isFinite) ? solved : nil
    }
}
