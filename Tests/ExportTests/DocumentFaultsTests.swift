import Drawing
import Export
import Findings
import Testing

@Suite struct DocumentFaultsTests {
    @Test func `links to nowhere and names given twice are warnings`() {
        let frame = Frame(x: 0, y: 0, width: 10, height: 10)
        let items: [Item] = [
            .destination(name: "figure-1", Position(x: 0, y: 0)), .destination(name: "figure-1", Position(x: 0, y: 9)),
            .link(frame, .destination("figure-2")), .link(frame, .destination("figure-1")), .link(frame, .uri("x")),
        ]
        let page = Page(size: Size(width: 100, height: 100), items: [.group(Group(items))])
        let findings = Document(title: "", date: "", pages: [page]).linkFindings
        #expect(findings.map(\.code) == ["export.double-place", "export.dangling-link"])
        #expect(findings.last?.fix == "did you mean \"figure-1\"?")
    }
}
