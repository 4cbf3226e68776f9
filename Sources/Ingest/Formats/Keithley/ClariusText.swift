public import Findings
internal import Measurements

/// Text that Clarius exports: `.csv` (comma, the settings below the rows) and `.txt` (tab, mantissas such as `458.5726E-2`).
public struct ClariusText: FileFormat {
    /// `clarius-text`.
    public let id = "clarius-text"
    /// Name for people.
    public let name = "Keithley 4200A Clarius CSV and text"
    /// Usual extensions.
    public let extensions = ["csv", "txt"]
    /// From descriptions of such files.
    public let evidence = FormatEvidence.documentation
    /// None of its own: the workbook's format lists what can be wrong with a file of Clarius.
    public let findings: [FindingKind] = []

    /// Makes the format.
    public init() {}

    /// Certain with names that only Clarius writes, or with names of terminals behind a byte order mark.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let hasMark = head.count > 2 && head[0] == 0xEF && head[1] == 0xBB && head[2] == 0xBF
        let text = text.prefix(2)
        for separator: Character in [",", "\t"] {
            let names = Self.cells(text.first, separator)
            if names.first == "Cycle", names.count > 1, ClariusCycles.isHeader(names, Self.cells(text[2], separator)) {
                return Sniff(.certain, "the first line starts with \"Cycle\" and names tests as \"\(names[1])\"")
            }
            if let unit = ClariusCVU(names) {
                return Sniff(.certain, "the first line has \"\(names[unit.frequency])\" and \"\(names[unit.first])\"")
            }
            let columns = SMUColumn.measured(names).filter { $0.role == .current && !$0.name.contains(".") }
            guard let current = columns.first, !names.contains(where: { $0.hasSuffix("]") }) else { continue }
            let isOwn = current.name == "AI" || current.name.hasSuffix(")")
            let what = "the first line has \"\(current.name)\" with the voltage of its terminal"
            if isOwn || hasMark { return Sniff(.certain, what + (hasMark ? " behind a byte order mark" : "")) }
            return Sniff(.possible, what + ", but no byte order mark as Clarius writes it")
        }
        return Sniff(.none, "the first line has no \"AI\" and \"AV\", current and voltage of a terminal")
    }

    private static func cells(_ line: String, _ separator: Character) -> [String] {
        line.split(separator: separator, omittingEmptySubsequences: false).map { String($0).trimmingBlanks() }
    }

    /// Reads a whole file.
    ///
    /// - Throws: `clarius.no-run`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        guard let first = scanner.next(bytes) else { throw Failure(.noRun(source, names: [])) }
        let line = TextBytes.string(bytes, first.range)
        let separator: Character = line.contains("\t") ? "\t" : ","
        let names = Self.cells(line, separator)
        let origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        var findings: [Finding] = []
        var second = scanner
        if let next = second.next(bytes) {
            let results = Self.cells(TextBytes.string(bytes, next.range), separator)
            if ClariusCycles.isHeader(names, results) {
                let cycles = Self.cycles(bytes, &second, separator, (names, results), source, &findings)
                return try Self.result(cycles.recordings(origin, source, &findings), source, names, findings)
            }
        }
        if let unit = ClariusCVU(names) {
            let recordings = Self.spectra(bytes, &scanner, separator, (names, unit), origin, source, &findings)
            return ReadResult(recordings: recordings, findings: findings)
        }
        let firstRows = Self.firstRows(bytes, scanner, separator)
        var table = SMUTable(
            bytes, &scanner, names: names, separator: separator == "," ? .comma : .tab, source: source, &findings,
            isEnd: Self.isKey)
        table.mendSingles()
        let content = ClariusContent(
            table: table, names: names, firstRows: firstRows,
            settings: ClariusSettings(Self.rest(bytes, &scanner, separator)))
        return try Self.result(content.recordings(origin, source, &findings), source, names, findings)
    }

    private static func result(
        _ recordings: [Recording], _ source: FileSource, _ names: [String], _ findings: [Finding]
    ) throws(Failure) -> ReadResult {
        if recordings.isEmpty { throw Failure(.noRun(source, names: names), after: findings) }
        return ReadResult(recordings: recordings, findings: findings)
    }

    /// Whether a line is none of the table: its first cell starts with a letter, as keys do.
    private static func isKey(_ bytes: Span<UInt8>, _ line: TextLine) -> Bool {
        var content = TextBytes.trimmed(bytes, line.range)
        if let first = content.first, bytes[first] == UInt8(ascii: "\"") { content = content.dropFirst() }
        guard let first = content.first else { return false }
        let letter = bytes[first] | 0x20
        return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") || bytes[first] == UInt8(ascii: "=")
    }

    private static func firstRows(_ bytes: Span<UInt8>, _ scanner: LineScanner, _ separator: Character) -> [[String]] {
        var scanner = scanner
        var rows: [[String]] = []
        while rows.count < 2, let line = scanner.next(bytes), !isKey(bytes, line) {
            rows.append(cells(TextBytes.string(bytes, line.range), separator))
        }
        return rows
    }

    /// The lines below the rows as cells.
    private static func rest(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, _ separator: Character
    ) -> [[String]] {
        var rows: [[String]] = []
        var ranges: [Range<Int>] = []
        while rows.count < 10_000, let line = scanner.next(bytes) {
            CellSplitter.split(bytes, line.range, at: separator == "," ? .comma : .tab, into: &ranges)
            rows.append(ranges.map { TextBytes.string(bytes, $0) })
        }
        return rows
    }

    private static func spectra(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, _ separator: Character,
        _ header: (names: [String], unit: ClariusCVU), _ origin: Provenance, _ source: FileSource,
        _ findings: inout [Finding]
    ) -> [Recording] {
        let uses = header.unit.columns.map { i in
            var label = ColumnLabel(header.names[i])
            label.unit = nil
            label.isNegated = false
            return ColumnUse(index: i, label: label)
        }
        let reader = TableReader(columns: uses, separator: separator == "," ? .comma : .tab)
        let table = reader.read(bytes, &scanner, source: source, isEnd: isKey)
        findings += table.findings
        let own = ClariusContent.origin(origin, ClariusSettings(rest(bytes, &scanner, separator)))
        return header.unit.recordings(
            table.columns.map(SinglePrecision.mended), lines: table.lines, own, sheet: "", &findings)
    }

    private static func cycles(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, _ separator: Character,
        _ header: (tests: [String], names: [String]), _ source: FileSource, _ findings: inout [Finding]
    ) -> ClariusCycles {
        let uses = header.names.enumerated().map { i, name in
            var label = ColumnLabel(name)
            label.unit = nil
            label.isNegated = false
            return ColumnUse(index: i, label: label, isRequired: i == 0)
        }
        let reader = TableReader(columns: uses, separator: separator == "," ? .comma : .tab)
        let table = reader.read(bytes, &scanner, source: source, isEnd: isKey)
        findings += table.findings
        return ClariusCycles(
            tests: header.tests, names: header.names, values: table.columns, lines: table.lines,
            settings: ClariusSettings(rest(bytes, &scanner, separator)))
    }
}
