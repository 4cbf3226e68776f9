internal import Archives
internal import Files

/// Writes a PDF anew from Cairo's objects: streams as they are, all other objects packed (ISO 32000-1, 7.5.7, 7.5.8).
///
/// The thousand elements of a tagged report are half of its bytes where they stand plain; packed they are a
/// twentieth. What libqpdf costs for the same is told in ARCHITECTURE.md.
struct PDFWriter {
    /// Objects whose text takes the place of Cairo's, and those that Cairo does not have.
    private var texts: [Int: [UInt8]] = [:]
    private var streams: [(number: Int, bytes: [UInt8])] = []
    private var next: Int
    private let pdf: CairoPDF

    /// Most objects packed together; readers unpack them at once.
    private static let packLimit = 4096

    /// Begins with the objects of a file; numbers from `next` on are free.
    init(_ pdf: CairoPDF, next: Int) {
        self.pdf = pdf
        self.next = max(next, pdf.count + 1)
    }

    /// Gives an object another text.
    mutating func replace(_ number: Int, by text: [UInt8]) { texts[number] = text }

    /// Adds an object.
    ///
    /// - Returns: its number.
    mutating func add(_ text: String) -> Int {
        texts[next] = Array(text.utf8)
        next += 1
        return next - 1
    }

    /// Adds a stream, compressed where `level` is given.
    ///
    /// - Parameter entries: what its dictionary has beside length and filter.
    /// - Returns: its number.
    mutating func add(stream content: [UInt8], _ entries: String, level: Int?) -> Int {
        let packed = level.flatMap { Deflate.compress(content, level: $0) }
        streams.append((next, PDFWriter.stream(packed ?? content, entries, isPacked: packed != nil)))
        next += 1
        return next - 1
    }

    /// The file.
    consuming func bytes() -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(pdf.bytes.count)
        out += pdf.bytes[pdf.head]
        var places = [Place](repeating: .none, count: next)
        for object in pdf.objects where object.isStream {
            places[object.number] = .offset(out.count)
            out += pdf.bytes[object.whole]
        }
        for stream in streams {
            places[stream.number] = .offset(out.count)
            out.append("", number: stream.number, " 0 obj\n")
            out += stream.bytes
            out += "endobj\n".utf8
        }
        pack(into: &out, &places)
        writeTable(places, to: &out)
        return out
    }

    // MARK: Packing

    private enum Place {
        case none
        case offset(Int)
        case packed(in: Int, index: Int)
    }

    private mutating func pack(into out: inout [UInt8], _ places: inout [Place]) {
        let added = texts.keys.filter { $0 > pdf.count }.sorted()
        let plain = pdf.objects.filter { !$0.isStream }.map(\.number).sorted() + added
        for start in stride(from: 0, to: plain.count, by: PDFWriter.packLimit) {
            let numbers = plain[start..<min(start + PDFWriter.packLimit, plain.count)]
            var head: [UInt8] = []
            var content: [UInt8] = []
            for (index, number) in numbers.enumerated() {
                head.append("", number: number, " ")
                head.append("", number: content.count, " ")
                if let text = texts[number] {
                    content += text
                } else if let object = pdf.object(number) {
                    content += pdf.bytes[object.body]
                }
                content.append(0x0A)
                places[number] = .packed(in: next, index: index)
            }
            places.append(.offset(out.count))
            out.append("", number: next, " 0 obj\n")
            let entries = "/Type/ObjStm/N \(numbers.count)/First \(head.count)"
            out += PDFWriter.packedStream(head + content, entries)
            out += "endobj\n".utf8
            next += 1
        }
    }

    // MARK: The table of places

    private func writeTable(_ places: [Place], to out: inout [UInt8]) {
        let start = out.count
        // Bytes of kind, place, index; the place of the table itself comes last.
        var rows: [UInt8] = []
        rows.reserveCapacity((next + 1) * 8)
        var last = [UInt8](repeating: 0, count: 7)
        for place in places + [.offset(start)] {
            let row = PDFWriter.row(place)
            // Each row as the difference from the one above: rows of packed objects become alike.
            rows.append(2)
            for (index, byte) in row.enumerated() {
                rows.append(byte &- last[index])
                last[index] = byte
            }
        }
        let hash = SHA256.hex(of: out).prefix(32)
        var entries = "/Type/XRef/Size \(next + 1)/W[1 4 2]/Root \(pdf.root) 0 R/Info \(pdf.info) 0 R"
        entries += "/ID[<\(hash)><\(hash)>]/DecodeParms<</Predictor 12/Columns 7>>"
        out.append("", number: next, " 0 obj\n")
        out += PDFWriter.packedStream(rows, entries)
        out.append("endobj\nstartxref\n", number: start, "\n%%EOF\n")
    }

    private static func row(_ place: Place) -> [UInt8] {
        func bytes(_ kind: UInt8, _ place: Int, _ index: Int) -> [UInt8] {
            [kind] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: place >> $0) }
                + [UInt8(truncatingIfNeeded: index >> 8), UInt8(truncatingIfNeeded: index)]
        }
        return switch place {
        case .none: bytes(0, 0, 0)
        case .offset(let offset): bytes(1, offset, 0)
        case .packed(let stream, let index): bytes(2, stream, index)
        }
    }

    // MARK: Streams

    /// A stream that readers need in order to read the rest; plain where memory for packing is out.
    private static func packedStream(_ content: [UInt8], _ entries: String) -> [UInt8] {
        // The usual level 6 takes twice as long to save a kilobyte of twenty.
        guard let packed = Deflate.compress(content, level: 4) else {
            return stream(content, entries, isPacked: false)
        }
        return stream(packed, entries, isPacked: true)
    }

    private static func stream(_ content: [UInt8], _ entries: String, isPacked: Bool) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(content.count + 160)
        out += "<<\(entries)".utf8
        if isPacked { out += "/Filter/FlateDecode".utf8 }
        out.append("/Length ", number: content.count, ">>\nstream\n")
        out += content
        out += "\nendstream\n".utf8
        return out
    }
}
