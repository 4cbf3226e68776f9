import Drawing
import Export
import Findings
import Testing

@Suite struct PDFStructureTests {
    /// A page with a linked paragraph, a list, a noted paragraph, and a table with a head.
    private func document(_ text: PangoText) -> Document {
        func run(_ words: String, _ x: Double, _ y: Double) -> Item { SampleDocument.run(words, at: x, y, text: text) }
        let blue = TextSpan("Figure 1", font: Font(size: 9), color: Color(hex: 0x0072B2))
        let line = [TextSpan("See ", font: Font(size: 9)), blue, TextSpan(" for it.", font: Font(size: 9))]
        let start = text.measure([line[0]]).width
        let frame = Frame(x: 20 + start, y: 12, width: text.measure([blue]).width, height: 11)
        let bar = Item.path(.rectangle(Frame(x: 18, y: 60, width: 1, height: 9)), fill: .black, stroke: nil)
        let items: [Item] = [
            .group(
                Group(
                    role: .paragraph,
                    [
                        .text(TextRun(line, at: Position(x: 20, y: 20), extent: text.measure(line))),
                        .link(frame, .destination("fig")),
                    ])),
            .group(Group(role: .listItem, [.group(Group(role: .listLabel, [run("1.", 20, 40)])), run("one", 32, 40)])),
            .group(Group(role: .listItem, [.group(Group(role: .listLabel, [run("2.", 20, 52)])), run("two", 32, 52)])),
            .group(
                Group(
                    role: .paragraph, [.group(Group(role: .artifact, [bar])), run("A", 22, 68), run("note.", 22, 78)])),
            .group(Group(role: .caption, [run("Table 1. Times", 20, 88)])),
            .group(
                Group(
                    role: .table,
                    [
                        .group(
                            Group(role: .tableRow, [.group(Group(role: .tableHeader, [run("Quantity", 20, 96)]))])),
                        .group(Group(role: .tableRow, [.group(Group(role: .tableCell, [run("tau", 20, 108)]))])),
                    ])),
            .destination(name: "fig", Position(x: 20, y: 120)),
            .group(
                Group(
                    role: .figure(id: "iv.loop", alternative: "A loop."),
                    [.path(.rectangle(Frame(x: 20, y: 120, width: 40, height: 30)), fill: .black, stroke: nil)])),
            .group(Group(role: .caption, [run("Figure 1. A loop", 20, 164)])),
            .group(Group(role: .artifact, [run("Page 1", 20, 190)])),
        ]
        return Document(
            title: "S", date: "2026-03-01", pages: [Page(size: Size(width: 200, height: 200), items: items)])
    }

    private func bytes(attaching files: [AttachedFile] = []) throws -> [UInt8] {
        let text = try PangoText()
        var document = document(text)
        document.attachments = files
        return try #require(export(document, format: PDFOutput(), text: text).first).bytes
    }

    @Test(.enabled(if: ExternalTool.has("pdfinfo"), "poppler-utils is not installed"))
    func `every word stands in the structure, links, lists, heads and captions in their places`() throws {
        let output = try #require(ExternalTool("pdfinfo")).run(["-struct-text", "{}"], on: try bytes()).output
        let words = output.split(separator: "\n").map { $0.drop { $0 == " " } }
            .filter { !$0.hasPrefix("Object") }
        #expect(
            words
                == [
                    "Document", "P (block)", "Span (inline)", "\"See \"", "Link (inline)", "\"Figure 1\"",
                    "Span (inline)",
                    "\" for it.\"", "L (block)", "LI (block)", "Lbl (block)", "\"1.\"", "LBody (block)", "\"one\"",
                    "LI (block)", "Lbl (block)", "\"2.\"", "LBody (block)", "\"two\"", "P (block)", "\"A note.\"",
                    "Table (block)", "Caption", "\"Table 1. Times\"", "TR", "TH:", "/Scope /Column", "\"Quantity\"",
                    "TR",
                    "TD", "\"tau\"", "Figure", "\"\"", "Caption", "\"Figure 1. A loop\"",
                ].map { $0[...] }, "\(output)")
    }

    @Test(.enabled(if: ExternalTool.has("pdfdetach"), "poppler-utils is not installed"))
    func `attached files come out as they went in, whatever their names`() throws {
        let long = (0..<5000).map { "\($0),\(Double($0).squareRoot())" }.joined(separator: "\n")
        let files = [
            ("b (µ).csv", long), ("a.json", "{}"), ("empty.csv", ""),
        ].map {
            AttachedFile(
                name: $0.0, mediaType: "text/csv", description: "of (it) µ", relationship: .source,
                bytes: Array($0.1.utf8))
        }
        let pdf = try bytes(attaching: files)
        let list = try #require(ExternalTool("pdfdetach")).run(["-list", "{}"], on: pdf).output
        #expect(list.contains("3 embedded files") && list.contains("b (µ).csv"), "\(list)")
        for file in files {
            let line = try #require(list.split(separator: "\n").first { $0.hasSuffix(": " + file.name) })
            let number = line.prefix { $0.isNumber }
            let out = try #require(ExternalTool("pdfdetach"))
                .run(["-save", "\(number)", "-o", "/dev/stdout", "{}"], on: pdf).output
            #expect(out == String(decoding: file.bytes, as: UTF8.self), "\(file.name)")
        }
        guard let qpdf = ExternalTool("qpdf") else { return }
        #expect(try qpdf.run(["--check", "{}"], on: pdf).status == 0)
        #expect(try bytes(attaching: files) == pdf)
    }
}
