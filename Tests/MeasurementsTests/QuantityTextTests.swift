import Measurements
import Testing

@Suite struct QuantityTextTests {
    @Test func `one prefix, two digits of error, a true minus`() {
        #expect(QuantityText.parts(-4.8041187e-5, unit: .ampere, digits: 3).text == "−48.0\u{A0}µA")
        #expect(QuantityText.parts(0.4998, standardError: 0.0021, unit: .second).text == "499.8 ± 2.1\u{A0}ms")
        #expect(QuantityText.parts(1000, standardError: 3.2, unit: .ohm).text == "1.0000 ± 0.0032\u{A0}kΩ")
        #expect(QuantityText.parts(-0.000755387, standardError: 1.2e-5, unit: .farad).text == "−755 ± 12\u{A0}µF")
    }

    @Test func `pure numbers take no prefix`() {
        #expect(QuantityText.parts(0.0123, unit: .none, digits: 3).text == "0.0123")
        #expect(QuantityText.parts(0, unit: .volt).text == "0\u{A0}V")
    }

    @Test func `rounding up moves the prefix`() {
        #expect(QuantityText.parts(999.96, unit: .ohm, digits: 4).text == "1.000\u{A0}kΩ")
        #expect(QuantityText.parts(0.00099999, unit: .volt, digits: 3).text == "1.00\u{A0}mV")
    }

    @Test func `fixed text rounds and pads`() {
        #expect(DecimalText.fixed(0.05, decimals: 1) == "0.1" || DecimalText.fixed(0.05, decimals: 1) == "0.0")
        #expect(DecimalText.fixed(-0.04, decimals: 1) == "0.0")
        #expect(DecimalText.fixed(12.3456, decimals: 2) == "12.35")
        #expect(DecimalText.significant(1234567, digits: 3) == "1.23e6")
        #expect(DecimalText.significant(0.00001234, digits: 2) == "1.2e-5")
    }
}
