import Kernels
import TestSupport
import Testing

@Suite struct LinearAlgebraTests {
    /// Random columns whose lengths differ by twenty decades, as farads and ohms do.
    private func columns(_ count: Int, rows: Int, seed: UInt64) -> [[Double]] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { j in
            let scale = [1.0, 1e-12, 1e8, 1e-3, 1e5][j % 5]
            return (0..<rows).map { _ in scale * Double.random(in: -1...1, using: &random) }
        }
    }

    @Test(arguments: [1 as UInt64, 2, 3, 4, 5])
    func `a fit gives back the coefficients of exact data whatever the units`(seed: UInt64) throws {
        let columns = columns(5, rows: 40, seed: seed)
        let truth = [1.5, -2e12, 3e-8, 4e3, -5e-5]
        let right = (0..<40).map { i in (0..<5).reduce(0.0) { $0 + columns[$1][i] * truth[$1] } }
        let fit = try #require(fitLinear(columns: columns, right: right))
        #expect(fit.rank == 5)
        // Rounding times the condition number of a random 40 by 5 matrix (a few).
        for j in 0..<5 { #expect(abs(fit.coefficients[j] / truth[j] - 1) < 1e-13) }
        #expect(fit.residualSumOfSquares < 1e-26)
    }

    @Test func `the residual is at right angles to every column`() throws {
        let columns = columns(4, rows: 30, seed: 7)
        var random = SeededRandom(seed: 8)
        let right = (0..<30).map { _ in Double.random(in: -1...1, using: &random) }
        let fit = try #require(fitLinear(columns: columns, right: right))
        let residual = (0..<30).map { i in
            right[i] - (0..<4).reduce(0.0) { $0 + columns[$1][i] * fit.coefficients[$1] }
        }
        for column in columns {
            let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
            #expect(abs(zip(column, residual).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-13 * length)
        }
        #expect(abs(fit.residualSumOfSquares - residual.reduce(0) { $0 + $1 * $1 }) < 1e-13)
    }

    @Test func `a dependent column lowers the rank and has no covariance`() throws {
        var columns = columns(3, rows: 20, seed: 9)
        columns.append((0..<20).map { columns[0][$0] * 2 + columns[2][$0] })
        let right = columns[1]
        let fit = try #require(fitLinear(columns: columns, right: right))
        #expect(fit.rank == 3)
        #expect(fit.inverseNormal == nil)
        #expect(fit.standardErrors == nil)
        #expect(fit.residualSumOfSquares < 1e-26 * right.reduce(0) { $0 + $1 * $1 })
    }

    @Test func `a line's standard errors are those of the textbook`() throws {
        // y = 2 + 3 x with residuals 1, -1, -1, 1: s² = 4/2, var(slope) = s²/5, var(intercept) = s² (1/4 + 2.25/5).
        let fit = try #require(fitLinear(columns: [[1, 1, 1, 1], [0, 1, 2, 3]], right: [3, 4, 7, 12]))
        #expect(abs(fit.coefficients[0] - 2) < 1e-14)
        #expect(abs(fit.coefficients[1] - 3) < 1e-14)
        let errors = try #require(fit.standardErrors)
        #expect(abs(errors[1] - 0.4.squareRoot()) < 1e-14)
        #expect(abs(errors[0] - 1.4.squareRoot()) < 1e-14)
    }

    @Test func `weights act as repeated rows do`() throws {
        let once = try #require(
            fitLinear(columns: [[1, 1, 1], [0, 1, 2]], right: [1, 0, 5], weights: [1, 2.0.squareRoot(), 1]))
        let twice = try #require(fitLinear(columns: [[1, 1, 1, 1], [0, 1, 1, 2]], right: [1, 0, 0, 5]))
        #expect(abs(once.coefficients[0] - twice.coefficients[0]) < 1e-14)
        #expect(abs(once.coefficients[1] - twice.coefficients[1]) < 1e-14)
    }

    @Test func `too few rows give no fit`() {
        #expect(fitLinear(columns: [[1], [2]], right: [1]) == nil)
        #expect(fitLinear(columns: [], right: [1]) == nil)
    }

    @Test func `an indefinite matrix is refused by Cholesky`() {
        var matrix = [1.0, 2, 2, 1]
        var vector = [1.0, 1]
        #expect(!Cholesky.solve(&matrix, &vector))
        matrix = [4.0, 2, 0, 3]
        vector = [10.0, 8]
        #expect(Cholesky.solve(&matrix, &vector))
        #expect(abs(vector[0] - 1.75) < 1e-15 && abs(vector[1] - 1.5) < 1e-15)
    }
}
