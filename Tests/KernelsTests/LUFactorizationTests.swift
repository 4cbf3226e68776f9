import Testing

@testable import Kernels

@Suite struct LUFactorizationTests {
    @Test func `a system that needs row exchange is solved`() {
        let cells: [[Double]] = [[0, 2, 1], [1, 1, 1], [4, 0, -1]]
        let wanted = [1.0, -2, 3]
        var matrix = LUFactorization(3)
        for i in 0..<3 { for j in 0..<3 { matrix[i, j] = cells[i][j] } }
        let regular = matrix.factor()
        #expect(regular)
        var x = (0..<3).map { i in (0..<3).reduce(0) { $0 + cells[i][$1] * wanted[$1] } }
        matrix.solve(&x)
        for (a, b) in zip(x, wanted) { #expect(abs(a - b) < 1e-14) }
    }

    @Test func `a singular matrix is refused`() {
        var matrix = LUFactorization(2)
        for (i, value) in [1.0, 2, 2, 4].enumerated() { matrix[i / 2, i % 2] = value }
        let regular = matrix.factor()
        #expect(!regular)
    }
}
