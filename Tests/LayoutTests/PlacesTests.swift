import Drawing
import Findings
import Layout
import Testing

/// Tables of contents and references: what a second pass of the layout knows.
@Suite struct PlacesTests {
    private func pages(_ inside: String, _ attributes: String = "") throws -> [[String]] {
        let result = try LayoutSamples.layOut(inside, attributes: attributes)
        #expect(result.findings.isEmpty, "\(result.findings.map(\.text))")
        return result.document.pages.map(LayoutSamples.texts)
    }

    @Test func `a table of contents has the sections with their pages, and leads to them`() throws {
        let inside = """
            <toc title='Contents'/><section title='One'><p>x</p><section title='In_{{1}}'><p>x</p></section></section>
            <section title='Two' new-page='yes'><p>x</p></section>
            """
        let texts = try pages(inside)
        #expect(texts[0].prefix(7) == ["Contents", "One", "1", "In1", "1", "Two", "2"])
        let result = try LayoutSamples.layOut(inside)
        #expect(PictureDump.text(result.document.pages[0]).contains("destination(\"heading-4\")"))
        #expect(PictureDump.text(result.document.pages[1]).contains("destination heading-4 "))
    }

    @Test func `a table of contents longer than a page moves what it lists, and says where it went`() throws {
        let sections = (1...120).map { "<section title='S\($0)' new-page='yes'><p>x</p></section>" }.joined()
        let texts = try pages("<toc depth='1'/>" + sections)
        let listed = texts.flatMap { $0 }.prefix(240)
        let first = try #require(texts.firstIndex { $0.first == "S1" && $0.count == 2 })
        #expect(first > 1)
        for number in [1, 60, 120] {
            let place = try #require(listed.firstIndex(of: "S\(number)"))
            #expect(listed[place + 1] == "\(first + number)")
        }
    }

    @Test func `figures and tables are listed by the first sentence of their captions`() throws {
        let texts = try pages(
            "<toc of='figures'/><toc of='tables'/><figure ref='impedance.nyquist' caption='First one. And more.'/>"
                + "<metrics ids='impedance.R_dc' caption='Numbers.'/>")
        #expect(texts[0].prefix(6) == ["1", "First one", "1", "1", "Numbers", "1"])
    }

    @Test func `references have name, number, page and title, before and after what they lead to`() throws {
        let refs =
            "<p><ref to='f'/>; <ref to='t'/>; <ref to='s'/>; <ref to='f' show='number'/>; <ref to='t' show='page'/></p>"
        let texts = try pages(
            refs + "<section title='A' id='s'><figure ref='impedance.nyquist' id='f'/><page-break/>"
                + "<metrics ids='impedance.R_dc' caption='C' id='t'/></section>" + refs)
        let line = "Figure\u{A0}1; Table\u{A0}1; A; 1; 2"
        #expect(texts[0].first == line && texts[1].last == line)
    }

    @Test func `sections have numbers where the report wants them`() throws {
        let texts = try pages(
            "<section title='A'><section title='B' id='b'/><section title='C'/></section><section title='D'/><p><ref to='b'/></p>",
            "numbered='yes'")
        #expect(texts[0] == ["1\u{2002}A", "1.1\u{2002}B", "1.2\u{2002}C", "2\u{2002}D", "Section\u{A0}1.1"])
    }

    @Test func `pages are counted from a number, in roman figures where asked`() throws {
        let inside =
            "<footer left='{$page} {$label}'/><p><ref to='s' show='page'/></p><page-break/><section title='S' id='s'/>"
        let texts = try pages(inside, "first-page='8' page-numbers='roman'")
        #expect(texts == [["ix", "8 viii"], ["S", "9 ix"]])
    }

    @Test func `an unknown target is a finding with the nearest name`() throws {
        let result = try LayoutSamples.layOut(
            "<section title='S' id='{@id}'/><p><ref to='{@batch}'/><ref to='D0'/></p>")
        #expect(result.findings.map(\.code) == ["layout.unknown-reference", "layout.unknown-reference"])
        #expect(result.findings.last?.fix == "did you mean \"D01\"?")
    }

    @Test func `a place that prints nothing here has its missing words, or a warning`() throws {
        let absent = "<table select='finding' id='t'><column select='@code'/></table>"
        let told = try LayoutSamples.layOut(absent + "<p>See <ref to='t' missing='nothing'/>.</p>")
        #expect(told.findings.isEmpty && told.document.pages.flatMap(LayoutSamples.texts) == ["See nothing."])
        #expect(try LayoutSamples.layOut(absent + "<p><ref to='t'/></p>").findings.map(\.code) == ["layout.no-match"])
    }

    @Test func `without references nothing is laid out twice, and nothing is listed`() throws {
        let plain = try LayoutSamples.layOut("<section title='S'><p>x</p></section>").document
        #expect(!PictureDump.text(plain.pages[0]).contains("destination"))
    }
}
