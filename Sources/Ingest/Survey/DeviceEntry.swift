public import Findings

/// A row of a sample sheet: what the user says of one file, cell by cell with its place.
public struct SheetRow: Sendable, Hashable {
    /// Cells by column name; empty cells are absent.
    var cells: [String: PlacedText]
    /// Where the row's file is named.
    public var position: SourcePosition

    /// The text of a column; `nil` where the cell is empty.
    public subscript(column: String) -> String? { cells[column]?.text }
}

/// One file of a device.
public struct FileEntry: Sendable, Hashable {
    /// Path as it can be opened.
    public var path: String
    /// Path relative to the INPUT that the user named; what reports and findings show.
    public var name: String
    /// The row of the sheet that names it; `nil` without a sheet.
    public var row: SheetRow?
    /// Whether the user or a sheet named the file; one that merely lies in a folder may be something else.
    public var isNamed: Bool
}

/// A device that was found, with its files, not yet read.
public struct DeviceEntry: Sendable, Hashable {
    /// Id, unique in a survey.
    public var id: String
    /// Batch; empty if none.
    public var batch: String
    /// What the user believes it is: `volatile`, `nonvolatile` or empty.
    public var statedClass: String
    /// Free columns of the sheet.
    public var metadata: [String: String]
    /// Its files, by name.
    public var files: [FileEntry]
    /// What was found of the device's rows and names.
    public var findings: [Finding]

    /// Makes an entry.
    public init(
        id: String, batch: String = "", statedClass: String = "", metadata: [String: String] = [:],
        files: [FileEntry] = [], findings: [Finding] = []
    ) {
        self.id = id
        self.batch = batch
        self.statedClass = statedClass
        self.metadata = metadata
        self.files = files
        self.findings = findings
    }
}
