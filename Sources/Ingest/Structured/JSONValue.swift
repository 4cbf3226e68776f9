/// One value of a JSON text.
struct JSONValue: Sendable {
    fileprivate let document: JSONDocument
    fileprivate let index: Int

    init(document: JSONDocument, index: Int) {
        self.document = document
        self.index = index
    }

    private var node: JSONDocument.Node { document.nodes[index] }

    /// What it is.
    var kind: JSONDocument.Kind { node.kind }

    /// The number; `nil` where it is something else (a text of digits too).
    var number: Double? {
        guard kind == .number else { return nil }
        let bytes = document.bytes
        return DecimalParser.double(bytes.span, range)
    }

    /// The number times a power of ten, rounded once; `nil` where it is something else.
    func number(exponent: Int) -> Double? {
        guard kind == .number else { return nil }
        let bytes = document.bytes
        return DecimalParser.double(bytes.span, range, exponent: exponent)
    }

    /// Whether it is true; `nil` where it is no truth value.
    var bool: Bool? { kind == .bool ? document.bytes[range.lowerBound] == UInt8(ascii: "t") : nil }

    /// The text; `nil` where it is something else.
    var string: String? { kind == .string ? text : nil }

    /// The values of an array; none where it is something else.
    var elements: [JSONValue] {
        guard kind == .array else { return [] }
        return children.map { JSONValue(document: document, index: $0) }
    }

    /// The members of an object in their order; none where it is something else.
    var members: [(key: String, value: JSONValue)] {
        guard kind == .object else { return [] }
        return children.map {
            (JSONValue(document: document, index: $0).text, JSONValue(document: document, index: $0 + 1))
        }
    }

    /// The member of a name, capitals aside (versions of one program differ in them); the first wins.
    subscript(name: String) -> JSONValue? {
        guard kind == .object else { return nil }
        let wanted = name.utf8
        var at = index + 1
        while at < Int(node.next) {
            let key = document.nodes[at]
            if Int(key.end - key.start) == wanted.count,
                zip(document.bytes[Int(key.start)..<Int(key.end)], wanted).allSatisfy({
                    Self.folded($0) == Self.folded($1)
                })
            {
                return JSONValue(document: document, index: at + 1)
            }
            at = Int(document.nodes[at + 1].next)
        }
        return nil
    }

    /// The element of an array, from 0; `nil` beyond its ends.
    subscript(position: Int) -> JSONValue? {
        let elements = elements
        return elements.indices.contains(position) ? elements[position] : nil
    }

    /// The line where it starts, from 1.
    var line: Int { 1 + document.bytes[..<range.lowerBound].count { $0 == 0x0A } }

    private var range: Range<Int> { Int(node.start)..<Int(node.end) }

    /// Where the elements of an array or the keys of an object stand in the list.
    private var children: [Int] {
        var places: [Int] = []
        var at = index + 1
        while at < Int(node.next) {
            places.append(at)
            at = kind == .object ? Int(document.nodes[at + 1].next) : Int(document.nodes[at].next)
        }
        return places
    }

    private static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    /// The characters of a string or key, escapes undone.
    private var text: String {
        let raw = document.bytes[range]
        guard raw.contains(UInt8(ascii: "\\")) else { return TextBytes.string(Array(raw)) }
        var plain: [UInt8] = []
        var i = raw.startIndex
        while i < raw.endIndex {
            guard raw[i] == UInt8(ascii: "\\"), i + 1 < raw.endIndex else {
                plain.append(raw[i])
                i += 1
                continue
            }
            if raw[i + 1] == UInt8(ascii: "u") {
                var units: [UInt16] = []
                // Two in a row may be one character beyond 0xFFFF.
                while units.count < 2, let unit = Self.unit(raw, i) {
                    units.append(unit)
                    i += 6
                    if !(0xD800..<0xDC00).contains(unit) { break }
                }
                if units.isEmpty { i += 2 }
                plain += Array(String(decoding: units, as: UTF16.self).utf8)
                continue
            }
            plain.append(Self.escapes[raw[i + 1]] ?? raw[i + 1])
            i += 2
        }
        return TextBytes.string(plain)
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "b"): 0x08,
        UInt8(ascii: "f"): 0x0C,
    ]

    /// The UTF-16 unit that `\u` and four hexadecimal digits at a place mean; `nil` where no such escape stands.
    private static func unit(_ raw: ArraySlice<UInt8>, _ at: Int) -> UInt16? {
        guard at + 6 <= raw.endIndex, raw[at] == UInt8(ascii: "\\"), raw[at + 1] == UInt8(ascii: "u") else {
            return nil
        }
        // The conversion alone would take a sign for a digit.
        let digits = String(decoding: raw[at + 2..<at + 6], as: UTF8.self)
        return digits.allSatisfy(\.isHexDigit) ? UInt16(digits, radix: 16) : nil
    }
}
