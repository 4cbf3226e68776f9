/// Cells of a table that hold words or dates beside its numbers.
enum TextCells {
    /// The cell of a column in given lines (rising), as text; empty where a row ends before it.
    static func read(
        _ bytes: Span<UInt8>, _ scanner: LineScanner, separator: Separator, column: Int, lines: [Int]
    ) -> [String] {
        var scanner = scanner
        var cells: [Range<Int>] = []
        var texts: [String] = []
        texts.reserveCapacity(lines.count)
        while texts.count < lines.count, let line = scanner.next(bytes) {
            guard line.number == lines[texts.count] else { continue }
            CellSplitter.split(bytes, line.range, at: separator, into: &cells)
            texts.append(column < cells.count ? TextBytes.string(bytes, cells[column]).trimmingBlanks() : "")
        }
        return texts
    }
}
