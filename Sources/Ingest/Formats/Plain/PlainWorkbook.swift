internal import Findings
internal import Measurements

/// A workbook (`.xlsx`) whose sheets are plain tables: names with units, or a row of units, then numbers.
///
/// Each sheet is read by the rules of the plain table; its name stands in the recordings' settings.
struct PlainWorkbook: WorkbookFormat {
    /// `plain-workbook`.
    let id = "plain-workbook"
    /// Name for people.
    let name = "Plain tables in a workbook"
    /// Usual extensions.
    let extensions = ["xlsx"]
    /// The layout of workbooks is a standard; the tables in them are people's own.
    let evidence = FormatEvidence.documentation
    /// What can be wrong with such a workbook.
    let findings = PlainWorkbookFindings.all

    /// As sure as a plain table would be of the first sheet.
    func sniff(_ outline: WorkbookOutline) -> Sniff {
        let bytes = Self.text(outline.rows)
        let sniff = PlainTable().sniff(bytes.span, TextHead(bytes.span))
        return Sniff(sniff.confidence, "sheet \"\(outline.sheets.first ?? "")\": " + sniff.reason)
    }

    /// Reads the sheets that are tables.
    ///
    /// - Throws: the first sheet's faults, where no sheet can be read.
    func read(_ workbook: borrowing Workbook, from source: FileSource) throws(Failure) -> ReadResult {
        var result = ReadResult()
        var faults: [(sheet: String, findings: [Finding])] = []
        for sheet in workbook.sheets {
            let rows = try workbook.rows(of: sheet)
            guard !rows.isEmpty else { continue }
            let bytes = Self.text(rows)
            do throws(Failure) {
                let read = try PlainTable().read(bytes.span, from: source)
                result.findings += read.findings
                result.recordings += read.recordings.map { recording in
                    var recording = recording
                    recording.provenance.format = id
                    recording.conditions.settings = ["sheet": sheet.name]
                    return recording
                }
            } catch { faults.append((sheet.name, error.findings)) }
        }
        if result.recordings.isEmpty {
            throw Failure(faults.first?.findings ?? []) ?? Failure(.noTable(source))
        }
        // Sheets of notes stand beside tables in many workbooks.
        for fault in faults { result.findings.append(.notTable(source, fault.sheet, fault.findings.first)) }
        return result
    }

    /// Rows as tab-separated text, each in the line of its number, so that findings and provenance name the row.
    private static func text(_ rows: [WorkbookRow]) -> [UInt8] {
        var text: [UInt8] = []
        var line = 1
        // Empty cells at the end of a row are absent in a workbook; a table wants rows of one length.
        let width = min(256, rows.map(\.cells.count).max() ?? 0)
        for row in rows {
            // A number far below is damage, not a place: rows that follow on keep the text short.
            while line < min(row.number, line + 10_000) {
                text.append(0x0A)
                line += 1
            }
            for (i, cell) in row.cells.enumerated() {
                if i > 0 { text.append(0x09) }
                switch cell {
                case .empty: break
                case .number(let value): text += Array(value.description.utf8)
                case .text(let word): text += word.utf8.map { $0 < 0x20 ? 0x20 : $0 }
                }
            }
            for _ in row.cells.count..<max(width, row.cells.count) { text.append(0x09) }
            text.append(0x0A)
            line += 1
        }
        return text
    }
}

/// What can be wrong with a workbook of plain tables.
enum PlainWorkbookFindings {
    static let noTable = FindingKind("workbook.no-table", .error, "No sheet of a workbook holds a table of numbers.")
    static let notTable = FindingKind(
        "workbook.other-sheet", .note, "A sheet beside the tables of a workbook is none, and is left out.")
    static let all = [noTable, notTable]
}

extension Finding {
    fileprivate static func noTable(_ source: FileSource) -> Finding {
        Finding(
            PlainWorkbookFindings.noTable, "the workbook has no sheet with rows", at: source.at(),
            fix: "check the export")
    }

    fileprivate static func notTable(_ source: FileSource, _ sheet: String, _ fault: Finding?) -> Finding {
        Finding(
            PlainWorkbookFindings.notTable, "sheet \"\(sheet)\" is left out: \(fault?.message ?? "no table")",
            at: source.at(fault?.position?.line))
    }
}
