internal import Files

/// The text of a PDF as Cairo 1.16 writes it, and what we add to it.
///
/// Cairo has no call for the document's language, for what a figure shows, or for an identifier, and writes dates
/// without their `D:` (ISO 32000-1: 7.9.4, 14.4, 14.9.2, 14.9.3). All stand in plain objects that the table of
/// offsets at the end leads to: texts are put in, and the table is written anew. A file of another shape (a newer
/// Cairo packs its objects) stays as it is; it is valid without.
struct PDFText {
    private(set) var bytes: [UInt8]
    private var edits: [(place: Int, text: String)] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// States the language, that the window shows the title, and for each figure in the order of drawing what it shows.
    mutating func describe(language: String, figures: [String]) {
        guard let table = OffsetTable(bytes) else { return }
        edits = []
        let isTag = !language.isEmpty && language.utf8.allSatisfy { PDFText.isTagByte($0) }
        put(
            (isTag ? "\n   /Lang (\(language))" : "") + "\n   /ViewerPreferences << /DisplayDocTitle true >>",
            after: "<< /Type /Catalog", in: table.offset(of: table.root))
        for key in ["/CreationDate (", "/ModDate ("] { put("D:", after: key, in: table.offset(of: table.info)) }

        // Cairo numbers objects as they are begun, so figures come in the order of drawing.
        let elements = table.offsets.filter { starts(objectAt: $0, with: "<< /Type /StructElem\n   /S /Figure\n") }
        if elements.count == figures.count {
            for (offset, figure) in zip(elements, figures) {
                put("\n   /Alt \(PDFText.string(figure))", after: "/S /Figure", in: offset)
            }
        }
        rewrite(table)
    }

    /// Notes a text to be put behind a mark in the object at an offset; nothing if the mark is not there.
    private mutating func put(_ text: String, after mark: String, in offset: Int?) {
        guard let offset, let end = bytes.firstRange(of: "endobj", from: offset)?.lowerBound,
            let found = bytes.firstRange(of: mark, from: offset), found.upperBound <= end
        else { return }
        edits.append((found.upperBound, text))
    }

    /// Whether the object at an offset has a beginning, after its number.
    private func starts(objectAt offset: Int, with text: String) -> Bool {
        guard let head = bytes[offset...].prefix(32).firstIndex(of: UInt8(ascii: "\n")) else { return false }
        return bytes[(head + 1)...].starts(with: text.utf8)
    }

    /// Puts the texts in, and writes the table of offsets and the trailer anew.
    private mutating func rewrite(_ table: OffsetTable) {
        edits.sort { $0.place < $1.place }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 512)
        var done = 0
        for edit in edits {
            out += bytes[done..<edit.place]
            out += edit.text.utf8
            done = edit.place
        }
        out += bytes[done..<table.start]

        let start = out.count
        let hash = SHA256.hex(of: out).prefix(32)
        out += "xref\n0 \(table.offsets.count + 1)\n0000000000 65535 f \n".utf8
        for offset in table.offsets {
            let moved = edits.filter { $0.place < offset }.reduce(offset) { $0 + $1.text.utf8.count }
            out += (PDFText.padded(moved) + " 00000 n \n").utf8
        }
        out += "trailer\n<< /Size \(table.offsets.count + 1)\n   /Root \(table.root) 0 R\n".utf8
        out += "   /Info \(table.info) 0 R\n   /ID [ <\(hash)> <\(hash)> ]\n>>\nstartxref\n\(start)\n%%EOF\n".utf8
        bytes = out
    }

    /// Letters, digits and the hyphen: all that a language tag may have (RFC 5646).
    private static func isTagByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
        default: false
        }
    }

    /// A text as PDF takes any: UTF-16, high byte first, after a mark, in hexadecimal digits.
    private static func string(_ text: String) -> String {
        "<feff" + text.utf16.map { padded(String($0, radix: 16), 4) }.joined() + ">"
    }

    private static func padded(_ number: Int) -> String { padded(String(number), 10) }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}

/// Where each object of a PDF stands, from the plain table at its end (ISO 32000-1, 7.5.4).
private struct OffsetTable {
    /// Offset of the table itself.
    let start: Int
    /// Offsets of objects 1, 2, ...
    let offsets: [Int]
    /// Number of the catalog.
    let root: Int
    /// Number of the document's information.
    let info: Int

    /// Reads the table; `nil` where it does not have the shape that Cairo 1.16 gives it.
    init?(_ bytes: [UInt8]) {
        let tail = max(0, bytes.count - 64)
        guard let mark = bytes.firstRange(of: "startxref\n", from: tail),
            let start = bytes.number(at: mark.upperBound), start < bytes.count, start >= 0,
            bytes[start...].starts(with: "xref\n0 ".utf8), let count = bytes.number(at: start + 7),
            let line = bytes.firstRange(of: "\n", from: start + 7), count > 0
        else { return nil }
        // Each line has 20 bytes: ten digits of offset, five of generation, a letter.
        let first = line.upperBound
        guard count <= (bytes.count - first) / 20 else { return nil }
        var offsets: [Int] = []
        for index in 1..<max(count, 1) {
            guard let offset = bytes.number(at: first + 20 * index), offset > 0, offset < start else { return nil }
            offsets.append(offset)
        }
        let trailer = first + 20 * count
        guard let root = bytes.firstRange(of: "/Root ", from: trailer).flatMap({ bytes.number(at: $0.upperBound) }),
            let info = bytes.firstRange(of: "/Info ", from: trailer).flatMap({ bytes.number(at: $0.upperBound) })
        else { return nil }
        self.start = start
        self.offsets = offsets
        self.root = root
        self.info = info
    }

    func offset(of number: Int) -> Int? { offsets.indices.contains(number - 1) ? offsets[number - 1] : nil }
}

extension [UInt8] {
    /// Where a text stands first, from an offset on.
    fileprivate func firstRange(of text: String, from offset: Int) -> Range<Int>? {
        let wanted = Array(text.utf8)
        guard let first = wanted.first, offset >= 0, offset <= count else { return nil }
        var at = offset
        while let next = self[at...].firstIndex(of: first) {
            if self[next...].starts(with: wanted) { return next..<(next + wanted.count) }
            at = next + 1
        }
        return nil
    }

    /// The whole number at an offset; `nil` where there is none.
    fileprivate func number(at offset: Int) -> Int? {
        guard indices.contains(offset) else { return nil }
        let digits = self[offset...].prefix(18).prefix { (0x30...0x39).contains($0) }
        return digits.isEmpty ? nil : digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
