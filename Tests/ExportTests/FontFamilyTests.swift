import Drawing
import Export
import Testing

/// A family of the machine instead of the house's; DejaVu's others come with the packages that every report needs.
@Suite struct FontFamilyTests {
    private let font = Font(size: 10)

    @Test func `a family is set by its name in any case, and the house's comes back`() throws {
        let text = try PangoText()
        let house = text.measure("Words and τ 10⁻⁶", font: font)
        #expect(text.use(family: "dejavu serif") == nil)
        let serif = text.measure("Words and τ 10⁻⁶", font: font)
        #expect(serif.width > house.width)
        #expect(text.measure("fixed", font: Font(size: 10, monospaced: true)).width.value > 0)
        #expect(text.use(family: nil) == nil)
        #expect(text.measure("Words and τ 10⁻⁶", font: font) == house && text.findings.isEmpty)
    }

    @Test func `a family that is not there gives those that are, and changes nothing`() throws {
        let text = try PangoText()
        let house = text.measure("Words", font: font)
        let known = try #require(text.use(family: "No Such Sans"))
        #expect(known.contains("DejaVu Serif") && known == known.sorted())
        #expect(text.measure("Words", font: font) == house)
    }

    @Test func `two lanes set a family alike`() throws {
        let widths = try (0..<2).map { _ in
            let text = try PangoText()
            _ = text.use(family: "DejaVu Sans")
            return text.measure("Same words, 48.0 µA", font: Font(size: 9, bold: true)).width
        }
        #expect(widths[0] == widths[1])
    }
}
