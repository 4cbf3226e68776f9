public import Findings
internal import Measurements

/// Text of CH Instruments' workstations: impedance, voltammetry, chronoamperometry, i-t.
///
/// A date, the technique, `Key: value` and `Key = value`, perhaps a block `Results:`, then names and rows. Z'' is not
/// negated; the cathodic current is positive, so currents are turned.
public struct CHInstrumentsText: FileFormat {
    /// `chi-text`.
    public let id = "chi-text"
    /// Name for people.
    public let name = "CH Instruments text"
    /// Usual extensions.
    public let extensions = ["txt", "csv"]
    /// Checked on an instrument's file.
    public let evidence = FormatEvidence.instrumentFile
    /// What can be wrong with such a file.
    public let findings = CHIFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with the instrument's model, or with a known technique on line 2 and its settings.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let text = text.prefix(60)
        if let line = text.line(startingWith: "Instrument Model:"),
            text.line(startingWith: "Data Source:") != nil
                || text[line].holds("CHI")
        {
            return Sniff(.certain, "line \(line) is \"\(text[line].trimmingBlanks())\"")
        }
        let technique = text[2].trimmingBlanks()
        if CHIContent.techniques.contains(technique), text.line(startingWith: "Init E") != nil {
            return Sniff(.certain, "line 2 is \"\(technique)\", and \"Init E\" is set")
        }
        return Sniff(.none, "no line \"Instrument Model:\", and line 2 is no technique of CH Instruments")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `chi.no-names`, `chi.one-frequency`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        let (header, names) = HeaderBlock.ending(bytes, &scanner, where: Self.isNames)
        guard let names else { throw Failure(.noNames(source)) }
        let separator: Separator = NamedTable.names(bytes, names, .comma).count >= 2 ? .comma : .tab
        var table = NamedTable(CHIContent.wanted, among: NamedTable.names(bytes, names, separator))
        table.read(bytes, &scanner, separator: separator, source: source)
        var findings = table.numbers.findings
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.measuredAt = CivilDate.iso(english: header.lines.first?.text ?? "")
        origin.instrument = header.value("Instrument Model", source: source)?.text ?? ""
        let content = CHIContent(header: header, table: table, source: source, namesLine: names.number)
        let recordings = try content.recordings(origin, &findings)
        return ReadResult(recordings: recordings, findings: findings)
    }

    /// Whether a line names columns: at least two, one of them of a known first name.
    private static func isNames(_ line: String) -> Bool {
        let first = line.prefix { $0 != "," && $0 != "\t" }.trimmingPrefix(" ")
        guard line.contains(",") || line.contains("\t") else { return false }
        return ["Freq/Hz", "Potential/V", "Time/s", "Time/sec"].contains(String(first).trimmingBlanks())
    }
}

/// What can be wrong with a file of CH Instruments.
enum CHIFindings {
    static let noNames = FindingKind(
        "chi.no-names", .error, "The line with the names of the columns (`Freq/Hz, Z'/ohm, ...`) is missing.")
    static let noColumns = FindingKind(
        "chi.no-columns", .error, "The table lacks the columns of a spectrum, a sweep or a trace.")
    static let oneFrequency = FindingKind(
        "chi.one-frequency", .error, "An impedance at one frequency against potential or time is no spectrum.")
    static let nominalVoltage = FindingKind(
        "chi.nominal-voltage", .note, "The file records no voltage; the levels that its header sets are used.")
    static let all = [noNames, noColumns, oneFrequency, nominalVoltage]
}

extension Finding {
    fileprivate static func noNames(_ source: FileSource) -> Finding {
        Finding(
            CHIFindings.noNames, "no line that starts with \"Freq/Hz\", \"Potential/V\" or \"Time/sec\" was found",
            at: source.at(), fix: "export the file again as text with its header")
    }
}
