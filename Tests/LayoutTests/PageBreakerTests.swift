import Drawing
import Layout
import Testing

@Suite struct PageBreakerTests {
    private let area = Frame(x: 51, y: 51, width: 493.3, height: 739.9)

    @Test func `nothing is placed outside of the text area`() throws {
        let words = String(repeating: "several words of a long text ", count: 900)
        let pages = try LayoutSamples.layOut("<p>\(words)</p>").document.pages
        #expect(pages.count > 2)
        for page in pages {
            for run in page.items.flatMap(LayoutSamples.runs) { #expect(area.contains(run.frame, slack: 0.5)) }
        }
    }

    @Test func `no page starts or ends with a single line of a paragraph`() throws {
        // Paragraphs of three lines: a break inside leaves a single line on one side, so none breaks inside.
        let three = "<p>" + String(repeating: "word ", count: 60) + "</p>"
        let pages = try LayoutSamples.layOut(String(repeating: three, count: 40)).document.pages
        for page in pages {
            for item in page.items { #expect(LayoutSamples.runs(item).count == 3) }
        }
    }

    @Test func `a heading never stands at the foot of a page`() throws {
        let one = "<heading level='1'>Head</heading><p>" + String(repeating: "word ", count: 60) + "</p>"
        let pages = try LayoutSamples.layOut(String(repeating: one, count: 40)).document.pages
        #expect(pages.count > 2)
        for page in pages { #expect(LayoutSamples.texts(page).last != "Head") }
    }

    @Test func `a table's head stands again after a break`() throws {
        let rows = String(repeating: "<row><cell>a</cell><cell>1</cell></row>", count: 120)
        let table = "<table><column head='Name'/><column head='Value'/>\(rows)</table>"
        let pages = try LayoutSamples.layOut(table).document.pages
        #expect(pages.count > 1)
        for page in pages { #expect(LayoutSamples.texts(page).prefix(2) == ["Name", "Value"]) }
    }

    @Test func `a table without a head has none after a break, and notes follow their table`() throws {
        let rows = String(repeating: "<row><cell>a</cell><cell>1</cell></row>", count: 120)
        let texts = try LayoutSamples.layOut("<table>\(rows)</table><p>end</p>").document.pages
            .flatMap(LayoutSamples.texts)
        #expect(texts.count == 241 && texts.last == "end")
    }

    @Test func `a page break starts a page, and none at the start leaves an empty one`() throws {
        #expect(try LayoutSamples.layOut("<page-break/><p>a</p><page-break/><p>b</p>").document.pages.count == 2)
        #expect(try LayoutSamples.layOut("").document.pages.count == 1)
    }
}
