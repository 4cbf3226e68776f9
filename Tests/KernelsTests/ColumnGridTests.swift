import Foundation
import Kernels
import TestSupport
import Testing

@Suite struct ColumnGridTests {
    /// Decays of six times beside a constant, and values made of the second and the fifth with a little noise.
    private static let rows = 30
    private static let constant = [Double](repeating: 1, count: rows)
    private static func decay(_ k: Int) -> [Double] {
        (0..<rows).map { exp(-Double($0) / (2 * pow(1.8, Double(k)))) }
    }
    private static let columns = (0..<6).map(decay)
    private static let right: [Double] = {
        var random = SeededRandom(seed: 3)
        return (0..<rows).map {
            2 + 3 * columns[1][$0] - 2 * columns[4][$0] + Double.random(in: -1e-3...1e-3, using: &random)
        }
    }()

    @Test func `a choice leaves what an exact fit leaves`() throws {
        let grid = ColumnGrid(fixed: [Self.constant], columns: Self.columns, right: Self.right)
        for j in 0..<grid.count {
            let fit = try #require(fitLinear(columns: [Self.constant, Self.columns[j]], right: Self.right))
            // The fixed column's part of about 1e2 is taken off values of 1e-1.
            #expect(abs(grid.left(by: j) - fit.residualSumOfSquares) < 1e-12)
            #expect(abs(grid.coefficient(of: j) - fit.coefficients[1]) < 1e-10)
        }
    }

    @Test func `the best pair is that of an exhaustive search`() throws {
        let grid = ColumnGrid(fixed: [Self.constant], columns: Self.columns, right: Self.right)
        let found = try #require(grid.pairs(limit: 1).first)
        #expect(found == (1, 4))
        var best = (sum: Double.infinity, i: 0, j: 0)
        for i in 0..<6 {
            for j in (i + 1)..<6 {
                let columns = [Self.constant, Self.columns[i], Self.columns[j]]
                let fit = try #require(fitLinear(columns: columns, right: Self.right))
                if fit.residualSumOfSquares < best.sum { best = (fit.residualSumOfSquares, i, j) }
            }
        }
        #expect((best.i, best.j) == found)
    }

    @Test func `a column that the fixed ones make is never chosen`() {
        let grid = ColumnGrid(
            fixed: [Self.constant], columns: [Self.constant.map { 2 * $0 }, Self.columns[2]], right: Self.right)
        #expect(grid.left(by: 0) == .infinity && grid.coefficient(of: 0) == 0)
        #expect(grid.singles(limit: 5) == [1])
        #expect(grid.pairs(limit: 5).isEmpty)
    }

    @Test func `equal columns make no pair, and one column none`() {
        let twin = [Self.columns[2], Self.columns[2]]
        #expect(ColumnGrid(fixed: [Self.constant], columns: twin, right: Self.right).pairs(limit: 5).isEmpty)
        #expect(ColumnGrid(fixed: [], columns: [Self.columns[0]], right: Self.right).pairs(limit: 5).isEmpty)
    }
}
