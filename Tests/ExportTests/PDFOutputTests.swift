import Drawing
import Export
import Findings
import Foundation
import Testing

@Suite struct PDFOutputTests {
    private func sample() throws -> [UInt8] {
        let text = try PangoText()
        let files = try export(SampleDocument.make(text: text), format: PDFOutput(), text: text)
        #expect(files.map { $0.name(for: "D01") } == ["D01.pdf"])
        return try #require(files.first).bytes
    }

    @Test func `a document becomes one PDF with header and end`() throws {
        let bytes = try sample()
        #expect(bytes.starts(with: "%PDF-1.5".utf8))
        #expect(bytes.suffix(6).elementsEqual("%%EOF\n".utf8))
    }

    @Test(.enabled(if: ExternalTool.has("qpdf"), "qpdf is not installed"))
    func `qpdf finds no fault`() throws {
        let result = try #require(ExternalTool("qpdf")).run(["--check", "{}"], on: try sample())
        #expect(result.status == 0, "\(result.output)")
    }

    @Test(.enabled(if: ExternalTool.has("pdftotext"), "poppler-utils is not installed"))
    func `text can be searched, scripts and Greek too`() throws {
        let output = try #require(ExternalTool("pdftotext")).run(["{}", "-"], on: try sample()).output
        #expect(output.contains("The time constant τk is 1.20 × 10-3 s; Rdc = 48.0 kΩ"))
        #expect(output.contains("fixed faces"))
    }

    @Test(.enabled(if: ExternalTool.has("pdfinfo"), "poppler-utils is not installed"))
    func `title, date, structure and places are stated`() throws {
        let pdfinfo = try #require(ExternalTool("pdfinfo"))
        let bytes = try sample()
        let info = try pdfinfo.run(["-isodates", "{}"], on: bytes).output
        #expect(info.contains("Device τk & \"friends\" <1>"))
        #expect(info.contains("CreationDate:    2026-03-01T12:30:05Z"))
        #expect(info.contains("ModDate:         2026-03-01T12:30:05Z"))
        #expect(info.contains("Pages:           2"))

        let structure = try pdfinfo.run(["-struct", "{}"], on: bytes).output
        for element in ["Document", "H1", "P (block)", "Figure", "Table", "TR", "TD"] {
            #expect(structure.contains(element), "\(element)")
        }
        let places = try pdfinfo.run(["-dests", "{}"], on: bytes).output
        // Page height 842 less 60: PDF counts from below.
        #expect(places.contains("1 [ XYZ   56  782 null      ] \"top\""))
        #expect(places.contains("\"figure\""))
        #expect(try pdfinfo.run(["-url", "{}"], on: bytes).output.contains("https://example.org/o'brien?a=1&b=(2)"))
    }

    @Test(.enabled(if: ExternalTool.has("qpdf"), "qpdf is not installed"))
    func `language, the figure's alternative text, and an identifier are stated`() throws {
        let arguments = ["--qdf", "--object-streams=disable", "--static-id", "{}", "-"]
        let output = try #require(ExternalTool("qpdf")).run(arguments, on: try sample()).output
        #expect(output.contains("/Lang (en)") && output.contains("/DisplayDocTitle true"))
        #expect(output.contains("/CreationDate (D:20260301123005Z)"))
        // UTF-16 for "A pinched loop τ.", high byte first.
        #expect(output.contains("/Alt <feff00410020007000690"))
        #expect(String(decoding: try sample().suffix(500), as: UTF8.self).contains("/ID[<"))
    }

    @Test(.enabled(if: ExternalTool.has("pdffonts"), "poppler-utils is not installed"))
    func `every font is embedded`() throws {
        let output = try #require(ExternalTool("pdffonts")).run(["{}"], on: try sample()).output
        let rows = output.split(separator: "\n").dropFirst(2)
        // Regular, bold, oblique, fixed; Cairo keeps Latin and other letters of a face apart.
        let faces = Set(rows.compactMap { $0.split(separator: " ").first?.split(separator: "+").last })
        #expect(faces.count == 4, "\(faces)")
        for row in rows { #expect(row.contains("DejaVu") && row.contains(" yes yes yes"), "\(row)") }
    }

    @Test func `the same document gives the same bytes, whatever was drawn before`() throws {
        let text = try PangoText()
        let document = SampleDocument.make(text: text)
        let first = try export(document, format: PDFOutput(), text: text)
        for format in OutputFormats.all { _ = try export(document, format: format, text: text) }
        _ = text.measure("another text", font: Font(size: 31))
        #expect(try export(document, format: PDFOutput(), text: text) == first)
        #expect(try sample() == first[0].bytes)
    }

    @Test func `two lanes at once give the bytes of one`() async throws {
        let alone = try sample()
        let together = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<4 { group.addTask { try sample() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(together.count == 4)
        #expect(together.allSatisfy { $0 == alone })
    }

    @Test(.enabled(if: ExternalTool.has("pdfinfo"), "poppler-utils is not installed"))
    func `places and addresses with letters of all kinds lead where they should`() throws {
        let text = try PangoText()
        let frame = Frame(x: 0, y: 0, width: 10, height: 10)
        let items: [Item] = [
            // Cairo leaves out the links of a page without ink.
            .path(.rectangle(Frame(x: 80, y: 80, width: 1, height: 1)), fill: .black, stroke: nil),
            .destination(name: "fig τ %", Position(x: 0, y: 0)), .destination(name: "fig τ %", Position(x: 9, y: 9)),
            .link(frame, .destination("fig τ %")), .link(frame, .uri("https://example.org/µ a")),
        ]
        let page = Page(size: Size(width: 100, height: 100), items: items)
        let file = try export(Document(title: "", date: "", pages: [page]), format: PDFOutput(), text: text)[0]
        let pdfinfo = try #require(ExternalTool("pdfinfo"))
        let places = try pdfinfo.run(["-dests", "{}"], on: file.bytes).output
        #expect(places.contains("[ XYZ    0  100 null      ] \"fig%20%CF%84%20%25\""))
        #expect(!places.contains("XYZ    9"))
        #expect(try pdfinfo.run(["-url", "{}"], on: file.bytes).output.contains("https://example.org/%C2%B5%20a"))
    }

    @Test func `a document without pages and a page without size are findings`() throws {
        let text = try PangoText()
        let empty = Document(title: "", date: "", pages: [])
        #expect(throws: Failure.self) { try export(empty, format: PDFOutput(), text: text) }
        let pages = [Double.nan, 0, 20000, 100].map { Page(size: Size(width: Points($0), height: 100)) }
        do {
            _ = try export(Document(title: "", date: "", pages: pages), format: PDFOutput(), text: text)
            Issue.record("no fault was found")
        } catch {
            #expect(error.findings.map(\.code) == Array(repeating: "export.page-size", count: 3))
        }
    }

    @Test func `wild numbers in a drawing neither trap nor spoil the file`() throws {
        let text = try PangoText()
        let wild: [Double] = [.nan, .infinity, -.infinity, 1e308, -1e308, 0, -5]
        var items: [Item] = []
        for x in wild {
            let place = Position(x: Points(x), y: Points(x))
            let frame = Frame(x: Points(x), y: 0, width: Points(x), height: 10)
            items += [
                .path(
                    Path([.line(place), .curve(place, place, place), .close, .move(place), .close]), fill: .black,
                    stroke: Stroke(Color(red: x, green: x, blue: 0, alpha: x), width: Points(x), dash: [Points(x), 0])),
                .group(
                    Group(
                        clip: frame,
                        [
                            SampleDocument.run(
                                "a\u{0}\n\u{2028}\u{202E}b", at: x, x, size: x, text: text, rotation_deg: x)
                        ])),
                .link(frame, .uri("'\\\u{0}'")), .link(frame, .destination("nowhere")),
                .destination(name: "it's \\", place),
            ]
        }
        items.append(SampleDocument.run("and still here", at: 20, 20, text: text))
        let page = Page(
            size: Size(width: 100, height: 100), items: items,
            outline: [Page.OutlineEntry(title: "\u{0}", level: -3, y: Points(.nan))], label: "x\u{0}")
        let document = Document(title: "\u{0}", date: "no date", pages: [page])
        for format in OutputFormats.all {
            #expect(try !export(document, format: format, text: text).isEmpty)
        }
        guard let pdftotext = ExternalTool("pdftotext") else { return }
        let bytes = try export(document, format: PDFOutput(), text: text)[0].bytes
        #expect(try pdftotext.run(["{}", "-"], on: bytes).output.contains("and still here"))
    }
}
