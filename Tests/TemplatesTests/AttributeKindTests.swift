import Drawing
import Templates
import Testing

@Suite struct AttributeKindTests {
    @Test func `lengths are read with their units`() {
        #expect(PageLength("72pt") == .points(72) && PageLength("50%") == .percent(50))
        #expect(PageLength("25.4mm")?.points(of: 100) == 72)
        #expect(PageLength("50%")?.points(of: 100) == 50)
        for bad in ["", "mm", "5", "5 em", "-1mm", "nanmm", "infpt", "101%", "1e9mm"] {
            #expect(PageLength(bad) == nil, "\(bad)")
        }
    }

    @Test func `colors are six hexadecimal digits`() {
        #expect(Color(text: "#0072B2") == Color(hex: 0x0072B2))
        #expect(Color(text: "0072B2") == nil && Color(text: "#0072B") == nil && Color(text: "#00g2B2") == nil)
    }
}
