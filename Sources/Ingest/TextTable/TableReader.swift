internal import Files
internal import Findings

/// Reads the rows of a table from bytes into columns of numbers.
struct TableReader {
    /// The columns to read.
    var columns: [ColumnUse]
    /// What stands between cells.
    var separator: Separator
    /// Whether the decimal mark is a comma.
    var decimalComma = false
    /// Cells that each row should have; `nil` where the format lets them vary.
    var expectedCells: Int?
    /// Lines that start so are passed over.
    var comment: UInt8?
    /// Whether lines that start as any comment does are passed over.
    var hasComments = false

    /// Whether usual rows are read in one pass; the slow way reads the same numbers (tests compare the two).
    var isFast = true

    /// Reads rows up to the end.
    func read(_ bytes: Span<UInt8>, _ scanner: inout LineScanner, source: FileSource) -> NumberTable {
        read(bytes, &scanner, source, isFast ? FastRow(self) : nil) { _, _ in false }
    }

    /// Reads rows up to the first line that `isEnd` says is none.
    func read(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, source: FileSource,
        isEnd: (_ bytes: Span<UInt8>, _ line: TextLine) -> Bool
    ) -> NumberTable {
        read(bytes, &scanner, source, nil, isEnd: isEnd)
    }

    private func read(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, _ source: FileSource, _ fast: FastRow?,
        isEnd: (_ bytes: Span<UInt8>, _ line: TextLine) -> Bool
    ) -> NumberTable {
        var table = NumberTable(columns: Array(repeating: [], count: columns.count))
        var faults = RowFaults(source: source)
        var cells: [Range<Int>] = []
        var row = [Double](repeating: .nan, count: columns.count)
        let plan = columns.map(Step.init)
        let lastIndex = columns.lazy.filter(\.isRequired).map(\.index).max() ?? 0
        var shortest = Int.max
        var length = 0
        var released = scanner.offset
        while true {
            if scanner.offset - released >= MappedPages.stride {
                MappedPages.release(bytes.extracting(released..<scanner.offset))
                released = scanner.offset
            }
            if let fast, let next = fast.read(bytes, from: scanner.offset, into: &row, &length) {
                if table.count == 0 { table.reserve(rows: (bytes.count - scanner.offset) / (next - scanner.offset)) }
                scanner.pass(to: next)
                shortest = min(shortest, length)
                table.append(row, line: scanner.line)
                continue
            }
            var ahead = scanner
            guard let line = ahead.next(bytes), !isEnd(bytes, line) else { break }
            scanner = ahead
            let content = TextBytes.trimmed(bytes, line.range)
            if content.isEmpty || bytes[content.lowerBound] == comment { continue }
            if hasComments, CommentMark.stands(bytes, content) { continue }
            CellSplitter.split(bytes, line.range, at: separator, into: &cells)
            guard parse(bytes, cells, line, plan, into: &row, &faults) else { continue }
            if line.isEnded {
                if lastIndex < cells.count { shortest = min(shortest, cells[lastIndex].count) }
            } else if lastIndex + 1 == cells.count, !isWhole(bytes, cells[lastIndex], shortest, line, &faults) {
                continue
            }
            checkLength(bytes, cells, line, &faults)
            table.append(row, line: line.number)
        }
        table.findings = faults.findings
        return table
    }

    /// What the inner loop needs of a column: no text, so nothing is counted or copied for a cell.
    struct Step {
        var index: Int
        var exponent: Int
        var factor: Double
        var isRequired: Bool
        /// Instruments write 9.91E37 for no reading and 9.9E37 for overflow, of either sign.
        var overflow: Double

        init(_ column: ColumnUse) {
            index = column.index
            exponent = column.label.exponent
            factor = column.label.factor * column.scale
            isRequired = column.isRequired
            overflow = 9.9e37 * ExactPower.ten(column.label.exponent)
        }
    }

    /// Whether the row gave all that is required; what it lacks goes to the faults.
    private func parse(
        _ bytes: Span<UInt8>, _ cells: [Range<Int>], _ line: TextLine, _ plan: [Step], into row: inout [Double],
        _ faults: inout RowFaults
    ) -> Bool {
        var given = 0
        for i in plan.indices {
            let step = plan[i]
            row[i] = .nan
            var value: Double?
            if step.index < cells.count {
                value = DecimalParser.double(
                    bytes, cells[step.index], decimalComma: decimalComma, exponent: step.exponent)
                if let value, abs(value) < step.overflow {
                    row[i] = value * step.factor
                    given += 1
                    continue
                }
            }
            guard step.isRequired else { continue }
            if given == 0, line.isEnded, !hasNumber(bytes, cells) {
                faults.foreign(line)
            } else if step.index >= cells.count {
                faults.short(line, cells.count, missing: columns[i], isCut: !line.isEnded)
            } else {
                let cell = cells[step.index]
                faults.bad(
                    line, cell.lowerBound - line.range.lowerBound + 1, text: TextBytes.string(bytes, cell),
                    column: columns[i].label.name, isInfinite: value != nil, isCut: !line.isEnded)
            }
            return false
        }
        return true
    }

    /// Whether the last cell of a file without a last line end may be trusted.
    ///
    /// A cell that is shorter than all above it, or ends in the middle of a number, was cut off: 1.5e-6 would be 1.5.
    private func isWhole(
        _ bytes: Span<UInt8>, _ cell: Range<Int>, _ shortest: Int, _ line: TextLine, _ faults: inout RowFaults
    ) -> Bool {
        guard let last = cell.last else { return true }
        let isDigit = bytes[last] &- UInt8(ascii: "0") < 10
        if isDigit, cell.count >= shortest || shortest == .max {
            faults.unended(line)
            return true
        }
        faults.cut(line, nil)
        return false
    }

    /// Whether any cell is a number, or the word for none: then the line is a row, if a bad one.
    private func hasNumber(_ bytes: Span<UInt8>, _ cells: [Range<Int>]) -> Bool {
        cells.contains { cell in
            DecimalParser.double(bytes, cell, decimalComma: decimalComma) != nil
                || (cell.count <= 4 && TextBytes.string(bytes, cell).lowercased().hasSuffix("nan"))
        }
    }

    private func checkLength(
        _ bytes: Span<UInt8>, _ cells: [Range<Int>], _ line: TextLine, _ faults: inout RowFaults
    ) {
        guard let expectedCells, cells.count != expectedCells else { return }
        // Separators at the end of a row are a habit of many programs, not cells.
        var filled = cells.count
        while filled > expectedCells, cells[filled - 1].isEmpty { filled -= 1 }
        if filled != expectedCells { faults.length(line, filled, expectedCells) }
    }
}
