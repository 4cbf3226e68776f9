/// One line of a text: its number from 1 and its bytes without the line end.
struct TextLine {
    /// Number, from 1.
    var number: Int
    /// Bytes without the line end.
    var range: Range<Int>
    /// Whether a line end follows; the last line of a cut file has none.
    var isEnded: Bool
}

/// Walks over the lines of a text; ends are LF, CR, and any run of CR before an LF, mixed as they come.
///
/// Holds places only, so that a reader may keep several of them over the same bytes.
struct LineScanner {
    /// Where the next line starts.
    private(set) var offset: Int
    /// Number of the line read last.
    private(set) var line: Int

    /// Starts at the first line, past a UTF-8 byte order mark.
    init(_ bytes: Span<UInt8>) {
        offset = 0
        line = 0
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { offset = 3 }
    }

    /// Goes past a line that was read without the scanner.
    mutating func pass(to offset: Int) {
        self.offset = offset
        line += 1
    }

    /// The next line; `nil` at the end.
    mutating func next(_ bytes: Span<UInt8>) -> TextLine? {
        let start = offset
        let count = bytes.count
        guard start < count else { return nil }
        var stop = start
        // Most bytes of a line are above CR, so one comparison passes them.
        while stop < count, bytes[stop] > 0x0D || (bytes[stop] != 0x0A && bytes[stop] != 0x0D) { stop += 1 }
        line += 1
        offset = stop
        guard stop < count else { return TextLine(number: line, range: start..<stop, isEnded: false) }
        // CR CR LF is one end, as one program writes it; CR alone is one too.
        var after = stop
        while after < count, bytes[after] == 0x0D { after += 1 }
        offset = after < count && bytes[after] == 0x0A ? after + 1 : stop + 1
        return TextLine(number: line, range: start..<stop, isEnded: true)
    }
}
