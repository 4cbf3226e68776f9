/// Lines of a table that are comments: they start with `#`, `%`, `!`, `*`, `//`, or a `;` that separates nothing.
enum CommentMark {
    /// Whether a line without blanks at its ends starts as a comment does.
    static func stands(_ bytes: Span<UInt8>, _ content: Range<Int>) -> Bool {
        guard let at = content.first else { return false }
        switch bytes[at] {
        case UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: "!"), UInt8(ascii: "*"): return true
        case UInt8(ascii: "/"): return at + 1 < content.upperBound && bytes[at + 1] == UInt8(ascii: "/")
        case UInt8(ascii: ";"): return isRemark(bytes, at + 1..<content.upperBound)
        default: return false
        }
    }

    /// The rest of a comment line without its marks.
    static func removed(_ bytes: Span<UInt8>, _ content: Range<Int>) -> Range<Int> {
        var range = content
        while let at = range.first, marks.contains(bytes[at]) {
            range = TextBytes.trimmed(bytes, at + 1..<range.upperBound)
        }
        return range
    }

    /// Whether what follows a semicolon is words, and no row whose first cell is empty.
    private static func isRemark(_ bytes: Span<UInt8>, _ rest: Range<Int>) -> Bool {
        for i in rest where bytes[i] == UInt8(ascii: ";") { return false }
        let text = TextBytes.trimmed(bytes, rest)
        guard let at = text.first else { return false }
        return bytes[at] | 0x20 >= UInt8(ascii: "a") && bytes[at] | 0x20 <= UInt8(ascii: "z")
    }

    /// Whether a byte may start a comment.
    static func mayStart(_ byte: UInt8) -> Bool {
        byte < 0x2B ? byte == 0x23 || byte == 0x25 || byte == 0x21 || byte == 0x2A : byte == 0x2F || byte == 0x3B
    }

    private static let marks: [UInt8] = [0x23, 0x25, 0x21, 0x2A, 0x2F, 0x3B]
}
