public import Findings
internal import Measurements

/// BioLogic EC-Lab and BT-Lab text (`.mpt`, also saved as `.txt`), all techniques that give a spectrum, a sweep or a trace.
///
/// PEIS, GEIS, SPEIS (Mott-Schottky), CA, CP, CV, CVA, LSV, MB; OCV and ZIR are told to be no such measurement.
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
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let text = text.prefix(1).first.trimmingBlanks()
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
        let (block, names) = try header(bytes, &scanner, source)
        let header = ECLabHeader(block: block, source: source)
        var findings: [Finding] = []
        let cells = names.text.split(separator: "\t", omittingEmptySubsequences: false)
        var columns = try ECLabColumns(
            cells.map { String($0).trimmingBlanks() }, at: source.at(names.number), source: source, &findings)
        if let format = header.absoluteTime {
            columns.dropTime()
            findings.append(.absoluteTime(format))
        }
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = header.instrument
        origin.measuredAt = header.measuredAt
        let comma = DecimalMark.isComma(bytes, scanner, separator: .tab, option: source.options.decimalMark)
        let reader = TableReader(columns: columns.uses, separator: .tab, decimalComma: comma)
        let firstRow = scanner.line + 1
        let table = reader.read(bytes, &scanner, source: source)
        findings += table.findings
        var run = ECLabRun(
            technique: header.technique, columns: columns, table: table, conditions: header.conditions(&findings))
        run.loops = header.loops(of: table.lines, firstRow: firstRow)
        if let frequencies = run.frequency_Hz { header.checkFrequencies(frequencies, &findings) }
        let recordings = try run.recordings(origin, &findings)
        if case .sweep(let sweep)? = recordings.first?.data { header.checkRange(sweep.voltage_V, &findings) }
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
}

/// What can be wrong with EC-Lab text.
enum BioLogicFindings {
    static let header = FindingKind(
        "mpt.header", .error, "The header of an EC-Lab text file is damaged, so that its table cannot be found.")
    static let absoluteTime = FindingKind(
        "mpt.absolute-time", .warning, "Times were exported as dates, which are not read as times in seconds.")
    static let all = [header, absoluteTime] + ECLabColumnFindings.all + ECLabRunFindings.all
}

extension Finding {
    fileprivate static func absoluteTime(_ format: PlacedText) -> Finding {
        Finding(
            BioLogicFindings.absoluteTime, "the time format is \"\(format.text)\"; the time is left out",
            at: format.position, fix: "export with the time format \"Elapsed\"")
    }

    fileprivate static func mptHeader(_ source: FileSource, _ line: Int, _ what: String) -> Finding {
        Finding(BioLogicFindings.header, what, at: source.at(line), fix: "export the file again from EC-Lab")
    }
}
