/// A PDF as Cairo 1.16 writes it, taken apart into its objects (ISO 32000-1, 7.5).
///
/// Its objects stand plain one behind the other, and a table of their offsets at the end leads to each.
struct CairoPDF {
    /// An object of the file.
    struct Object {
        let number: Int
        /// From the object's number to the line end after `endobj`.
        let whole: Range<Int>
        /// What stands between.
        let body: Range<Int>
        /// Whether it holds a stream, which must stay an object of its own.
        let isStream: Bool
    }

    let bytes: [UInt8]
    /// The objects in the order in which they stand.
    let objects: [Object]
    /// What stands before the first.
    let head: Range<Int>
    /// Number of the catalog.
    let root: Int
    /// Number of the document's information.
    let info: Int

    private let places: [Int]

    /// Takes a file apart; `nil` where it does not have the shape that Cairo 1.16 gives it.
    init?(_ bytes: [UInt8]) {
        guard let table = OffsetTable(bytes) else { return nil }
        let order = table.offsets.indices.sorted { table.offsets[$0] < table.offsets[$1] }
        var objects: [Object] = []
        objects.reserveCapacity(order.count)
        var places = [Int](repeating: -1, count: table.offsets.count + 1)
        for (index, place) in order.enumerated() {
            let next = index + 1 < order.count ? table.offsets[order[index + 1]] : table.start
            guard let object = CairoPDF.object(place + 1, in: table.offsets[place]..<next, of: bytes) else {
                return nil
            }
            places[place + 1] = objects.count
            objects.append(object)
        }
        guard let first = objects.first else { return nil }
        self.bytes = bytes
        self.objects = objects
        self.places = places
        head = 0..<first.whole.lowerBound
        root = table.root
        info = table.info
    }

    /// How many objects there are; they are numbered from 1.
    var count: Int { objects.count }

    /// The object of a number.
    func object(_ number: Int) -> Object? {
        guard places.indices.contains(number), places[number] >= 0 else { return nil }
        return objects[places[number]]
    }

    /// The text of an object.
    func text(_ number: Int) -> String? {
        object(number).map { String(decoding: bytes[$0.body], as: UTF8.self) }
    }

    private static let beginning = Array("obj\n".utf8)
    private static let ending = Array("endobj\n".utf8)

    private static func object(_ number: Int, in whole: Range<Int>, of bytes: [UInt8]) -> Object? {
        var scanner = PDFScanner(bytes, at: whole.lowerBound, end: whole.upperBound)
        guard whole.count > 7, scanner.number() == number, scanner.number() == 0, scanner.skip(beginning) else {
            return nil
        }
        let body = scanner.at..<max(scanner.at, whole.upperBound - 7)
        scanner.at = body.upperBound
        guard scanner.skip(ending) else { return nil }
        // An object ends in >> or in endstream; no other of Cairo's ends in these letters.
        let isStream = body.count > 10 && bytes[body.upperBound - 2] == UInt8(ascii: "m")
        return Object(number: number, whole: whole, body: body, isStream: isStream)
    }
}

/// Where each object stands, from the plain table at the end (ISO 32000-1, 7.5.4).
private struct OffsetTable {
    /// Offset of the table itself.
    let start: Int
    /// Offsets of objects 1, 2, ...
    let offsets: [Int]
    let root: Int
    let info: Int

    /// Reads the table; `nil` where it has another shape, as that of a newer Cairo.
    init?(_ bytes: [UInt8]) {
        guard let mark = bytes.firstRange(of: "startxref\n", in: max(0, bytes.count - 64)..<bytes.count) else {
            return nil
        }
        var scanner = PDFScanner(bytes, at: mark.upperBound, end: bytes.count)
        guard let start = scanner.number(), start < mark.lowerBound else { return nil }
        scanner = PDFScanner(bytes, at: start, end: mark.lowerBound)
        // Each line of the table has 20 bytes; the first is that of no object.
        guard scanner.skip("xref\n0 "), let count = scanner.number(), count > 1, scanner.skip("\n"),
            count <= (mark.lowerBound - scanner.at) / 20
        else { return nil }
        let first = scanner.at
        var offsets: [Int] = []
        offsets.reserveCapacity(count - 1)
        for index in 1..<count {
            scanner.at = first + 20 * index
            guard let offset = scanner.number(), offset > 0, offset < start else { return nil }
            offsets.append(offset)
        }
        func reference(_ key: String) -> Int? {
            guard let range = bytes.firstRange(of: key, in: (first + 20 * count)..<mark.lowerBound) else { return nil }
            var scanner = PDFScanner(bytes, at: range.upperBound, end: mark.lowerBound)
            guard let number = scanner.number(), number > 0, number < count else { return nil }
            return number
        }
        guard let root = reference("/Root "), let info = reference("/Info "), Set(offsets).count == offsets.count
        else { return nil }
        self.start = start
        self.offsets = offsets
        self.root = root
        self.info = info
    }
}

extension [UInt8] {
    /// Where a text stands first in a range.
    func firstRange(of text: String, in range: Range<Int>) -> Range<Int>? {
        let wanted = Array(text.utf8)
        guard let first = wanted.first, range.lowerBound >= 0, range.upperBound <= count else { return nil }
        var at = range.lowerBound
        while at + wanted.count <= range.upperBound {
            if self[at] == first, self[at..<(at + wanted.count)].elementsEqual(wanted) {
                return at..<(at + wanted.count)
            }
            at += 1
        }
        return nil
    }
}
