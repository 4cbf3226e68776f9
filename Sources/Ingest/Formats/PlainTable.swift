public import Findings
internal import Measurements

/// A table of numbers as people and scripts write it: comma, semicolon, tab or blanks; decimal point or comma.
///
/// Names with units (`Voltage (mV)`, `I/uA`, `time_s`) or a row of units; comment lines `# key: value` above; spectra
/// with parts or polar, several one after another; three unnamed columns that can only be a spectrum.
public struct PlainTable: FileFormat {
    /// `plain-table`.
    public let id = "plain-table"
    /// Name for people.
    public let name = "Plain table (CSV, text)"
    /// Usual extensions.
    public let extensions = ["csv", "dat", "tsv", "txt"]

    /// Makes the format.
    public init() {}

    /// Likely with rows of numbers under known names, possible with rows alone.
    public func sniff(_ head: Span<UInt8>) -> Sniff {
        for i in 0..<min(head.count, 4096) where head[i] == 0 {
            return Sniff(.none, "byte \(i + 1) is zero, so the file is binary")
        }
        guard let layout = TableLayout.find(head, options: ReadOptions()) else {
            return Sniff(.none, "no two numbers stand in a row")
        }
        let known = layout.names.count { ColumnLabel($0).quantity != nil }
        if known >= 2 {
            return Sniff(.likely, "rows of numbers under \(known) known names, separated by \(layout.separator.name)")
        }
        return Sniff(.possible, "rows of numbers, separated by \(layout.separator.name)")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `format.no-rows`, `table.no-names`, `table.ambiguous-column`, `impedance.no-frequency`, ...
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        guard let layout = TableLayout.find(bytes, options: source.options) else {
            throw Failure(
                Finding(
                    PlainFindings.noRows, "no rows of numbers were found", at: source.at(),
                    fix: "check the export; pass --skip N if more than \(TableLayout.lines) lines stand above the rows")
            )
        }
        var content = PlainContent(layout: layout, columns: try ColumnSet(layout, source: source), source: source)
        let recordings = try content.recordings(bytes, format: id)
        return ReadResult(recordings: recordings, findings: content.findings)
    }
}

/// What can be wrong with a plain table as a whole.
enum PlainFindings {
    static let noRows = FindingKind("table.no-rows", .error, "The file has no rows of numbers.")
    static let all = [noRows]
}
