import Drawing
import Findings
import Foundation
import Layout
import Measurements
import Plots
import Testing

/// Paper, margins, themes, and lines of tables.
@Suite struct StyleTests {
    private func page(_ inside: String, _ attributes: String) throws -> Page {
        try #require(try LayoutSamples.layOut(inside, attributes: attributes).document.pages.first)
    }

    private func runs(_ inside: String, _ attributes: String = "") throws -> [TextRun] {
        try page(inside, attributes).items.flatMap(LayoutSamples.runs)
    }

    @Test func `paper and the margins of single sides are as told`() throws {
        let page = try page(
            "<p align='right'>x</p>", "page='100mm x 50mm' margin='10mm' margin-right='72pt' margin-top='0.5in'")
        #expect(page.size == Size(width: .millimeters(100), height: .millimeters(50)))
        let run = try #require(page.items.flatMap(LayoutSamples.runs).first)
        #expect(abs(run.frame.maxX.value - (page.size.width.value - 72)) < 0.01 && run.frame.y > 36 && run.frame.y < 42)
        #expect(try self.page("<p/>", "page='A5-landscape'").size.width == .millimeters(210))
    }

    @Test func `margins that leave no room are told by their own name`() throws {
        let result = try LayoutSamples.layOut("<p>x</p>", attributes: "page='A6' margin-left='80mm'")
        #expect(result.findings.map(\.code) == ["layout.bad-value"])
        #expect(result.findings.first?.message.hasPrefix("margin-left") == true)
    }

    @Test func `a theme sets a look, and what is written besides wins`() throws {
        let section = "<section title='S'><p>x</p></section>"
        let house = try runs(section)[0].spans[0]
        let journal = try runs("<style theme='journal'/>" + section)[0].spans[0]
        #expect(house.color == Color(hex: 0x0072B2) && journal.color == Color(hex: 0x1F2328))
        #expect(journal.font.size < house.font.size)
        let own = try runs("<style theme='mono' heading='#AA0000' size='10pt' heading-size='20pt'/>" + section)
        #expect(own[0].spans[0].color == Color(hex: 0xAA0000) && own[0].spans[0].font.size == 20)
        #expect(own[1].spans[0].font.size == 10 && own[1].spans[0].color == .black)
    }

    @Test func `type that nobody can read is told and kept in bounds`() throws {
        let result = try LayoutSamples.layOut("<style size='0.1mm'/><p>x</p>")
        #expect(result.findings.map(\.code) == ["layout.bad-value"])
        let span = try #require(result.document.pages.first?.items.flatMap(LayoutSamples.runs).first?.spans.first)
        #expect(span.font.size == 3)
    }

    @Test(arguments: [("rows", 2, 0), ("head", 0, 0), ("stripes", 0, 1)])
    func `tables have lines or tints`(_ look: String, _ lines: Int, _ tints: Int) throws {
        let rows = String(repeating: "<row><cell>a</cell></row>", count: 3)
        let dump = PictureDump.text(try page("<style table='\(look)'/><table>\(rows)</table>", ""))
        #expect(dump.components(separatedBy: "stroke #e3e6e9").count - 1 == lines)
        #expect(dump.components(separatedBy: "fill #e3e6e9").count - 1 == tints)
    }

    @Test func `a header that the margin cannot hold is told`() throws {
        let result = try LayoutSamples.layOut(
            "<header left='a' first='yes'/><p>x</p>", attributes: "margin-top='3mm'")
        #expect(result.findings.map(\.code) == ["layout.overflow"])
        let wide = try LayoutSamples.layOut(
            "<footer left='\(String(repeating: "long ", count: 12))' center='middle of the page, which has no room'/><p>x</p>",
            attributes: "page='A6'")
        #expect(wide.findings.map(\.code) == ["layout.overflow"])
    }
}

/// Tables, lists and numbers of a template's own.
@Suite struct OwnContentTests {
    private func texts(_ inside: String) throws -> [String] {
        try LayoutSamples.layOut(inside).document.pages.flatMap(LayoutSamples.texts)
    }

    @Test func `a unit in the head has one prefix for all cells`() throws {
        let table = """
            <table select="metric[@id='impedance.tau_k']" sort='@bias_V' caption='T'>
            <column head='Bias' select='@bias_V' unit='V' unit-in='head'/>
            <column head='τ' select='@value' se='@se' unit='s' unit-in='head'/>
            <column head='part' select='@se div @value' format='percent' decimals='1'/><note>A note.</note></table>
            """
        let found = try texts(table)
        #expect(found.contains("Bias (V)") && found.contains("τ (ms)"))
        #expect(found.suffix(7) == ["0.2", "20.0 ± 1.0", "5.0\u{A0}%", "0.4", "40.0 ± 1.0", "2.5\u{A0}%", "A note."])
    }

    @Test func `lists stand in items, indented, with letters for numbers`() throws {
        let list = "<list><item>a<list numbered='yes'><item>b</item><item>c</item></list>d</item><item>e</item></list>"
        #expect(try texts(list) == ["•", "a", "a.", "b", "b.", "c", "d", "•", "e"])
        let runs = try #require(try LayoutSamples.layOut(list).document.pages.first).items.flatMap(LayoutSamples.runs)
        #expect(runs[3].origin.x > runs[1].origin.x && runs[6].origin.x == runs[1].origin.x)
    }
}
