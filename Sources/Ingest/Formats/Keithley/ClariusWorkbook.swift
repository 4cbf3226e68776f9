internal import Findings
internal import Measurements

/// Keithley 4200A-SCS workbook (`.xlsx` of Clarius): a sheet a run, newest first, `Calc`, `Settings`.
///
/// Numbers were computed in single precision; columns that hold such numbers only are read as the decimals they mean.
struct ClariusWorkbook: WorkbookFormat {
    /// `clarius-workbook`.
    let id = "clarius-workbook"
    /// Name for people.
    let name = "Keithley 4200A Clarius workbook"
    /// Usual extensions.
    let extensions = ["xlsx"]
    /// From descriptions of such files.
    let evidence = FormatEvidence.documentation
    /// What can be wrong with a file of Clarius.
    let findings = ClariusFindings.all

    /// Certain with `Settings` beside `Calc` or runs, likely with `Settings` beside a table of a source-measure unit.
    func sniff(_ outline: WorkbookOutline) -> Sniff {
        guard outline.sheets.contains("Settings") else { return Sniff(.none, "there is no sheet \"Settings\"") }
        if outline.sheets.contains("Calc") { return Sniff(.certain, "there are sheets \"Settings\" and \"Calc\"") }
        if let run = outline.sheets.first(where: Self.isRun) {
            return Sniff(.certain, "there are sheets \"Settings\" and \"\(run)\"")
        }
        let names = outline.rows.first?.cells.map(\.text) ?? []
        return SMUColumn.measured(names).contains { $0.role == .current }
            ? Sniff(.likely, "a sheet \"Settings\" stands beside columns of a source-measure unit")
            : Sniff(.none, "no sheet \"Calc\" or \"Run1\" stands beside \"Settings\"")
    }

    private static func isRun(_ sheet: String) -> Bool {
        sheet.hasPrefix("Run") && sheet.count > 3 && sheet.dropFirst(3).allSatisfy(\.isNumber)
    }

    /// Reads the runs.
    ///
    /// - Throws: `clarius.no-run`.
    func read(_ workbook: borrowing Workbook, from source: FileSource) throws(Failure) -> ReadResult {
        var runs: [String: ClariusSettings] = [:]
        if let sheet = workbook.sheet("Settings") {
            runs = ClariusSettings.runs(try workbook.rows(of: sheet).map(Self.texts))
        }
        let origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        var result = ReadResult()
        for sheet in workbook.sheets where sheet.name != "Settings" && sheet.name != "Calc" {
            let rows = try workbook.rows(of: sheet)
            guard let first = rows.first else { continue }
            let settings = runs[sheet.name] ?? (runs.count == 1 ? runs.first?.value : nil) ?? runs[""]
            let names = Self.texts(first)
            if rows.count > 1, ClariusCycles.isHeader(names, Self.texts(rows[1])) {
                let cycles = Self.cycles(rows, settings ?? ClariusSettings([]), sheet.name)
                result.recordings += cycles.recordings(origin, source, &result.findings)
                continue
            }
            let data = Array(rows.dropFirst())
            if let unit = ClariusCVU(names) {
                let own = ClariusContent.origin(origin, settings ?? ClariusSettings([]))
                let values = unit.columns.map { i in SinglePrecision.mended(data.map { $0[i].number ?? .nan }) }
                result.recordings += unit.recordings(
                    values, lines: data.map(\.number), own, sheet: sheet.name, &result.findings)
                continue
            }
            let content = ClariusContent(
                table: SMUTable(data, names: names), names: names, firstRows: data.prefix(2).map(Self.texts),
                settings: settings ?? ClariusSettings([]), sheet: sheet.name)
            let made = content.recordings(origin, source, &result.findings)
            if made.isEmpty { result.findings.append(.notRun(source, sheet.name, names)) }
            result.recordings += made
        }
        if result.recordings.isEmpty, !result.findings.contains(where: { $0.code == ClariusCVU.oneFrequency.code }) {
            throw Failure(.noRun(source, workbook.sheets.map(\.name)), after: result.findings)
        }
        return result
    }

    private static func cycles(_ rows: [WorkbookRow], _ settings: ClariusSettings, _ sheet: String) -> ClariusCycles {
        let names = texts(rows[1])
        let data = rows.dropFirst(2).filter { $0[0].number != nil }
        return ClariusCycles(
            tests: texts(rows[0]), names: names,
            values: names.indices.map { i in SinglePrecision.mended(data.map { $0[i].number ?? .nan }) },
            lines: data.map(\.number), settings: settings, sheet: sheet)
    }

    /// The cells as texts, numbers with all their digits.
    private static func texts(_ row: WorkbookRow) -> [String] {
        row.cells.map { cell in
            if case .number(let value) = cell { return SettingText.number(SinglePrecision.mended([value])[0]) }
            return cell.text
        }
    }
}

/// What can be wrong with a file of Clarius.
enum ClariusFindings {
    static let noRun = FindingKind(
        "clarius.no-run", .error, "A file of Clarius has no run with the voltage and current of a terminal.")
    static let notRun = FindingKind(
        "clarius.other-sheet", .note, "A sheet of a Clarius workbook holds no voltage and current; it is left out.")
    static let readVoltage = FindingKind(
        "clarius.read-voltage", .warning,
        "A cycling sheet stores reads as currents without the voltage they were read at.")
    static let otherResults = FindingKind(
        "clarius.other-results", .note, "Results of formulas that are no reads of a state stand in a cycling sheet.")
    static let all = [noRun, notRun, readVoltage, otherResults, ClariusCVU.oneFrequency]
}

extension Finding {
    fileprivate static func notRun(_ source: FileSource, _ sheet: String, _ names: [String]) -> Finding {
        let found = names.filter { !$0.isEmpty }.prefix(6).map { "\"\($0)\"" }.joined(separator: ", ")
        return Finding(
            ClariusFindings.notRun,
            "sheet \"\(sheet)\" has no voltage and current of one terminal (found: \(found.isEmpty ? "none" : found))",
            at: source.at(1))
    }

    fileprivate static func noRun(_ source: FileSource, _ sheets: [String]) -> Finding {
        Finding(
            ClariusFindings.noRun,
            "no sheet among \(sheets.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")) holds a run",
            at: source.at(), fix: "save the runs with their data in Clarius")
    }

    /// A text export without a run.
    static func noRun(_ source: FileSource, names: [String]) -> Finding {
        Finding(
            ClariusFindings.noRun,
            "columns as \"AV\" and \"AI\" are needed, the first line has "
                + (names.isEmpty ? "none" : names.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")),
            at: source.at(1), fix: "export the run with the measured voltage and current")
    }
}
