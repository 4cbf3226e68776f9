/// The beginning of a file, as formats are shown it.
enum FileHead {
    /// About so many bytes are shown.
    static let length = 1 << 16
    /// A line counts with at most this many of its bytes, so that one long comment does not hide the rows below it.
    static let countedOfLine = 1 << 10
    /// However long the lines are, no more than this is shown.
    static let most = 1 << 24

    /// The range of the head: whole lines of a text, exactly ``length`` bytes of something else.
    static func range(_ bytes: Span<UInt8>) -> Range<Int> {
        guard bytes.count > length, TextBytes.firstZero(bytes, limit: length) == nil else {
            return 0..<min(bytes.count, length)
        }
        let limit = min(bytes.count, most)
        var counted = 0
        var ofLine = 0
        for i in 0..<limit {
            if bytes[i] == 0x0A || bytes[i] == 0x0D {
                ofLine = 0
                if counted >= length { return 0..<i + 1 }
            } else if ofLine < countedOfLine {
                ofLine += 1
                counted += 1
            }
        }
        // No line ends at all: nothing to see beyond the usual length.
        return 0..<(limit == most && counted <= countedOfLine ? length : limit)
    }
}

/// The first lines of a file as texts, for `sniff`: what a person would look at.
public struct TextHead: Sendable {
    /// The lines without their ends, each cut at ``lineLength`` characters; none where the file is binary.
    let lines: ArraySlice<String>

    /// Longer lines are cut.
    static let lineLength = 400

    /// Takes the first `count` lines of a head.
    init(_ head: Span<UInt8>, lines count: Int = 400) {
        var lines: [String] = []
        if TextBytes.firstZero(head, limit: head.count) == nil {
            var scanner = LineScanner(head)
            while lines.count < count, let line = scanner.next(head) {
                lines.append(TextBytes.string(head, line.range.prefix(Self.lineLength)))
            }
        }
        self.lines = lines[...]
    }

    private init(_ lines: ArraySlice<String>) { self.lines = lines }

    /// The first `count` lines alone.
    func prefix(_ count: Int) -> TextHead { TextHead(lines.prefix(count)) }

    /// The first line; empty where there is none.
    var first: String { lines.first ?? "" }

    /// The text of a line, from 1; empty where there is none.
    subscript(line: Int) -> String { line >= 1 && line <= lines.count ? lines[line - 1] : "" }

    /// The number of the first line that starts with a text, blanks before it passed over.
    func line(startingWith text: String) -> Int? {
        let wanted = text.utf8
        return lines.firstIndex { line in
            line.utf8.drop { TextBytes.isBlank($0) || $0 == UInt8(ascii: "\"") }.starts(with: wanted)
        }.map { $0 + 1 }
    }

    /// The number of the first line that holds an ASCII text.
    func line(holding text: String) -> Int? { lines.firstIndex { $0.holds(text) }.map { $0 + 1 } }
}
