import ComplexModule
import Foundation
import Kernels
import TestSupport
import Testing

@Suite struct ComplexRowsTests {
    /// A row of made numbers, with the plain complex ones beside it.
    private func made(_ count: Int, seed: UInt64) -> (rows: ComplexRows, plain: [[Complex<Double>]]) {
        var random = SeededStream(seed: seed)
        var rows = ComplexRows(rows: 3, width: count)
        var plain: [[Complex<Double>]] = []
        for row in 0..<3 {
            let numbers = (0..<count).map { _ in Complex(random.normal(), random.normal()) }
            for (i, z) in numbers.enumerated() { rows[row, i] = (z.real, z.imaginary) }
            rows.fillUp(row)
            plain.append(numbers)
        }
        return (rows, plain)
    }

    private func expect(_ rows: ComplexRows, _ row: Int, _ wanted: [Complex<Double>]) {
        for (i, z) in wanted.enumerated() {
            let miss = Complex(rows[row, i].real, rows[row, i].imaginary) - z
            #expect(miss.length <= 1e-14 * max(1, z.length), "\(i) of \(wanted.count)")
        }
    }

    // Whole blocks of four, and all rests.
    @Test(arguments: [1, 2, 3, 4, 7, 8, 61])
    func `rows do what complex numbers do one by one`(count: Int) {
        var (rows, plain) = made(count, seed: UInt64(count))
        let other = rows
        rows.add(1, to: 0)
        expect(rows, 0, zip(plain[0], plain[1]).map { $0 + $1 })
        rows.set(1, toReciprocalsOf: 2, of: other)
        expect(rows, 1, plain[2].map { 1 / $0 })
        rows.set(0, toMinusRow: 2, timesSquareOf: 1, of: other)
        expect(rows, 0, zip(plain[2], plain[1]).map { -$0 * $1 * $1 })
        let x = (0..<count).map { 1 + Double($0) }
        let lanes = (LaneRow(x, filler: 1), LaneRow(x.map { 1 / $0 }, filler: 1))
        rows.set(2, constant: 3, rising: 2, lanes.0, falling: 5, lanes.1)
        expect(rows, 2, x.map { Complex(3, 2 * $0 - 5 / $0) })
    }

    @Test(arguments: [3, 4, 61])
    func `columns are rows times weights, real parts above imaginary parts`(count: Int) {
        let (rows, plain) = made(count, seed: 9)
        let (v, w) = ((0..<count).map { 1 + 0.1 * Double($0) }, (0..<count).map { 2 - 0.01 * Double($0) })
        let weights = LaneWeights(real: v, imaginary: w)
        let x = LaneRow(v, filler: 1)
        var column = Array(repeating: 7.0, count: 2 * count + 2)
        func check(_ wanted: [Complex<Double>], _ text: String) {
            for i in 0..<count {
                #expect(abs(column[1 + i] - wanted[i].real * v[i]) < 1e-13, "\(text) \(i)")
                #expect(abs(column[1 + count + i] - wanted[i].imaginary * w[i]) < 1e-13, "\(text) \(i)")
            }
            #expect(column.first == 7 && column.last == 7)
        }
        #expect(rows.write(0, times: 3, weights, to: &column, at: 1))
        check(plain[0].map { $0 * 3 }, "factor")
        #expect(rows.write(0, timesImaginary: 2, x, weights, to: &column, at: 1))
        check(zip(plain[0], v).map { $0 * Complex(0, 2 * $1) }, "imaginary")
        #expect(rows.write(0, times: 2, row: 1, of: rows, weights, to: &column, at: 1))
        check(zip(plain[0], plain[1]).map { $0 * $1 * 2 }, "product")
        let sum = rows.squares(2, minus: (x, LaneRow(w, filler: 0)), weights)
        let plainSum = (0..<count).reduce(0.0) {
            let (re, im) = ((plain[2][$1].real - v[$1]) * v[$1], (plain[2][$1].imaginary - w[$1]) * w[$1])
            return $0 + re * re + im * im
        }
        #expect(abs(sum - plainSum) < 1e-12 * plainSum)
    }

    @Test func `a zero has an infinite reciprocal, an infinite number none, and both are told`() {
        var rows = ComplexRows(rows: 2, width: 3)
        rows[0, 0] = (0, 0)
        rows[0, 1] = (.infinity, 0)
        rows[0, 2] = (1e200, 1e200)
        let source = rows
        rows.set(1, toReciprocalsOf: 0, of: source)
        #expect(rows[1, 0].real == .infinity && rows[1, 1].real == 0 && abs(rows[1, 2].real) < 1e-199)
        var column = Array(repeating: 0.0, count: 6)
        let ones = LaneWeights(real: [1, 1, 1], imaginary: [1, 1, 1])
        #expect(!rows.write(1, times: 1, ones, to: &column, at: 0))
    }
}
