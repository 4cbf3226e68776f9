import Measurements
import Testing

@Suite struct NumberFormatTests {
    private func text(_ format: NumberFormat, _ value: Double, se: Double? = nil, digits: Int = 4, decimals: Int? = nil)
        -> String
    {
        format.parts(value, standardError: se, unit: .ampere, digits: digits, decimals: decimals).text
            .replacing("\u{A0}", with: " ")
    }

    @Test func `each format prints the same number its own way`() {
        #expect(text(.auto, 4.8041e-5, digits: 3) == "48.0 µA")
        #expect(text(.plain, 4.8041e-5, digits: 3) == "0.0000480 A")
        #expect(text(.engineering, 4.8041e-5, digits: 3) == "48.0 × 10⁻⁶ A")
        #expect(text(.scientific, 4.8041e-5, digits: 3) == "4.80 × 10⁻⁵ A")
        #expect(text(.percent, 0.0481, digits: 3) == "4.81 %")
    }

    @Test func `an error gives the digits and stands inside the parentheses of a power`() {
        #expect(text(.scientific, -4.8041e-5, se: 1.2e-7) == "(−4.804 ± 0.012) × 10⁻⁵ A")
        #expect(text(.engineering, 0.09895, se: 0.00072) == "(98.95 ± 0.72) × 10⁻³ A")
        #expect(text(.percent, 0.5, se: 0.012) == "50.0 ± 1.2 %")
    }

    @Test func `decimals win over error and digits`() {
        #expect(text(.auto, 4.8041e-5, decimals: 2) == "48.04 µA")
        #expect(text(.plain, 12.3456, se: 0.5, decimals: 1) == "12.3 ± 0.5 A")
        #expect(text(.percent, 0.98765, decimals: 0) == "99 %")
    }

    @Test(arguments: NumberFormat.allCases)
    func `no number makes a trap or an endless text`(_ format: NumberFormat) {
        for value in [0, 1e-300, -1e300, .infinity, .nan, .leastNonzeroMagnitude, 1e22, 999.99999] {
            for se in [nil, 0, 1e-300, 1e300, Double.nan] as [Double?] {
                let text = text(format, value, se: se)
                #expect(!text.isEmpty && text.count < 400, "\(value) ± \(String(describing: se)): \(text)")
            }
        }
        #expect(text(.scientific, 0) == "0.000 A")
    }
}
