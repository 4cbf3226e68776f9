internal import Archives
internal import Findings
internal import LibXML

/// One cell of a worksheet.
enum WorkbookCell: Sendable, Hashable {
    /// Nothing.
    case empty
    /// A number; a truth value is 1 or 0.
    case number(Double)
    /// A text; an error value such as `#REF!` too.
    case text(String)

    /// The number; a text of digits counts, as some programs write numbers as texts.
    var number: Double? {
        switch self {
        case .number(let value): value.isFinite ? value : nil
        case .text(let text): ConditionFields.number(text)
        case .empty: nil
        }
    }

    /// The text without surrounding blanks; empty where there is none or a number stands.
    var text: String { if case .text(let text) = self { text.trimmingBlanks() } else { "" } }
}

/// One row of a worksheet that holds something.
struct WorkbookRow: Sendable, Hashable {
    /// Number as the program shows it, from 1; rows without cells are absent.
    var number: Int
    /// Cells from column A on, empty ones included, up to the last that holds something.
    var cells: [WorkbookCell]

    /// A cell by position, from 0; empty beyond the last.
    subscript(position: Int) -> WorkbookCell { position >= 0 && position < cells.count ? cells[position] : .empty }
}

/// An `.xlsx` workbook: its sheets by name, the rows of one at a time.
///
/// Not Sendable: one workbook, one lane.
struct Workbook: ~Copyable {
    /// One worksheet.
    struct Sheet: Sendable, Hashable {
        /// Name on its tab.
        var name: String
        /// Entry of the archive.
        fileprivate var path: String
    }

    /// The sheets in the order of their tabs.
    let sheets: [Sheet]
    private let archive: ZipArchive
    private let shared: [String]
    private let source: FileSource

    /// More cells than this in one sheet are refused.
    static let mostCells = 1 << 24

    /// Whether an archive is a workbook, by its entries' names.
    static func isWorkbook(_ archive: borrowing ZipArchive) -> Bool {
        archive.entries.contains { $0.name == workbook }
    }

    private static let workbook = "xl/workbook.xml"

    /// Opens a workbook.
    /// - Throws: `container.*`, `workbook.damaged`.
    init(_ bytes: Span<UInt8>, source: FileSource) throws(Failure) {
        let archive = try ContainerFindings.open(bytes, source)
        let (sheets, shared) = try Self.contents(archive, source)
        self.sheets = sheets
        self.shared = shared
        self.archive = archive
        self.source = source
    }

    private static func contents(
        _ archive: borrowing ZipArchive, _ source: FileSource
    ) throws(Failure) -> (sheets: [Sheet], shared: [String]) {
        let parts = WorkbookParts(source: source)
        let targets = try parts.targets(try entry("xl/_rels/workbook.xml.rels", archive, source) ?? [])
        guard let list = try entry(workbook, archive, source) else {
            throw Failure(.workbookDamaged(source, "the archive has no \"\(workbook)\"", nil))
        }
        let sheets = try parts.sheets(list).compactMap { name, id in
            targets[id].map { Sheet(name: name, path: $0.hasPrefix("/") ? String($0.dropFirst()) : "xl/" + $0) }
        }
        return (sheets, try parts.sharedStrings(try entry("xl/sharedStrings.xml", archive, source) ?? []))
    }

    /// The sheet of a name; `nil` if there is none.
    borrowing func sheet(_ name: String) -> Sheet? { sheets.first { $0.name == name } }

    /// The rows of a sheet that hold something, in order.
    /// - Parameter most: later rows are not read.
    /// - Throws: `container.*`, `workbook.damaged`, `workbook.limit`.
    borrowing func rows(of sheet: Sheet, most: Int = .max) throws(Failure) -> [WorkbookRow] {
        guard let bytes = try Self.entry(sheet.path, archive, source) else {
            throw Failure(.workbookDamaged(source, "the archive has no \"\(sheet.path)\"", sheet.name))
        }
        return try WorksheetReader(shared: shared, sheet: sheet.name, source: source, most: most).rows(bytes)
    }

    private static func entry(
        _ name: String, _ archive: borrowing ZipArchive, _ source: FileSource
    ) throws(Failure) -> [UInt8]? {
        guard let entry = archive.entries.first(where: { $0.name == name }) else { return nil }
        do throws(ArchiveFault) { return try archive.bytes(of: entry) } catch {
            throw Failure(.container(source, error))
        }
    }
}

/// The small parts of a workbook: lists of sheets, of their places, of shared texts.
struct WorkbookParts {
    /// The file.
    var source: FileSource

    /// Places by relation id.
    func targets(_ bytes: [UInt8]) throws(Failure) -> [String: String] {
        var targets: [String: String] = [:]
        try walk(bytes) { reader, event in
            if event == .start("Relationship"), let id = reader.attribute("Id"), let target = reader.attribute("Target")
            {
                targets[id] = target
            }
        }
        return targets
    }

    /// Names and relation ids of the sheets, in the order of the tabs.
    func sheets(_ bytes: [UInt8]) throws(Failure) -> [(name: String, id: String)] {
        var sheets: [(String, String)] = []
        try walk(bytes) { reader, event in
            if event == .start("sheet"), let name = reader.attribute("name"), let id = reader.attribute("r:id") {
                sheets.append((name, id))
            }
        }
        return sheets
    }

    /// The shared texts; parts in several fonts are joined, readings aids left out.
    func sharedStrings(_ bytes: [UInt8]) throws(Failure) -> [String] {
        var texts: [String] = []
        var isText = false
        var isAid = false
        try walk(bytes) { _, event in
            switch event {
            case .start("si"): texts.append("")
            case .start("t"): isText = true
            case .end("t"): isText = false
            case .start("rPh"): isAid = true
            case .end("rPh"): isAid = false
            case .text(let text) where isText && !isAid && !texts.isEmpty: texts[texts.count - 1] += text
            default: break
            }
        }
        return texts
    }

    private func walk(
        _ bytes: [UInt8], _ visit: (borrowing XMLPullReader, XMLPullReader.Event) -> Void
    ) throws(Failure) {
        guard !bytes.isEmpty else { return }
        do throws(XMLFaults) {
            var reader = try XMLPullReader(bytes)
            while let event = try reader.next() { visit(reader, event) }
        } catch {
            throw Failure(.workbookDamaged(source, error.faults.first?.message ?? "", nil))
        }
    }
}

/// What can be wrong with a workbook.
enum WorkbookFindings {
    static let damaged = FindingKind(
        "workbook.damaged", .error, "An .xlsx workbook lacks a part, or a part is damaged.")
    static let limit = FindingKind("workbook.limit", .error, "A worksheet has more cells than are read.")
    static let all = [damaged, limit]
}

extension Finding {
    /// A workbook that cannot be read.
    static func workbookDamaged(_ source: FileSource, _ what: String, _ sheet: String?) -> Finding {
        Finding(
            WorkbookFindings.damaged, (sheet.map { "sheet \"\($0)\": " } ?? "") + what, at: source.at(),
            fix: "save the workbook again, or export the sheet as CSV")
    }

    /// A sheet with too many cells.
    static func workbookLimit(_ source: FileSource, _ sheet: String) -> Finding {
        Finding(
            WorkbookFindings.limit, "sheet \"\(sheet)\" has more than \(Workbook.mostCells) cells", at: source.at(),
            fix: "export the sheet as CSV")
    }
}
