import Foundation
import TestSupport
import Testing

@testable import Simulate

@Suite struct ScientificTextTests {
    @Test func `short numbers keep their digits and drop zeros at the end`() {
        #expect(ScientificText.short(0.05, digits: 7) == "0.05")
        #expect(ScientificText.short(-0.5, digits: 7) == "-0.5")
        #expect(ScientificText.short(0, digits: 7) == "0")
        #expect(ScientificText.short(100, digits: 7) == "100")
        #expect(ScientificText.short(1.25e-5, digits: 7) == "1.25e-5")
        #expect(ScientificText.short(1e6, digits: 7) == "1e6")
        #expect(ScientificText.short(1_234.5678, digits: 7) == "1234.568")
    }

    @Test func `wide numbers have the form of EC-Lab`() {
        #expect(ScientificText.wide(-3.46699e-5, decimals: 7) == "-3.4669900E-005")
        #expect(ScientificText.wide(0, decimals: 6) == "0.000000E+000")
        #expect(ScientificText.wide(9.9999999e2, decimals: 3) == "1.000E+003")
        #expect(ScientificText.wide(1.5e120, decimals: 2) == "1.50E+120")
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `read back, a number is what was written, to its digits`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<500 {
            let value =
                Double.random(in: -1...1, using: &random) * pow(10, Double(Int.random(in: -15...9, using: &random)))
            let short = try #require(Double(ScientificText.short(value, digits: 7)))
            #expect(abs(short - value) <= 5.01e-7 * abs(value), "\(value)")
            let wide = try #require(Double(ScientificText.wide(value, decimals: 6)))
            #expect(abs(wide - value) <= 5.01e-7 * abs(value), "\(value)")
        }
    }
}
