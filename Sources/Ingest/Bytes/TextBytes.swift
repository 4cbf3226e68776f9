/// Bytes to text: UTF-8 where they are valid, else Windows-1252, as instruments on Windows write.
enum TextBytes {
    /// The text of a range of bytes.
    static func string(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        if let text = try? UTF8Span(validating: bytes.extracting(range)) { return String(copying: text) }
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
        var next = range.lowerBound
        for byte in text.description.utf8 {
            guard next < range.upperBound, bytes[next] == byte else { return false }
            next += 1
        }
        return true
    }

    /// Whether the file starts with the bytes of an ASCII text.
    static func starts(_ bytes: Span<UInt8>, with text: StaticString) -> Bool {
        starts(bytes, 0..<bytes.count, with: text)
    }

    /// The place of the first zero byte among the first `limit`; text has none.
    static func firstZero(_ bytes: Span<UInt8>, limit: Int) -> Int? {
        for i in 0..<min(bytes.count, limit) where bytes[i] == 0 { return i }
        return nil
    }

    /// Windows-1252 where it differs from Latin-1: 0x80 to 0x9F; the five unassigned stay control characters.
    private static let windows: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]

    private static func scalar(_ byte: UInt8) -> Unicode.Scalar {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        return Unicode.Scalar(windows[Int(byte - 0x80)]) ?? Unicode.Scalar(byte)
    }
}
