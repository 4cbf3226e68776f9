public import Findings
internal import Measurements

/// BioLogic EC-Lab and BT-Lab text (`.mpt`, also saved as `.txt`): impedance, cyclic voltammetry, chronoamperometry.
///
/// Line 2 states the number N of header lines; names stand on line N, rows from N + 1, tab-separated, Latin-1,
/// with decimal comma where the PC used one. Names may be empty and may repeat; rows may be longer than names.
public struct BioLogicMPT: FileFormat {
    /// `biologic-mpt`.
    public let id = "biologic-mpt"
    /// Name for people.
    public let name = "BioLogic EC-Lab text"
    /// Usual extensions.
    public let extensions = ["mpt", "txt"]
    /// Checked on an instrument's file.
    public let evidence = FormatEvidence.instrumentFile
    /// What can be wrong with such a file.
    public let findings = BioLogicFindings.all

    /// Makes the format.
    public init() {}

    /// Certain when the first line is EC-Lab's or BT-Lab's.
    public func sniff(_ head: Span<UInt8>) -> Sniff {
        let text = TextHead(head, lines: 1).first.trimmingBlanks()
        if text == "EC-Lab ASCII FILE" || text == "BT-Lab ASCII FILE" {
            return Sniff(.certain, "the first line is \"\(text)\"")
        }
        return Sniff(.none, "the first line is not \"EC-Lab ASCII FILE\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `mpt.header`, `impedance.no-frequency`, `mpt.no-columns`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        let (header, names) = try header(bytes, &scanner, source)
        var findings: [Finding] = []
        let columns = ECLabColumns(names.text, source: source, line: names.number, &findings)
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = instrument(header, source)
        origin.measuredAt = DateText.iso(header.value("Acquisition started on", source: source)?.text ?? "")
        let comma = DecimalMark.isComma(bytes, scanner, separator: .tab, option: source.options.decimalMark)
        let reader = TableReader(columns: try columns.uses(source, names.number), separator: .tab, decimalComma: comma)
        let firstRow = scanner.line + 1
        let table = reader.read(bytes, &scanner, source: source)
        findings += table.findings
        let content = ECLabContent(
            header: header, columns: columns, table: table, uses: reader.columns, firstRow: firstRow,
            area_m2: ECLabContent.area(header, source, &findings))
        let recordings = try content.recordings(origin, &findings)
        return ReadResult(recordings: recordings, findings: findings)
    }

    /// The header's lines and the line of names; the scanner stands before the first row.
    private func header(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, _ source: FileSource
    ) throws(Failure) -> (HeaderBlock, HeaderBlock.Line) {
        var header = HeaderBlock()
        for _ in 0..<2 { if let line = scanner.next(bytes) { header.add(line, bytes) } }
        let stated = header.value("Nb header lines", source: source)
        guard let stated, let count = Int(stated.text), count >= 3, count <= 100_000 else {
            throw Failure(.mptHeader(source, 2, "line 2 does not state the number of header lines"))
        }
        while scanner.line < count {
            guard let line = scanner.next(bytes) else {
                throw Failure(
                    .mptHeader(source, scanner.line, "\(count) header lines are stated, the file has \(scanner.line)"))
            }
            header.add(line, bytes)
        }
        guard let names = header.lines.last else {
            throw Failure(.mptHeader(source, 1, "there is no line of names"))
        }
        return (header, names)
    }

    private func instrument(_ header: HeaderBlock, _ source: FileSource) -> String {
        let software = header.lines.first { $0.text.contains("(software)") }?.text ?? ""
        let parts = [header.value("Device", source: source)?.text ?? "", software.trimmingBlanks()]
        return parts.filter { !$0.isEmpty }.joined(separator: ", ")
    }
}

/// What can be wrong with EC-Lab text.
enum BioLogicFindings {
    static let header = FindingKind(
        "mpt.header", .error, "The header of an EC-Lab text file is damaged, so that its table cannot be found.")
    static let noColumns = FindingKind(
        "mpt.no-columns", .error, "The table lacks the columns of a spectrum, a sweep or a time trace.")
    static let repeated = FindingKind(
        "mpt.repeated-column", .note, "A column's name stands twice; EC-Lab writes such files, the first one is used.")
    static let all = [header, noColumns, repeated]
}

extension Finding {
    fileprivate static func mptHeader(_ source: FileSource, _ line: Int, _ what: String) -> Finding {
        Finding(BioLogicFindings.header, what, at: source.at(line), fix: "export the file again from EC-Lab")
    }
}
