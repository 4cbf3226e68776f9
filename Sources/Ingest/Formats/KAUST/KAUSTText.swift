public import Findings
internal import Measurements

/// J-V text of KAUST (`.dat`): a date, notes, sweep parameters, figures of merit, then `Voltage<tab>Current1`.
///
/// Neither column has a unit, so volt and ampere are assumed; printed figures of merit are not used.
public struct KAUSTText: FileFormat {
    /// `kaust-jv`.
    public let id = "kaust-jv"
    /// Name for people.
    public let name = "J-V text of KAUST (.dat)"
    /// Usual extensions.
    public let extensions = ["dat", "txt"]
    /// From descriptions of such files.
    public let evidence = FormatEvidence.documentation
    /// None of its own: a J-V format lists what can be wrong with files of solar cells.
    public let findings: [FindingKind] = []

    /// Makes the format.
    public init() {}

    /// Certain with both headings above the names.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        var headings: Set<String> = []
        for (i, line) in text.prefix(80).lines.enumerated() {
            for heading in ["Sweep Parameters", "Figures of Merit"] where line.holds(heading) {
                headings.insert(heading)
            }
            guard line.holds("Voltage"), Self.columns(line) != nil else { continue }
            return headings.count == 2
                ? Sniff(.certain, "line \(i + 1) names \"Voltage\" and \"Current1\" below \"Figures of Merit\"")
                : Sniff(
                    .possible, "line \(i + 1) names \"Voltage\" and \"Current1\", but no \"Figures of Merit\" above")
        }
        return Sniff(.none, "no line names \"Voltage\" and \"Current1\"")
    }

    /// The position of the voltage and of each current, where a line names them.
    private static func columns(_ line: String) -> (voltage: Int, currents: [(at: Int, name: String)])? {
        guard line.holds("Voltage") else { return nil }
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).trimmingBlanks() }
        guard let voltage = cells.firstIndex(of: "Voltage") else { return nil }
        let currents = cells.enumerated().filter { cell in
            cell.element.hasPrefix("Current") && cell.element.count > 7
                && cell.element.dropFirst(7).allSatisfy(\.isNumber)
        }
        return currents.isEmpty ? nil : (voltage, currents.map { ($0.offset, $0.element) })
    }

    /// Reads a whole file.
    ///
    /// - Throws: `jv.no-curves`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        var names: (voltage: Int, currents: [(at: Int, name: String)])?
        var date = ""
        while names == nil, let line = scanner.next(bytes) {
            let text = TextBytes.string(bytes, line.range)
            names = Self.columns(text)
            if date.isEmpty, line.number <= 5 { date = Self.date(text) }
        }
        guard let names else {
            throw Failure(.noCurves(source, scanner.line, "no line names \"Voltage\" and \"Current1\""))
        }
        let namesLine = scanner.line
        let uses =
            [Self.use(names.voltage, "Voltage", .voltage)]
            + names.currents.map { Self.use($0.at, $0.name, .current) }
        let comma = DecimalMark.isComma(bytes, scanner, separator: .tab, option: source.options.decimalMark)
        let table = TableReader(columns: uses, separator: .tab, decimalComma: comma)
            .read(bytes, &scanner, source: source)
        var findings = table.findings
        findings.append(
            .assumedUnits(
                uses.map { "\"\($0.label.name)\" (\($0.label.quantity?.unitText ?? ""))" }, at: source.at(namesLine)))
        let curves = names.currents.indices.map { i in
            JVCurve(
                pixel: names.currents.count > 1 ? String(names.currents[i].name.dropFirst(7)) : "",
                voltage_V: table.columns[0], current_A: table.columns[i + 1], lines: table.lines,
                columns: [uses[0].source, uses[i + 1].source], measuredAt: date)
        }
        let origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        let recordings = try JVCurves(curves: curves).recordings(origin, source, &findings)
        return ReadResult(recordings: recordings, findings: findings)
    }

    private static func use(_ i: Int, _ name: String, _ quantity: Quantity) -> ColumnUse {
        var label = ColumnLabel(name)
        label.quantity = quantity
        label.isNegated = false
        label.take(unit: quantity.unitText, from: "assumed")
        return ColumnUse(index: i, label: label)
    }

    /// A date in one of the first lines, with or without its key; empty where it is none.
    private static func date(_ text: String) -> String {
        let value = (HeaderBlock.pair(text)?.value).flatMap { $0.isEmpty ? nil : $0 } ?? text
        let iso = DateText.iso(value.trimmingBlanks())
        return iso.count >= 10 && iso.prefix(4).allSatisfy(\.isNumber) ? iso : ""
    }
}
