import Foundation
import TestSupport
import Testing

@testable import Ingest

@Suite struct DecimalParserTests {
    private func parse(_ text: String, comma: Bool = false, exponent: Int = 0) -> Double? {
        let bytes = Array(text.utf8)
        let span = bytes.span
        return DecimalParser.double(span, 0..<span.count, decimalComma: comma, exponent: exponent)
    }

    @Test(arguments: [
        "0", "-0", "1", "-1.5", "+2.5", ".5", "5.", "1e5", "1E-05", "1.234E+01", "115.7403E-8", "-4.8041187E-002",
        "7.836904905780102E-001", "1.0003201E+003", "2.2250738585072014e-308", "4.9e-324", "1.7976931348623157e308",
        "9007199254740993", "9007199254740992.999999999", "123456789012345678901234567890", "1e22", "1e23", "8.5e-23",
        "0.000000000000000000000000000000000000000000001", "3.14159265358979323846264338327950288e-12",
    ]) func `a number reads as strtod reads it`(text: String) {
        #expect(parse(text)?.bitPattern == strtod(text, nil).bitPattern)
    }

    @Test(arguments: ["", "-", ".", "e5", "1e", "1e+", "1.2.3", "abc", "1x", "nan", "inf", "0x10", "1 2", "--1", "1,5"])
    func `what is no decimal number is refused`(text: String) {
        #expect(parse(text) == nil)
    }

    @Test func `beyond a double is infinity, below it is zero`() {
        #expect(parse("1e400") == .infinity)
        #expect(parse("-1e400") == -.infinity)
        #expect(parse("1e-400") == 0)
        #expect(parse("1e99999999999999999999") == .infinity)
    }

    @Test func `a decimal comma is read only where it is the mark`() {
        #expect(parse("3,289600104471901E+000", comma: true) == 3.289600104471901)
        #expect(parse("3.5", comma: true) == nil)
    }

    @Test func `a power of ten is applied before the one rounding`() {
        #expect(parse("-48.041187", exponent: -3) == -0.048041187)
        #expect(parse("0.1", exponent: -6) == 1e-7)
        #expect(parse("12345678901234567890123", exponent: -3) == 12345678901234567890.123)
        #expect(parse("1.5e3", exponent: 6) == 1.5e9)
    }

    @Test(arguments: [1, 2, 3]) func `random digits read as strtod reads them`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<15_000 {
            let length = Int.random(in: 1...22, using: &random)
            var digits = String((0..<length).map { _ in "0123456789".randomElement(using: &random) ?? "0" })
            if Bool.random(using: &random) {
                let at = Int.random(in: 0...digits.count, using: &random)
                digits.insert(".", at: digits.index(digits.startIndex, offsetBy: at))
            }
            let exponent = Int.random(in: -60...60, using: &random)
            let text = (Bool.random(using: &random) ? "-" : "") + digits + "e\(exponent)"
            guard text.contains(where: \.isNumber) else { continue }
            #expect(parse(text)?.bitPattern == strtod(text, nil).bitPattern, "seed \(seed): \(text)")
        }
    }

    @Test(arguments: [11, 12]) func `numbers near a tie read as strtod reads them`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<10_000 {
            // The middle between two doubles, printed with 17 to 21 digits, is the hardest case.
            let bits = UInt64.random(in: 0x3C00_0000_0000_0000...0x4400_0000_0000_0000, using: &random)
            let text = String(
                format: "%.*e", Int.random(in: 15...20, using: &random), Double(bitPattern: bits) * (1 + 0x1p-53))
            #expect(parse(text)?.bitPattern == strtod(text, nil).bitPattern, "seed \(seed): \(text)")
        }
    }
}
