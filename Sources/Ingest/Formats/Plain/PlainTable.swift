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
    /// Checked on an instrument's file.
    public let evidence = FormatEvidence.instrumentFile
    /// What can be wrong with such a file.
    public let findings = PlainFindings.all

    /// Makes the format.
    public init() {}

    /// Likely with rows of numbers under known names, possible with rows alone.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        if let zero = TextBytes.firstZero(head, limit: 4096) {
            return Sniff(.none, "byte \(zero + 1) is zero, so the file is binary")
        }
        guard let layout = TableLayout.find(head, options: ReadOptions()) else {
            if let line = Self.names(text) {
                return Sniff(.possible, "line \(line) names columns, and no row of numbers follows")
            }
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
            throw Failure(.noRows(source, namesLine: Self.names(TextHead(bytes.extracting(FileHead.range(bytes))))))
        }
        var content = PlainContent(layout: layout, columns: try ColumnSet(layout, source: source), source: source)
        do throws(Failure) {
            let recordings = try content.recordings(bytes, format: id)
            return ReadResult(recordings: recordings, findings: content.findings)
        } catch {
            // Why rows were left out says why there is nothing.
            throw Failure(content.findings.filter { !error.findings.contains($0) } + error.findings) ?? error
        }
    }

    /// The line that names at least two quantities, in a file that has no rows.
    private static func names(_ head: TextHead) -> Int? {
        let lines = head.prefix(60).lines
        for (i, line) in lines.enumerated() {
            for separator in ["\t", ";", ","] {
                let cells = line.drop { $0 == "#" || $0 == "%" }.split(separator: separator)
                if cells.count(where: { ColumnLabel(String($0)).quantity != nil }) >= 2 { return i + 1 }
            }
        }
        return nil
    }
}

/// What can be wrong with a plain table as a whole.
enum PlainFindings {
    static let noRows = FindingKind("table.no-rows", .error, "The file has no rows of numbers.")
    static let all = [noRows]
}

extension Finding {
    fileprivate static func noRows(_ source: FileSource, namesLine: Int?) -> Finding {
        Finding(
            PlainFindings.noRows,
            namesLine == nil ? "no rows of numbers were found" : "the names stand here, and no row of numbers follows",
            at: source.at(namesLine),
            fix: "check the export; pass --skip N if more than \(TableLayout.lines) lines stand above the rows")
    }
}
