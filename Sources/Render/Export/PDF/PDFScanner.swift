/// Reads the words of a PDF one after the other (ISO 32000-1, 7.2).
struct PDFScanner {
    let bytes: [UInt8]
    var at: Int
    let end: Int

    /// Begins at an offset; reads no further than another.
    init(_ bytes: [UInt8], at: Int, end: Int) {
        self.bytes = bytes
        self.at = max(0, at)
        self.end = min(end, bytes.count)
    }

    /// Passes over blanks and line ends.
    mutating func skipBlanks() {
        while at < end, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D { at += 1 }
    }

    /// Passes over a mark that stands here, after blanks.
    mutating func skip(_ mark: UInt8) -> Bool {
        skipBlanks()
        guard at < end, bytes[at] == mark else { return false }
        at += 1
        return true
    }

    /// Passes over a text that stands here, after blanks.
    mutating func skip(_ text: String) -> Bool { skip(Array(text.utf8)) }

    /// Passes over a text that stands here, after blanks.
    mutating func skip(_ text: [UInt8]) -> Bool {
        let start = at
        if text.first != 0x0A, text.first != 0x20 { skipBlanks() }
        for byte in text {
            guard at < end, bytes[at] == byte else {
                at = start
                return false
            }
            at += 1
        }
        return true
    }

    /// A whole number that is not negative; of no more digits than an offset can have.
    mutating func number() -> Int? {
        skipBlanks()
        let start = at
        var value = 0
        while at < end, (0x30...0x39).contains(bytes[at]), at - start < 15 {
            value = value * 10 + Int(bytes[at] - 0x30)
            at += 1
        }
        return at > start ? value : nil
    }

    /// The first letter and the number of letters of the name whose slash was passed.
    mutating func letters() -> (first: UInt8, count: Int) {
        let start = at
        while at < end, bytes[at].isOfName { at += 1 }
        return at > start ? (bytes[start], at - start) : (0, 0)
    }

    /// A name without its slash.
    mutating func name() -> String? {
        guard skip(UInt8(ascii: "/")) else { return nil }
        let start = at
        while at < end, bytes[at].isOfName { at += 1 }
        return at > start ? String(decoding: bytes[start..<at], as: UTF8.self) : nil
    }

    /// The number of an object that is referred to, `12 0 R`.
    mutating func reference() -> Int? {
        let start = at
        guard let number = number(), self.number() == 0, skip(UInt8(ascii: "R")) else {
            at = start
            return nil
        }
        return number
    }
}

extension UInt8 {
    /// Letters, digits and the few marks that names of Cairo have.
    fileprivate var isOfName: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2E, 0x2D, 0x5F: true
        default: false
        }
    }
}
