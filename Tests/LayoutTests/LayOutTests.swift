import Drawing
import Findings
import Layout
import Measurements
import Templates
import Testing

@Suite struct LayOutTests {
    private func texts(_ inside: String) throws -> [String] {
        try LayoutSamples.layOut(inside).document.pages.flatMap(LayoutSamples.texts)
    }

    @Test func `a paragraph prints text, faces and values at its place`() throws {
        let result = try LayoutSamples.layOut(
            "<p>Bias  <b>of</b>\n <value select='recording[1]/@bias_V' unit='V'/></p>")
        let page = try #require(result.document.pages.first)
        #expect(
            PictureDump.text(page) == """
                page 595.3 x 841.9 label "1"
                  group paragraph
                    text 51,59.2 w 58.1 "Bias of 200\u{A0}mV"

                """)
        #expect(result.findings.isEmpty && result.document.title == "D01")
    }

    @Test func `loops and conditions follow the analysis`() throws {
        let template = """
            <for-each select="recording"><p><value select="@id"/><if test="@bias_V > 0.3">!</if><else>?</else></p></for-each>
            """
        #expect(try texts(template) == ["impedance-0?", "impedance-1!"])
    }

    @Test func `expressions in attributes are resolved`() throws {
        let template = """
            <for-each select="recording"><p>τ<sub>k</sub> = <metric id="impedance.tau_k" from="{@id}"/></p></for-each>
            """
        #expect(try texts(template) == ["τk = 20.0 ± 1.0\u{A0}ms", "τk = 40.0 ± 1.0\u{A0}ms"])
    }

    @Test func `header and footer know the number of pages`() throws {
        let result = try LayoutSamples.layOut(
            "<header left='{@id}'/><footer right='Page {$page} of {$pages}' left='{$tool}'/><p>a</p><page-break/><p>b</p>"
        )
        let pages = result.document.pages.map(LayoutSamples.texts)
        #expect(pages == [["a", "pinch 0.1.0", "Page 1 of 2"], ["b", "D01", "pinch 0.1.0", "Page 2 of 2"]])
    }

    @Test func `what matches nothing is a finding and a dash, unless told`() throws {
        let result = try LayoutSamples.layOut(
            "<p><value select='@nobody'/> <metric id='impedance.R_dc' where='@bias_V = 9'/> <value select='@x' missing='none'/></p>"
        )
        #expect(result.findings.map(\.code) == ["layout.no-match", "layout.no-match"])
        #expect(result.findings.first?.position?.line == 1)
        #expect(result.document.pages.first.map(LayoutSamples.texts) == ["– – none"])
    }

    @Test func `several metrics where one is asked for is a finding`() throws {
        let result = try LayoutSamples.layOut("<p><metric id='impedance.R_dc'/></p>")
        #expect(result.findings.map(\.code) == ["layout.several-matches"])
    }

    @Test func `a million turns are refused`() throws {
        let loop =
            "<for-each select='//metric'><for-each select='//metric'><for-each select='//metric'><p/></for-each></for-each></for-each>"
        #expect(throws: Failure.self) { try LayoutSamples.layOut(loop, turns: 50) }
    }

    @Test func `too many steps, elements and figures are refused too`() throws {
        let loop = "<for-each select='//metric'><p><value select='count(//metric[//recording])'/></p></for-each>"
        #expect(throws: Failure.self) { try LayoutSamples.layOut(loop) { $0.mostStepsInAll = 40 } }
        #expect(throws: Failure.self) { try LayoutSamples.layOut(loop) { $0.mostElements = 5 } }
        #expect(throws: Failure.self) {
            try LayoutSamples.layOut("<for-each select='//metric'><figure ref='impedance.nyquist'/></for-each>") {
                $0.mostFigures = 2
            }
        }
        #expect(try LayoutSamples.layOut(loop).findings.isEmpty)
    }

    @Test func `selected elements are sorted by number or text`() throws {
        let loop =
            "<for-each select='metric' sort='@value' order='%'><p><value select='@unit'/> <value select='@bias_V'/></p></for-each>"
        let rising = ["s 0.2", "s 0.4", "ohm 0.4", "ohm 0.2"]
        #expect(try texts(loop.replacing("%", with: "ascending")) == rising)
        #expect(try texts(loop.replacing("%", with: "descending")) == rising.reversed())
        let words =
            "<for-each select='metric|label' sort='@id' order='descending'><p><value select='@id'/></p></for-each>"
        #expect(try texts(words).first == "impedance.tau_k" && texts(words).last == "impedance.R_dc")
    }

    @Test func `what selects nothing is noted where a template is checked`() throws {
        let inside =
            "<for-each select='recording[9]'><p/></for-each><metrics ids='impedance.R_dc' where='@bias_V = 7'/><p>x</p>"
        #expect(try LayoutSamples.layOut(inside).findings.isEmpty)
        let noted = try LayoutSamples.layOut(inside) { $0.tellsEmpty = true }.findings
        #expect(noted.map(\.code) == ["layout.empty-loop", "layout.empty-loop"])
        #expect(noted.allSatisfy { $0.severity == .note && $0.position?.line == 1 })
    }

    @Test func `a bad value of an expression is a finding, and the default holds`() throws {
        let result = try LayoutSamples.layOut("<figure ref='impedance.nyquist' width='{@id}'/>")
        #expect(result.findings.map(\.code) == ["layout.bad-value"])
        #expect(try LayoutSamples.layOut("<figure ref='{@id}'/>").findings.map(\.code) == ["layout.unknown-reference"])
    }

    @Test func `a bias is a number or the deepest loop's`() throws {
        let typed = try LayoutSamples.layOut("<figure ref='impedance.nyquist' bias='{@id}' missing=''/>")
        #expect(typed.findings.map(\.code).contains("layout.bad-value"))
        let deepest = try LayoutSamples.layOut("<figure ref='impedance.nyquist' bias='deepest' missing=''/>")
        #expect(!deepest.findings.map(\.code).contains("layout.bad-value"))
    }

    @Test func `an expression that gives no nodes where nodes are asked for is a finding`() throws {
        let result = try LayoutSamples.layOut("<for-each select='1 + 1'><p/></for-each>")
        #expect(result.findings.map(\.code) == ["layout.xpath-failed"])
    }

    @Test func `a link to nowhere is a finding with the nearest name`() throws {
        let result = try LayoutSamples.layOut(
            "<section title='S' id='impedance'/><for-each select='.'><p><link to='#{substring(\"impedance\", 1, 8)}'>x</link></p></for-each>"
        )
        #expect(result.findings.map(\.code) == ["layout.dangling-link"])
        #expect(result.findings.first?.fix == "did you mean \"impedance\"?")
    }

    @Test func `sections stand in the outline`() throws {
        let result = try LayoutSamples.layOut(
            "<section title='A_{{1}}'><p>x</p><section title='B'><p>y</p></section></section>")
        let outline = try #require(result.document.pages.first).outline
        #expect(outline.map(\.title) == ["A1", "B"] && outline.map(\.level) == [1, 2])
    }

    @Test func `two runs give the same pages`() throws {
        let inside =
            "<metrics prefix='impedance.' pivot='bias_V'/><links/><findings/><provenance/><settings/><definitions/>"
        #expect(try LayoutSamples.layOut(inside).document == LayoutSamples.layOut(inside).document)
    }

    @Test func `a template that prints nothing is told`() throws {
        let result = try LayoutSamples.layOut("")
        #expect(result.findings.map(\.code) == ["layout.nothing-printed"])
        #expect(result.document.pages.count == 1)
    }
}
