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

@Suite struct AttributeListTests {
    @Test func `ranges are two numbers, the smaller first`() {
        #expect(NumberRange("0..1.5")?.high == 1.5 && NumberRange("-1e-9..1e-3")?.low == -1e-9)
        for bad in ["", "0", "0..", "..1", "1..0", "1..1", "0...1", "0..inf", "0x1..2", "a..b", "0 .. 1"] {
            #expect(NumberRange(bad) == nil, "\(bad)")
        }
    }

    @Test func `lists of numbers and counts`() {
        #expect(NumberList("0.1 -0.5  1e-3")?.numbers == [0.1, -0.5, 1e-3])
        #expect(NumberList("") == nil && NumberList("0.1, 0.5") == nil && NumberList("deep") == nil)
        #expect(CountList("1 3-5")?.contains(4) == true && CountList("1 3-5")?.contains(2) == false)
        for bad in ["", "0.5", "5-3", "-1", "1-2-3", "x", "99999999999999999999"] {
            #expect(CountList(bad) == nil, "\(bad)")
        }
    }

    @Test func `paper goes by name or by its sides`() {
        #expect(PaperSize("A5")?.size.width == .millimeters(148))
        #expect(PaperSize("A5-landscape")?.size.width == .millimeters(210))
        #expect(PaperSize("72pt x 1in")?.size == Size(width: 72, height: 72))
        for bad in ["", "a4", "A4-portrait", "10mm", "10mm x", "10 x 20", "0mm x 20mm", "1000cm x 1000cm", "A4 x A4"] {
            #expect(PaperSize(bad) == nil, "\(bad)")
        }
    }
}
