import Drawing
import Export
import Findings
import Testing

@Suite struct PangoTextTests {
    @Test func `missing fonts are named, with the package that has them`() throws {
        do {
            _ = try PangoText(fontFolders: ["/nowhere"])
            Issue.record("no fault was found")
        } catch {
            let finding = try #require(error.findings.first)
            #expect(finding.code == "font.missing")
            #expect(finding.message.contains("\"DejaVuSansCondensed.ttf\"") && finding.message.contains("/nowhere"))
            #expect(finding.fix == "apt-get install fonts-dejavu-core fonts-dejavu-extra")
        }
    }

    @Test func `widths of spans add up`() throws {
        let text = try PangoText()
        let font = Font(size: 8)
        let (a, b) = (TextSpan("Voltage ", font: font), TextSpan("(mV)", font: Font(size: 6, bold: true)))
        let sum = text.measure(a.text, font: a.font).width + text.measure(b.text, font: b.font).width
        #expect(text.measure([a, b]).width == sum)
    }

    @Test func `width grows with size in proportion, without rounding`() throws {
        let text = try PangoText()
        let one = text.measure("Resistance 48.0 kΩ", font: Font(size: 1)).width.value
        for size in [5.3, 7, 8.5, 9, 24] {
            // Pango keeps 1/1024 pt a glyph: 18 glyphs at sizes 1 and `size`.
            let width = text.measure("Resistance 48.0 kΩ", font: Font(size: Points(size))).width.value
            #expect(abs(width - size * one) <= 18 * (size + 1) / 1024)
        }
    }

    @Test func `figures of all values have one width, so that columns of numbers line up`() throws {
        let text = try PangoText()
        for font in [Font(size: 9), Font(size: 9, bold: true), Font(size: 9, italic: true)] {
            #expect(Set("0123456789".map { text.measure(String($0), font: font).width }).count == 1)
        }
    }

    @Test func `faces differ and have one height`() throws {
        let text = try PangoText()
        let regular = text.measure("Hysteresis", font: Font(size: 9))
        #expect(text.measure("Hysteresis", font: Font(size: 9, bold: true)).width > regular.width)
        #expect(
            text.measure("iiii", font: Font(size: 9, monospaced: true)).width
                == text.measure("MMMM", font: Font(size: 9, monospaced: true)).width)
        let empty = text.measure("", font: Font(size: 9))
        #expect(empty.width == 0)
        #expect(empty.ascent == regular.ascent && empty.descent == regular.descent)
        #expect(regular.ascent > 6 && regular.descent > 1)
    }

    @Test func `the house's face has the characters of the trade`() throws {
        let text = try PangoText()
        let trade =
            "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩ ×÷±−·≤≥≈≠∝∞√∫∂∇∑µÅ°′″‰ ⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉ →←↑↓↗↘⟲⟳ …–—‘’“”•✓✗"
        for (bold, italic) in [(false, false), (true, false), (false, true), (true, true)] {
            _ = text.measure(trade, font: Font(size: 9, bold: bold, italic: italic))
        }
        #expect(text.findings.map(\.text) == [])
    }

    @Test func `a character that the house's face lacks comes from the machine's other fonts`() throws {
        let text = try PangoText()
        // Of the fonts that are always there only DejaVu Math has the script A.
        #expect(text.measure("\u{1D49C}", font: Font(size: 9)).width > 3)
        #expect(text.findings.map(\.text) == [])
    }

    @Test func `a character that no font has is a finding, not a trap`() throws {
        let text = try PangoText()
        // The last assigned private plane: no font has it.
        #expect(text.measure("a\u{10FFFD}b", font: Font(size: 9)).width > 0)
        let finding = try #require(text.findings.first)
        #expect(finding.code == "font.no-glyph")
        #expect(finding.message.contains("\"\u{10FFFD}\"") && !finding.message.contains("\"a\""))
        // The next document is asked about itself alone, and the same text in it is told again.
        text.beginDocument()
        #expect(text.findings.isEmpty)
        _ = text.measure("a\u{10FFFD}b", font: Font(size: 9))
        #expect(text.findings.count == 1)
    }

    @Test func `line ends and control characters are blanks`() throws {
        let text = try PangoText()
        let font = Font(size: 9)
        let blank = text.measure("a b", font: font)
        for mark in ["\n", "\t", "\u{0}", "\u{2028}", "\r\n"] {
            let extent = text.measure("a\(mark)b", font: font)
            #expect(extent.ascent == blank.ascent && extent.descent == blank.descent)
            #expect(extent.width == text.measure(mark == "\r\n" ? "a  b" : "a b", font: font).width)
        }
    }

    @Test func `a line is as wide as its words and blanks`() throws {
        let text = try PangoText()
        let font = Font(size: 9)
        let words = ["Affine", "τₖ", "±", "0.11", "kΩ"]
        for blank in [" ", "\u{A0}"] {
            let parts = words.reduce(0) { $0 + text.measure($1, font: font).width.value }
            let blanks = 4 * text.measure(blank, font: font).width.value
            let line = text.measure(words.joined(separator: blank), font: font).width.value
            #expect(abs(line - parts - blanks) < 1e-9)
        }
    }

    @Test func `letters that a mark stands on are as wide as without it`() throws {
        let text = try PangoText()
        // Not plain text: Pango lays it out, and the accent takes no room.
        let font = Font(size: 9)
        #expect(text.measure("e\u{301}e", font: font).width == text.measure("ee", font: font).width)
        #expect(text.measure("אב", font: font).width > 5)
    }

    @Test(
        .enabled(
            if: ExternalTool.hasFile("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
            "fonts-wqy-microhei is not installed"))
    func `Chinese, Japanese and Korean letters come from the second family`() throws {
        let text = try PangoText()
        for name in ["憶阻器 7", "メモリスタ", "멤리스터", "ｽｲｯﾁ 3", "中τ中"] {
            #expect(text.measure(name, font: Font(size: 9)).width > 18, "\(name)")
            #expect(text.measure(name, font: Font(size: 9, bold: true)).width > 18, "\(name)")
        }
        #expect(text.findings.map(\.text) == [])
    }

    @Test func `letters stand each by itself, so that a search finds its words`() throws {
        let text = try PangoText()
        let font = Font(size: 9)
        let (f, i) = (text.measure("f", font: font).width.value, text.measure("i", font: font).width.value)
        #expect(abs(text.measure("fi", font: font).width.value - f - i) < 1e-9)
    }
}
