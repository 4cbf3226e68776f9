internal import Findings

/// The lines above a table, as keys with values.
///
/// Reads `Key : value`, `# key: value`, `key = value`, `KEY<tab>value` and columns of fixed width.
struct HeaderBlock {
    /// One line, its number and text.
    struct Line: Hashable {
        /// Number, from 1.
        var number: Int
        /// Text without its end.
        var text: String
    }

    /// Readers that look for the end of a header give up after so many lines.
    static let mostLines = 10_000

    /// The lines, in order.
    private(set) var lines: [Line] = []

    /// Adds a line.
    mutating func add(_ line: TextLine, _ bytes: Span<UInt8>) {
        lines.append(Line(number: line.number, text: TextBytes.string(bytes, line.range)))
    }

    /// The lines up to and with the first that names columns; no such line where none of the first `mostLines` does.
    static func ending(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, where isNames: (String) -> Bool
    ) -> (header: HeaderBlock, names: TextLine?) {
        var header = HeaderBlock()
        while header.lines.count < mostLines, let line = scanner.next(bytes) {
            header.add(line, bytes)
            if isNames(header.lines.last?.text ?? "") { return (header, line) }
        }
        return (header, nil)
    }

    /// The value of a key whose line reads `key : value` or `key = value`; the first such line wins.
    func value(_ key: String, source: FileSource) -> PlacedText? {
        for line in lines {
            guard let (found, value) = Self.pair(line.text), found == key else { continue }
            return PlacedText(text: value, position: source.at(line.number))
        }
        return nil
    }

    /// The first value in a line of fixed columns of 20 characters whose first column is the key.
    func fixedWidthValue(_ key: String) -> String? {
        for line in lines where line.text.hasPrefix(key) {
            let cell = line.text.prefix(20)
            guard String(cell).trimmingBlanks() == key else { continue }
            return String(line.text.dropFirst(20).prefix(20)).trimmingBlanks()
        }
        return nil
    }

    /// All pairs of comment and header lines by key, names as written; the first of a name wins.
    func fields(source: FileSource) -> [String: PlacedText] {
        var fields: [String: PlacedText] = [:]
        for line in lines {
            guard let (key, value) = Self.pair(line.text), fields[key] == nil else { continue }
            fields[key] = PlacedText(text: value, position: source.at(line.number))
        }
        return fields
    }

    /// A line as key and value; `nil` where it is neither `key: value` nor `key = value`.
    static func pair(_ text: String) -> (key: String, value: String)? {
        var text = text[...]
        while let first = text.first, "#%!*;/ \t\"".contains(first) { text = text.dropFirst() }
        guard let mark = text.firstIndex(where: { $0 == ":" || $0 == "=" }) else { return nil }
        let key = String(text[..<mark]).trimmingBlanks()
        var value = String(text[text.index(after: mark)...]).trimmingBlanks()
        if value.hasSuffix("\""), !value.dropLast().contains("\"") { value = String(value.dropLast()) }
        guard !key.isEmpty, key.count <= 60 else { return nil }
        return (key, value)
    }
}

/// Whether a table's decimal mark is a comma: decided once a file, never for a single cell.
enum DecimalMark {
    /// How many rows are looked at.
    static let rows = 200

    /// Looks at rows from `scanner` on.
    /// - Parameter option: what the user says; wins.
    static func isComma(
        _ bytes: Span<UInt8>, _ scanner: LineScanner, separator: Separator, option: Character?
    ) -> Bool {
        if let option { return option == "," }
        guard separator != .comma else { return false }
        var scanner = scanner
        var cells: [Range<Int>] = []
        var commas = 0
        var points = 0
        for _ in 0..<rows {
            guard let line = scanner.next(bytes) else { break }
            CellSplitter.split(bytes, line.range, at: separator, into: &cells)
            for cell in cells {
                let point = DecimalParser.double(bytes, cell) != nil
                let comma = DecimalParser.double(bytes, cell, decimalComma: true) != nil
                if comma && !point { commas += 1 }
                if point && !comma { points += 1 }
            }
        }
        return commas > points
    }
}
