internal import Archives
internal import Findings

/// What tells one kind of workbook from another.
struct WorkbookOutline: Sendable, Hashable {
    /// Names of the sheets in the order of their tabs.
    var sheets: [String]
    /// The first rows of the first sheet.
    var rows: [WorkbookRow]

    /// So many rows are shown.
    static let shown = 20

    /// Looks into a workbook; `nil` where the bytes are none that can be opened.
    init?(_ bytes: Span<UInt8>) {
        guard ZipArchive.isZip(bytes) else { return nil }
        do throws(Failure) {
            let workbook = try Workbook(bytes, source: FileSource(name: ""))
            sheets = workbook.sheets.map(\.name)
            rows = []
            if let first = workbook.sheets.first { rows = try workbook.rows(of: first, most: Self.shown) }
        } catch { return nil }
    }
}

/// A format whose files are `.xlsx` workbooks: it is asked about the sheets, not about bytes.
protocol WorkbookFormat: FileFormat {
    /// What the names of the sheets and the first rows say.
    func sniff(_ outline: WorkbookOutline) -> Sniff
    /// Reads the sheets.
    func read(_ workbook: borrowing Workbook, from source: FileSource) throws(Failure) -> ReadResult
}

extension WorkbookFormat {
    /// A head alone tells a workbook from other files, and nothing of its sheets.
    func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff { Sniff(.none, "the file is no .xlsx workbook") }

    /// Opens the workbook and reads it.
    func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        guard ZipArchive.isZip(bytes) else {
            throw Failure(.workbookDamaged(source, "the file is no .xlsx workbook", nil))
        }
        return try read(try Workbook(bytes, source: source), from: source)
    }
}
