internal import Findings
internal import Measurements

/// A table of a Gamry file: a line `NAME<tab>TABLE<tab>count`, names, units, rows.
///
/// Rows start with a tab (or blanks, in edited files); those who imitate the layout leave the indent or the units out.
struct GamryTable {
    /// `ZCURVE`, `CURVE`, `CURVE1`, `OCVCURVE`, ...
    let name: String
    /// Line that opens it.
    let line: Int
    /// The columns used.
    let uses: [ColumnUse]
    /// Names of columns that hold the same before the correction of drift; empty where there is none.
    let uncorrected: [String]
    /// The numbers.
    let numbers: NumberTable
    /// Lines of rows that the instrument marked as overloaded.
    let overloads: [Int]
    private let declared: Int?

    /// The numbers of a quantity; empty if there is no such column.
    subscript(quantity: Quantity) -> [Double] {
        guard let i = uses.firstIndex(where: { $0.label.quantity == quantity }) else { return [] }
        return numbers.columns[i]
    }

    /// Reads a table whose first line is behind the scanner; `nil` where not even its names follow.
    init?(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, _ source: FileSource, opening: [String], line: Int
    ) {
        guard let names = scanner.next(bytes) else { return nil }
        name = opening[0]
        self.line = line
        declared = opening.count > 2 ? Int(opening[2]) : nil
        let texts = Self.cells(bytes, names)
        var labels = texts.map { ColumnLabel($0) }
        var ahead = scanner
        if let units = ahead.next(bytes), !Self.isRow(bytes, units) {
            scanner = ahead
            for (i, unit) in Self.cells(bytes, units).enumerated() where i < labels.count {
                labels[i].take(unit: unit, from: "unit row")
            }
        }
        let comma = DecimalMark.isComma(bytes, scanner, separator: .tab, option: source.options.decimalMark)
        uses = Self.uses(labels, name)
        let isCorrected = uses.contains { $0.label.name.hasSuffix("DrCor") }
        uncorrected = isCorrected ? ["Zreal", "Zimag"].filter(texts.contains) : []
        let isEnd = Self.end(bytes, scanner, comma)
        let start = scanner
        let reader = TableReader(columns: uses, separator: .indented, decimalComma: comma)
        numbers = uses.isEmpty ? NumberTable(columns: []) : reader.read(bytes, &scanner, source: source, isEnd: isEnd)
        overloads = texts.firstIndex(of: "Over").map { Self.overloads(bytes, start, column: $0, isEnd) } ?? []
    }

    /// What was found in the rows.
    func findings(_ source: FileSource) -> [Finding] {
        var findings = numbers.findings
        guard !uses.isEmpty else { return findings }
        HeaderCheck.count(declared, holds: numbers.count, "\"\(name)\"", at: source.at(line), &findings)
        if !overloads.isEmpty { findings.append(.overload(source, lines: overloads, of: numbers.count)) }
        if let raw = uncorrected.first { findings.append(.drift(source.at(line), raw)) }
        return findings
    }

    // MARK: Columns

    /// The columns to read; drift-corrected impedances stand for the raw ones.
    private static func uses(_ labels: [ColumnLabel], _ name: String) -> [ColumnUse] {
        let wanted: [(Quantity, [String], Bool)]
        switch name {
        case "ZCURVE":
            let isPolar = !labels.contains { $0.name == "Zreal" || $0.name == "ZrealDrCor" }
            wanted =
                [(.frequency, ["Freq"], true)]
                + (isPolar
                    ? [(.modulusZ, ["ZmodDrCor", "Zmod"], true), (.phaseZ, ["ZphzDrCor", "Zphz"], true)]
                    : [(.realZ, ["ZrealDrCor", "Zreal"], true), (.imaginaryZ, ["ZimagDrCor", "Zimag"], true)])
                + [(.voltage, ["Vdc"], false), (.time, ["Time", "T"], false)]
        case "VFPCURVE":
            wanted = [(.voltage, ["Voltage", "Vf"], true), (.current, ["Current", "Im"], true)]
        default:
            wanted = [(.time, ["T", "Time"], true), (.voltage, ["Vf"], true), (.current, ["Im"], true)]
        }
        var uses: [ColumnUse] = []
        for (quantity, names, isRequired) in wanted {
            for name in names {
                guard let i = labels.firstIndex(where: { $0.name == name }) else { continue }
                var label = labels[i]
                label.quantity = quantity
                // The layout has one unit a quantity; a row of units may be missing or damaged.
                if label.unit?.dimension != quantity.dimension {
                    label.take(unit: quantity == .phaseZ ? "deg" : quantity.unitText, from: "code table")
                }
                uses.append(ColumnUse(index: i, label: label, isRequired: isRequired))
                break
            }
        }
        return uses
    }

    // MARK: Lines

    /// The cells of a line that an indent starts.
    private static func cells(_ bytes: Span<UInt8>, _ line: TextLine) -> [String] {
        let text = TextBytes.string(bytes, line.range)
        let mark: Character = text.contains("\t") ? "\t" : " "
        let fields = text.split(separator: mark, omittingEmptySubsequences: mark == " ")
            .map { String($0).trimmingBlanks() }
        return fields.first == "" ? Array(fields.dropFirst()) : fields
    }

    /// Whether a line is a row already, where the units are left out.
    private static func isRow(_ bytes: Span<UInt8>, _ line: TextLine) -> Bool {
        let cells = cells(bytes, line).filter { !$0.isEmpty }
        return cells.count >= 3 && cells.prefix(3).allSatisfy { ConditionFields.number($0) != nil }
    }

    /// What ends the rows: a line without indent, or without a number in front where none has an indent.
    private static func end(
        _ bytes: Span<UInt8>, _ scanner: LineScanner, _ comma: Bool
    ) -> (_ bytes: Span<UInt8>, _ line: TextLine) -> Bool {
        var ahead = scanner
        let first = ahead.next(bytes)
        let isIndented = first.map { !$0.range.isEmpty && TextBytes.isBlank(bytes[$0.range.lowerBound]) } ?? true
        if isIndented || first.map({ !isRow(bytes, $0) }) ?? true {
            return { bytes, line in line.range.isEmpty || !TextBytes.isBlank(bytes[line.range.lowerBound]) }
        }
        return { bytes, line in
            var cells: [Range<Int>] = []
            CellSplitter.split(bytes, line.range, at: .indented, into: &cells)
            return cells.first.map { DecimalParser.double(bytes, $0, decimalComma: comma) == nil } ?? true
        }
    }

    /// The lines whose text of flags holds a letter; dots are fine.
    private static func overloads(
        _ bytes: Span<UInt8>, _ start: LineScanner, column: Int,
        _ isEnd: (_ bytes: Span<UInt8>, _ line: TextLine) -> Bool
    ) -> [Int] {
        var scanner = start
        var cells: [Range<Int>] = []
        var lines: [Int] = []
        while let line = scanner.next(bytes), !isEnd(bytes, line) {
            CellSplitter.split(bytes, line.range, at: .indented, into: &cells)
            guard column < cells.count else { continue }
            var hasLetter = false
            for i in cells[column] where bytes[i] | 0x20 >= 0x61 && bytes[i] | 0x20 <= 0x7A { hasLetter = true }
            if hasLetter { lines.append(line.number) }
        }
        return lines
    }
}

/// What can be said of a table of a Gamry file.
enum GamryTableFindings {
    static let drift = FindingKind(
        "gamry.drift-corrected", .note,
        "The impedances corrected for drift are used; those without the correction stand beside them in the file.")
    static let all = [drift]
}

extension Finding {
    fileprivate static func drift(_ place: SourcePosition, _ raw: String) -> Finding {
        Finding(
            GamryTableFindings.drift, "the columns corrected for drift (\"\(raw)DrCor\") are used, not \"\(raw)\"",
            at: place)
    }
}
