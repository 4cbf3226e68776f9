public import Findings
internal import Measurements

/// Autolab NOVA text: impedance, cyclic voltammetry, chrono methods; tab, semicolon or comma; point or comma.
///
/// One line of names, then rows. Z'' and phase are stored negated and named so. `Ω` and `°` may be lost in old exports.
public struct AutolabNova: FileFormat {
    /// `autolab-nova`.
    public let id = "autolab-nova"
    /// Name for people.
    public let name = "Autolab NOVA text"
    /// Usual extensions.
    public let extensions = ["csv", "txt"]
    /// Written after descriptions of real files; it has read none itself.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = NovaFindings.all

    /// Makes the format.
    public init() {}

    /// Certain by the names that only NOVA writes.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        // Comments of other programs may tell where their numbers came from.
        for (i, line) in text.prefix(5).lines.enumerated() where !line.hasPrefix("#") {
            if line.holds("WE(1).") { return Sniff(.certain, "line \(i + 1) names a column of \"WE(1)\"") }
            if line.holds("Frequency (Hz)"), line.holds("-Z'' ("), Self.companions.contains(where: line.holds) {
                return Sniff(.certain, "line \(i + 1) names \"Frequency (Hz)\" and \"-Z''\" as NOVA does")
            }
        }
        return Sniff(.none, "no line of names holds \"WE(1).\" or \"Frequency (Hz)\" with \"-Z'' (\" and \"-Phase (\"")
    }

    private static let companions = ["Index", "-Phase (", "Time (s)"]

    /// Reads a whole file.
    ///
    /// - Throws: `nova.no-rows`, `nova.no-columns`, `impedance.no-frequency`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        guard let layout = TableLayout.find(bytes, options: source.options), !layout.names.isEmpty else {
            throw Failure(.noRows(source))
        }
        var findings: [Finding] = []
        let columns = try NovaColumns(layout.names, at: source.at(layout.namesLine), source: source, &findings)
        let reader = TableReader(
            columns: columns.uses, separator: layout.separator, decimalComma: layout.decimalComma)
        var scanner = layout.rows
        let table = reader.read(bytes, &scanner, source: source)
        findings += table.findings
        var content = NovaContent(columns: columns, table: table)
        if let i = layout.names.firstIndex(of: "Current range") {
            content.ranges = Self.texts(bytes, layout, i)
        }
        let origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        return ReadResult(recordings: try content.recordings(origin, &findings), findings: findings)
    }

    /// The texts of a column, each once, in order of their first row; at most eight.
    private static func texts(_ bytes: Span<UInt8>, _ layout: TableLayout, _ column: Int) -> [String] {
        var scanner = layout.rows
        var cells: [Range<Int>] = []
        var texts: [String] = []
        while texts.count < 8, let line = scanner.next(bytes) {
            CellSplitter.split(bytes, line.range, at: layout.separator, into: &cells)
            guard column < cells.count else { continue }
            let text = TextBytes.string(bytes, cells[column])
            if !text.isEmpty, !texts.contains(text) { texts.append(text) }
        }
        return texts
    }
}

/// What can be wrong with NOVA text.
enum NovaFindings {
    static let noRows = FindingKind("nova.no-rows", .error, "An export of NOVA has no rows of numbers below its names.")
    static let all = [noRows] + NovaColumnFindings.all
}

extension Finding {
    fileprivate static func noRows(_ source: FileSource) -> Finding {
        Finding(
            NovaFindings.noRows, "no rows of numbers stand below the names", at: source.at(1),
            fix: "export the data again from NOVA")
    }
}
