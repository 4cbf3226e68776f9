import Archives
import Drawing
import Testing

@testable import Export

@Suite struct PDFFinishTests {
    private static let document = Document(title: "T", language: "de-CH", date: "2026-03-01", pages: [])

    /// A file of objects as Cairo writes them, with its table.
    static func file(_ objects: [String], root: Int = 1, info: Int = 2) -> [UInt8] {
        var text = "%PDF-1.5\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets { text += String(repeating: "0", count: 10 - "\(offset)".count) + "\(offset) 00000 n \n" }
        text += "trailer\n<< /Size \(objects.count + 1)\n   /Root \(root) 0 R\n   /Info \(info) 0 R\n>>\n"
        return Array((text + "startxref\n\(start)\n%%EOF\n").utf8)
    }

    /// The text of the objects that a finished file has packed.
    static func packed(_ bytes: [UInt8]) throws -> String {
        let range = try #require(bytes.firstRange(of: "/Type/ObjStm", in: 0..<bytes.count))
        let start = try #require(bytes.firstRange(of: "stream\n", in: range.upperBound..<bytes.count)).upperBound
        let end = try #require(bytes.firstRange(of: "\nendstream", in: start..<bytes.count)).lowerBound

        return try Inflated.text(Array(bytes[start..<end]))
    }

    @Test(arguments: [
        "", "%PDF-1.5", "startxref\n", "startxref\n99999999999999999999\n%%EOF", "startxref\n0\n%%EOF",
        "xref\n0 9\n0000000000 65535 f \nstartxref\n0\n%%EOF", "xref\n0 1\n0000000000 65535 f \nstartxref\n0\n",
        "xref\n0 0\n\nstartxref\n0\n", "xref\n0 2\n0000000000 65535 f \n0000000900 00000 n \ntrailer\nstartxref\n0\n",
    ]) func `a file of another shape stays as it is`(text: String) {
        #expect(PDFFinish.finished(Array(text.utf8), of: Self.document) == Array(text.utf8))
    }

    @Test func `no damage of a byte traps, and the file stays or is finished`() {
        let whole = Self.file([
            "<< /Type /Catalog\n   /Pages 3 0 R\n   /StructTreeRoot 4 0 R\n>>",
            "<< /Title (T)\n   /CreationDate (2026)\n>>",
            "<< /Type /Pages\n>>", "<< /Type /StructTreeRoot\n   /K [ 5 0 R ]\n>>",
            "<< /Type /StructElem\n   /S /Document\n   /P 4 0 R\n   /K [ 6 0 R 7 0 R ]\n>>",
            "<< /Type /StructElem\n   /S /Figure\n   /P 5 0 R\n   /Pg 3 0 R\n   /K 0\n>>",
            "<< /Type /StructElem\n   /S /Caption\n   /P 5 0 R\n   /Pg 3 0 R\n   /K [ << /Type /OBJR /Obj 3 0 R >> 1 ]\n>>",
        ])
        // Every seventh byte: a file of seven objects meets each kind of byte so.
        for place in stride(from: 0, to: whole.count, by: 7) {
            for byte in [UInt8(0), 0x20, 0x39, 0x3E] {
                var damaged = whole
                damaged[place] = byte
                #expect(!PDFFinish.finished(damaged, of: Self.document).isEmpty)
            }
            // Without its last words the file still says where its table is.
            guard place < whole.count - 10 else { continue }
            let isKept = PDFFinish.finished(Array(whole[..<place]), of: Self.document) == Array(whole[..<place])
            #expect(isKept, "cut at \(place)")
        }
    }

    @Test func `language, title, dates and metadata are stated, objects are packed`() throws {
        let bytes = PDFFinish.finished(
            Self.file(["<< /Type /Catalog\n   /Pages 3 0 R\n>>", "<< /CreationDate (2026)\n>>", "<< /Type /Pages\n>>"]),
            of: Self.document)
        let text = try Self.packed(bytes)
        #expect(text.contains("/Lang (de-CH)") && text.contains("/DisplayDocTitle true") && text.contains("(D:2026)"))
        #expect(text.contains("/Metadata 4 0 R"))
        let all = String(decoding: bytes, as: UTF8.self)
        #expect(
            all.contains("<dc:language><rdf:Bag><rdf:li>de-CH</rdf:li>") && all.contains("<xmp:CreateDate>2026-03-01<"))
        #expect(!all.contains("trailer"))
    }

    @Test func `a language tag that is none is left out of the catalog`() throws {
        var document = Self.document
        document.language = "en) /Evil ("
        let bytes = PDFFinish.finished(Self.file(["<< /Type /Catalog\n>>", "<< >>"]), of: document)
        #expect(try !Self.packed(bytes).contains("/Lang"))
    }

    @Test func `captions go into their figures and tables, items into lists`() throws {
        let tags = ["Figure", "Caption", "Caption", "Table", "LI", "LI", "P", "LI", "Caption"]
        let elements = tags.indices.map {
            "<< /Type /StructElem\n   /S /\(tags[$0])\n   /P 3 0 R\n   /Pg 1 0 R\n   /K \($0)\n>>"
        }
        let list = tags.indices.map { "\($0 + 4) 0 R " }.joined()
        let bytes = Self.file(
            [
                "<< /Type /Catalog\n>>", "<< >>",
                "<< /Type /StructElem\n   /S /Document\n   /P 1 0 R\n   /K [ \(list)]\n>>",
            ]
                + elements)
        var tree = try #require(CairoPDF(bytes).flatMap(StructureTree.init))
        tree.describe(figures: ["what is seen"])
        tree.arrange()
        func kids(_ number: Int) -> [StructureTree.Kid]? { tree.elements[number]?.kids }
        // Object 3 is the document, 4 the figure, 7 the table; 13 and 14 are the new lists.
        #expect(kids(3) == [.element(4), .element(7), .element(13), .element(10), .element(14), .element(12)])
        #expect(kids(4) == [.content(0), .element(5)] && tree.elements[5]?.parent == 4)
        #expect(kids(7) == [.element(6), .content(3)] && tree.elements[6]?.parent == 7)
        #expect(kids(13) == [.element(8), .element(9)] && kids(14) == [.element(11)])
        #expect(tree.elements[13]?.tag == "L" && tree.elements[9]?.parent == 13)
        let figure = try #require(tree.bytes(4))
        #expect(
            String(decoding: figure, as: UTF8.self) == "<</S/Figure/P 3 0 R/Pg 1 0 R/Alt(what is seen)/K[ 0 5 0 R]>>")
    }

    @Test func `texts of objects are escaped, names and dates have their forms`() {
        #expect(PDFString.text("a(b)\\") == "(a\\(b\\)\\\\)")
        #expect(PDFString.text("µ") == "<feff00b5>")
        #expect(PDFString.name("application/json") == "/application#2fjson")
        #expect(PDFString.date("2026-03-01") == "(D:20260301)")
        #expect(PDFString.date("2026-03-01T12:30:05Z") == "(D:20260301123005Z)")
        #expect(PDFString.date("2026-03-01T12:30:05+01:30") == "(D:20260301123005+01'30)")
    }

    @Test(arguments: [0, 7, 10, 12345678, 123456789, 9_999_999_999])
    func `numbers are added digit by digit`(number: Int) {
        var bytes: [UInt8] = []
        bytes.append("a ", number: number, "!")
        #expect(String(decoding: bytes, as: UTF8.self) == "a \(number)!")
    }
}
