internal import Files
internal import Findings

/// A sample sheet: one row a file, with its device and conditions.
struct SampleSheet {
    /// Name for findings, relative to the INPUT.
    var name: String
    /// Names of the columns.
    private(set) var columns: [String] = []
    /// The rows with a device and a file.
    private(set) var rows: [SheetRow] = []
    /// What was found.
    private(set) var findings: [Finding] = []

    /// Reads a file if it is a sheet: a CSV file with columns `device` and `file`.
    ///
    /// A file called `samples.csv` without these columns is refused, not taken as a measurement.
    ///
    /// - Returns: `nil` where the file is no sheet.
    /// - Throws: the file's own faults, `sheet.columns`, `sheet.no-rows`.
    static func read(_ path: String, name: String) throws(Failure) -> SampleSheet? {
        guard ["csv", "tsv", "txt"].contains(FilePath.suffix(path)) else { return nil }
        let file = try MappedFile(path)
        return try file.withBytes { (raw) throws(Failure) -> SampleSheet? in
            if let converted = UTF16Text.utf8(raw) {
                return try parse(converted.span, name: name, isSamples: FilePath.name(path) == "samples.csv")
            }
            return try parse(raw, name: name, isSamples: FilePath.name(path) == "samples.csv")
        }
    }

    /// Reads the bytes of a sheet.
    static func parse(_ bytes: Span<UInt8>, name: String, isSamples: Bool) throws(Failure) -> SampleSheet? {
        var scanner = LineScanner(bytes)
        guard let first = firstLine(bytes, &scanner) else {
            if isSamples { throw Failure(.sheetEmpty(name)) }
            return nil
        }
        var best: (separator: Separator, names: [String])?
        for separator in [Separator.comma, .semicolon, .tab] {
            let names = texts(bytes, first.range, separator).map(\.text)
            if names.contains("device"), names.contains("file") { best = (separator, names) }
        }
        guard let best else {
            if isSamples { throw Failure(.sheetColumns(name, texts(bytes, first.range, .comma).map(\.text))) }
            return nil
        }
        var sheet = SampleSheet(name: name, columns: best.names)
        sheet.checkColumns(line: first.number)
        while let line = scanner.next(bytes) { sheet.add(bytes, line, best.separator) }
        guard !sheet.rows.isEmpty else { throw Failure(.sheetEmpty(name), after: sheet.findings) }
        return sheet
    }

    private static func firstLine(_ bytes: Span<UInt8>, _ scanner: inout LineScanner) -> TextLine? {
        while let line = scanner.next(bytes) {
            let content = TextBytes.trimmed(bytes, line.range)
            if !content.isEmpty, bytes[content.lowerBound] != UInt8(ascii: "#") { return line }
        }
        return nil
    }

    /// The cells of a line with their columns in bytes, doubled quotation marks made single.
    private static func texts(
        _ bytes: Span<UInt8>, _ line: Range<Int>, _ separator: Separator
    ) -> [(text: String, column: Int)] {
        var ranges: [Range<Int>] = []
        CellSplitter.split(bytes, line, at: separator, into: &ranges)
        return ranges.map { range in
            (TextBytes.string(bytes, range).replacing("\"\"", with: "\""), range.lowerBound - line.lowerBound + 1)
        }
    }

    private mutating func checkColumns(line: Int) {
        for (i, column) in columns.enumerated() {
            if !column.isEmpty, columns.firstIndex(of: column) != i {
                findings.append(
                    Finding(
                        SheetFindings.repeated, "column \"\(column)\" stands twice; the first is used",
                        at: SourcePosition(file: name, line: line), fix: "remove or rename one"))
            }
            guard !column.isEmpty, !SheetColumns.known.contains(column),
                let near = Suggestion.nearest(column, in: SheetColumns.known.sorted()), column.count > 3
            else { continue }
            findings.append(
                Finding(
                    SheetFindings.nearMiss, "column \"\(column)\" is kept as metadata; it is nearly \"\(near)\"",
                    at: SourcePosition(file: name, line: line), fix: "did you mean \"\(near)\"?"))
        }
    }

    private mutating func add(_ bytes: Span<UInt8>, _ line: TextLine, _ separator: Separator) {
        let content = TextBytes.trimmed(bytes, line.range)
        guard !content.isEmpty, bytes[content.lowerBound] != UInt8(ascii: "#") else { return }
        guard content.count(where: { bytes[$0] == UInt8(ascii: "\"") }).isMultiple(of: 2) else {
            findings.append(
                Finding(
                    SheetFindings.openQuote, "a quotation mark is not closed on its line; the row is left out",
                    at: SourcePosition(file: name, line: line.number),
                    fix: "close it, or take the line break out of the cell"))
            return
        }
        let texts = Self.texts(bytes, line.range, separator)
        guard texts.contains(where: { !$0.text.isEmpty }) else { return }
        var cells: [String: PlacedText] = [:]
        for (i, column) in columns.enumerated() where i < texts.count && !column.isEmpty && !texts[i].text.isEmpty {
            guard cells[column] == nil else { continue }
            let position = SourcePosition(file: name, line: line.number, column: texts[i].column)
            cells[column] = PlacedText(text: texts[i].text, position: position)
        }
        let filled = texts.lastIndex { !$0.text.isEmpty } ?? 0
        if filled >= columns.count {
            findings.append(
                Finding(
                    SheetFindings.rowLength, "the row has \(filled + 1) cells, \(columns.count) columns are named",
                    at: SourcePosition(file: name, line: line.number), fix: "quote cells that hold a separator"))
        }
        guard let file = cells["file"], cells["device"] != nil else {
            let missing = cells["file"] == nil ? "file" : "device"
            findings.append(
                Finding(
                    SheetFindings.incomplete, "the row has no \(missing); it is left out",
                    at: SourcePosition(file: name, line: line.number), fix: "fill in the column \"\(missing)\""))
            return
        }
        rows.append(SheetRow(cells: cells, position: file.position))
    }

    /// The devices of the sheet, in the order of their first rows.
    func devices(folder: String, prefix: String) -> [DeviceEntry] {
        var devices: [DeviceEntry] = []
        var places: [String: Int] = [:]
        for row in rows {
            guard let id = row["device"], let file = row["file"] else { continue }
            let entry = FileEntry(
                path: FilePath.join(folder, file), name: Self.clean(prefix + file), row: row, isNamed: true)
            if let i = places[id] {
                devices[i].files.append(entry)
                merge(row, into: &devices[i])
            } else {
                var device = DeviceEntry(id: id, files: [entry])
                merge(row, into: &device)
                places[id] = devices.count
                devices.append(device)
            }
        }
        return devices
    }

    /// Takes batch, class and free columns; rows of one device that disagree are a finding.
    private func merge(_ row: SheetRow, into device: inout DeviceEntry) {
        if let batch = row.cells["batch"] { set(&device.batch, batch, "batch", device.id, &device.findings) }
        if let stated = row.cells["class"] {
            if ["volatile", "nonvolatile"].contains(stated.text) {
                set(&device.statedClass, stated, "class", device.id, &device.findings)
            } else {
                device.findings.append(.unknownWord("class", stated, valid: ["nonvolatile", "volatile"]))
            }
        }
        for column in columns where !SheetColumns.known.contains(column) || SheetColumns.shown.contains(column) {
            guard let cell = row.cells[column] else { continue }
            // Rows may differ in a free column (an operator, a remark): the device shows each text once.
            let held = device.metadata[column]
            if let held, !held.components(of: "; ").contains(cell.text) {
                device.metadata[column] = held + "; " + cell.text
            } else if held == nil {
                device.metadata[column] = cell.text
            }
        }
    }

    private func set(
        _ held: inout String, _ cell: PlacedText, _ column: String, _ device: String, _ findings: inout [Finding]
    ) {
        if held.isEmpty {
            held = cell.text
        } else if held != cell.text {
            findings.append(
                Finding(
                    SheetFindings.disagree,
                    "device \"\(device)\" has \(column) \"\(cell.text)\" here and \"\(held)\" above; the first is used",
                    at: cell.position, fix: "give all rows of a device one \(column)"))
        }
    }

    private static func clean(_ name: String) -> String { name.hasPrefix("./") ? String(name.dropFirst(2)) : name }
}

extension String {
    /// The parts between a separator.
    fileprivate func components(of separator: String) -> [String] { split(separator: separator).map(String.init) }
}

/// What can be wrong with a sample sheet.
enum SheetFindings {
    static let columns = FindingKind("sheet.columns", .error, "A sample sheet needs the columns device and file.")
    static let empty = FindingKind("sheet.no-rows", .error, "A sample sheet has no row with a device and a file.")
    static let incomplete = FindingKind(
        "sheet.incomplete-row", .error, "A row of a sample sheet lacks its device or its file.")
    static let rowLength = FindingKind(
        "sheet.row-length", .warning, "A row has more cells than the sheet has columns: a separator inside a cell?")
    static let openQuote = FindingKind(
        "sheet.open-quote", .error, "A quotation mark in a sample sheet is not closed on its line; its row is left out."
    )
    static let repeated = FindingKind("sheet.repeated-column", .warning, "Two columns of a sheet bear one name.")
    static let nearMiss = FindingKind(
        "sheet.column-near-miss", .warning, "An unknown column is nearly a known one; it is kept as metadata.")
    static let disagree = FindingKind(
        "sheet.rows-disagree", .warning, "Rows of one device give it two batches or classes.")
    static let fileMissing = FindingKind(
        "sheet.file-missing", .error, "A row names a file that is not there; the device's other files are used.")
    static let all = [columns, empty, incomplete, rowLength, openQuote, repeated, nearMiss, disagree, fileMissing]
}

extension Finding {
    fileprivate static func sheetEmpty(_ name: String) -> Finding {
        Finding(
            SheetFindings.empty, "the sample sheet has no row with a device and a file", at: SourcePosition(file: name),
            fix: "add a row for each file")
    }

    fileprivate static func sheetColumns(_ name: String, _ found: [String]) -> Finding {
        let names = found.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
        return Finding(
            SheetFindings.columns, "the columns \"device\" and \"file\" were expected, found were \(names)",
            at: SourcePosition(file: name, line: 1), fix: "name the columns \"device\" and \"file\" in the first line")
    }
}
