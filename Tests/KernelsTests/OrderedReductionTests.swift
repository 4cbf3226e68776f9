import Foundation
import Kernels
import TestSupport
import Testing

@Suite struct OrderedReductionTests {
    @Test func `each prefix of the columns is the least-squares fit with them`() throws {
        var random = SeededRandom(seed: 5)
        let columns = (0..<4).map { _ in (0..<12).map { _ in Double.random(in: -1...1, using: &random) } }
        let right = (0..<12).map { _ in Double.random(in: -1...1, using: &random) }
        var reduction = OrderedReduction(rows: 12, sides: [right, columns[3]])
        for k in 0..<3 {
            let isNew = reduction.add(columns[k])
            #expect(isNew)
            let fit = try #require(fitLinear(columns: Array(columns[0...k]), right: right))
            #expect(abs(reduction.tailProduct(0, 0) - fit.residualSumOfSquares) < 1e-13)
            let residual = reduction.residual(0)
            for column in columns[0...k] {
                #expect(abs(zip(residual, column).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-13)
            }
        }
        // What a fourth column would gain, known before it is added.
        let gain = reduction.tailProduct(0, 1) * reduction.tailProduct(0, 1) / reduction.tailProduct(1, 1)
        let before = reduction.tailProduct(0, 0)
        reduction.add(columns[3])
        #expect(abs(before - gain - reduction.tailProduct(0, 0)) < 1e-13)
    }

    @Test func `dependent, vanishing and infinite columns are passed over`() {
        var reduction = OrderedReduction(rows: 4, sides: [[1, 2, 3, 4]])
        let columns: [[Double]] = [
            [1, 1, 1, 1], [2, 2, 2, 2], [0, 0, 0, 0], [1, .infinity, 0, 0], [1e-200, 2e-200, 3e-200, 4e-200],
        ]
        let areNew = columns.map { reduction.add($0) }
        #expect(areNew == [true, false, false, false, true])
        #expect(reduction.rank == 2)
        #expect(reduction.tailProduct(0, 0) < 1e-25)
    }
}
