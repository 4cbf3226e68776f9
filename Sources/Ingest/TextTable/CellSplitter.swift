/// What stands between the cells of a row.
enum Separator: Hashable, Sendable {
    /// One comma.
    case comma
    /// One semicolon.
    case semicolon
    /// One tab.
    case tab
    /// Any run of blanks and tabs.
    case blanks
    /// One tab, or any run of blanks; what stands before the first cell is an indent.
    case indented

    /// The separating byte; `nil` for blanks.
    var byte: UInt8? {
        switch self {
        case .comma: UInt8(ascii: ",")
        case .semicolon: UInt8(ascii: ";")
        case .tab: 0x09
        case .blanks, .indented: nil
        }
    }

    /// Name for messages.
    var name: String {
        switch self {
        case .comma: "comma"
        case .semicolon: "semicolon"
        case .tab: "tab"
        case .blanks: "blanks"
        case .indented: "tab or blanks"
        }
    }
}

/// Cuts a line into cells, as byte ranges without surrounding blanks and quotation marks.
enum CellSplitter {
    /// Replaces `cells` by the cells of a line; an empty line has none.
    static func split(
        _ bytes: Span<UInt8>, _ line: Range<Int>, at separator: Separator, into cells: inout [Range<Int>]
    ) {
        cells.removeAll(keepingCapacity: true)
        if separator == .indented { return splitIndented(bytes, line, into: &cells) }
        guard let mark = separator.byte else { return splitAtBlanks(bytes, line, into: &cells) }
        guard !line.isEmpty else { return }
        var start = line.lowerBound
        var i = start
        var isQuoted = false
        while i < line.upperBound {
            let byte = bytes[i]
            // Only a quotation mark at a cell's start opens one: names such as Z"/ohm hold others.
            if byte == UInt8(ascii: "\"") && (isQuoted || isBlank(bytes, start..<i)) {
                isQuoted.toggle()
            } else if byte == mark && !isQuoted {
                cells.append(bare(bytes, start..<i))
                start = i + 1
            }
            i += 1
        }
        if isQuoted {
            // A quotation mark without its partner quotes nothing.
            cells.removeAll(keepingCapacity: true)
            return splitUnquoted(bytes, line, mark, into: &cells)
        }
        cells.append(bare(bytes, start..<line.upperBound))
    }

    private static func splitUnquoted(
        _ bytes: Span<UInt8>, _ line: Range<Int>, _ mark: UInt8, into cells: inout [Range<Int>]
    ) {
        var start = line.lowerBound
        for i in line where bytes[i] == mark {
            cells.append(bare(bytes, start..<i))
            start = i + 1
        }
        cells.append(bare(bytes, start..<line.upperBound))
    }

    private static func splitAtBlanks(_ bytes: Span<UInt8>, _ line: Range<Int>, into cells: inout [Range<Int>]) {
        var i = line.lowerBound
        while i < line.upperBound {
            while i < line.upperBound, TextBytes.isBlank(bytes[i]) { i += 1 }
            let start = i
            while i < line.upperBound, !TextBytes.isBlank(bytes[i]) { i += 1 }
            if i > start { cells.append(bare(bytes, start..<i)) }
        }
    }

    private static func splitIndented(_ bytes: Span<UInt8>, _ line: Range<Int>, into cells: inout [Range<Int>]) {
        var i = line.lowerBound
        while i < line.upperBound, TextBytes.isBlank(bytes[i]) { i += 1 }
        while i < line.upperBound {
            let start = i
            while i < line.upperBound, !TextBytes.isBlank(bytes[i]) { i += 1 }
            cells.append(start..<i)
            while i < line.upperBound, bytes[i] == 0x20 { i += 1 }
            if i < line.upperBound, bytes[i] == 0x09 { i += 1 }
            while i < line.upperBound, bytes[i] == 0x20 { i += 1 }
        }
    }

    private static func isBlank(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for i in range where !TextBytes.isBlank(bytes[i]) { return false }
        return true
    }

    /// A cell without surrounding blanks and one pair of quotation marks.
    private static func bare(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        let cell = TextBytes.trimmed(bytes, range)
        let quote = UInt8(ascii: "\"")
        if cell.count >= 2, bytes[cell.lowerBound] == quote, bytes[cell.upperBound - 1] == quote {
            return TextBytes.trimmed(bytes, cell.lowerBound + 1..<cell.upperBound - 1)
        }
        return cell
    }
}
