/// One line of a text: its number from 1 and its bytes without the line end.
struct TextLine {
    /// Number, from 1.
    var number: Int
    /// Bytes without the line end.
    var range: Range<Int>
    /// Whether a line end follows; the last line of a cut file has none.
    var isEnded: Bool
}

/// Walks over the lines of a text; ends are LF, CRLF or CR CR LF, and CR alone where a text has no LF near its start.
///
/// Holds places only, so that a reader may keep several of them over the same bytes.
struct LineScanner {
    /// Where the next line starts.
    private(set) var offset: Int
    /// Number of the line read last.
    private(set) var line: Int
    /// The byte that ends a line.
    private let end: UInt8

    /// How far to look for the first LF.
    private static let searched = 1 << 16

    /// Starts at the first line, past a UTF-8 byte order mark.
    init(_ bytes: Span<UInt8>) {
        offset = 0
        line = 0
        let head = min(bytes.count, Self.searched)
        var first = 0
        while first < head, bytes[first] != 0x0A, bytes[first] != 0x0D { first += 1 }
        let startsWithReturn = first < head && bytes[first] == 0x0D
        while startsWithReturn, first < head, bytes[first] != 0x0A { first += 1 }
        end = startsWithReturn && first == head ? 0x0D : 0x0A
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { offset = 3 }
    }

    /// The next line; `nil` at the end.
    mutating func next(_ bytes: Span<UInt8>) -> TextLine? {
        let start = offset
        let count = bytes.count
        guard start < count else { return nil }
        var stop = start
        while stop < count, bytes[stop] != end { stop += 1 }
        let isEnded = stop < count
        offset = isEnded ? stop + 1 : stop
        line += 1
        while stop > start, bytes[stop - 1] == 0x0D { stop -= 1 }
        return TextLine(number: line, range: start..<stop, isEnded: isEnded)
    }
}

/// Bytes to text: UTF-8 where they are valid, else Windows-1252, as instruments on Windows write.
enum TextBytes {
    /// The text of a range of bytes.
    static func string(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        var copy: [UInt8] = []
        copy.reserveCapacity(range.count)
        for i in range { copy.append(bytes[i]) }
        return string(copy)
    }

    /// The text of bytes.
    static func string(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        for byte in bytes { text.unicodeScalars.append(scalar(byte)) }
        return text
    }

    /// The range without blanks and tabs at its ends.
    static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high, isBlank(bytes[low]) { low += 1 }
        while high > low, isBlank(bytes[high - 1]) { high -= 1 }
        return low..<high
    }

    /// Whether a byte is a blank or a tab.
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// Whether a range starts with the bytes of an ASCII text.
    static func starts(_ bytes: Span<UInt8>, _ range: Range<Int>, with text: StaticString) -> Bool {
        let wanted = Array(text.description.utf8)
        guard range.count >= wanted.count else { return false }
        for (i, byte) in wanted.enumerated() where bytes[range.lowerBound + i] != byte { return false }
        return true
    }

    private static func scalar(_ byte: UInt8) -> Unicode.Scalar {
        // The few places where Windows-1252 differs from Latin-1 and that instruments use: euro, dashes, quotes.
        switch byte {
        case 0x80: "\u{20AC}"
        case 0x91: "\u{2018}"
        case 0x92: "\u{2019}"
        case 0x93: "\u{201C}"
        case 0x94: "\u{201D}"
        case 0x96: "\u{2013}"
        case 0x97: "\u{2014}"
        default: Unicode.Scalar(byte)
        }
    }

    /// UTF-16 with a byte order mark as UTF-8 bytes; `nil` for everything else.
    static func fromUTF16(_ bytes: Span<UInt8>) -> [UInt8]? {
        guard bytes.count >= 2 else { return nil }
        let isLittle = bytes[0] == 0xFF && bytes[1] == 0xFE
        guard isLittle || (bytes[0] == 0xFE && bytes[1] == 0xFF) else { return nil }
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var i = 2
        while i + 1 < bytes.count {
            let (a, b) = (UInt16(bytes[i]), UInt16(bytes[i + 1]))
            units.append(isLittle ? b << 8 | a : a << 8 | b)
            i += 2
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }
}
