public import Findings
internal import Measurements

/// Impedance as CSV from Solartron's SMaRT and ModuLab.
///
/// Introductory lines (`Exported SMaRT Impedance Data`, `Experiment start time`), then names with `Frequency (Hz)`,
/// `Impedance Magnitude (Ohms)`, `Impedance Phase Degrees (')`; rows end in a separator too many, and where the PC writes
/// decimal commas they are separated by semicolons under names that commas separate. Many sweeps stand in one file.
public struct ModuLabCSV: FileFormat {
    /// `modulab-csv`.
    public let id = "modulab-csv"
    /// Name for people.
    public let name = "Solartron SMaRT, ModuLab (CSV)"
    /// Usual extensions.
    public let extensions = ["csv"]
    /// From descriptions only.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings: [FindingKind] = []

    /// Makes the format.
    public init() {}

    /// Certain with the names of modulus and phase in one line.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        for (i, line) in text.prefix(20).lines.enumerated() where Self.isNames(line) {
            return Sniff(.certain, "line \(i + 1) names \"Impedance Magnitude (Ohms)\" and \"Impedance Phase Degrees\"")
        }
        return Sniff(.none, "no line names \"Impedance Magnitude (Ohms)\" and \"Impedance Phase Degrees\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `impedance.no-frequency`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        let (header, names) = HeaderBlock.ending(bytes, &scanner, where: Self.isNames)
        guard let names else { throw Failure(.noFrequency(source, 1)) }
        var table = NamedTable(Self.wanted, among: NamedTable.names(bytes, names, Self.separator(bytes, names)))
        guard table.hasAll(.frequency, .modulusZ, .phaseZ) else { throw Failure(.noFrequency(source, names.number)) }
        var ahead = scanner
        let rows = ahead.next(bytes).map { Self.separator(bytes, $0) } ?? .comma
        table.read(bytes, &scanner, separator: rows, source: source)
        var findings = table.numbers.findings
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = header.lines.first { $0.text.holds("SMaRT") } == nil ? "ModuLab" : "SMaRT"
        origin.measuredAt = DateText.iso(header.value("Experiment start time", source: source)?.text ?? "")
        var recordings: [Recording] = []
        for rows in groups(table) {
            recordings += spectra(table, rows).recordings(origin, &findings)
        }
        if recordings.isEmpty { throw Failure(.tooShort(origin, table.numbers.lines, count: 0), after: findings) }
        return ReadResult(recordings: recordings, findings: findings)
    }

    private static let wanted: [NamedTable.Wanted] = [
        .init(quantity: .frequency, names: ["frequency"], unit: "Hz"),
        .init(quantity: .modulusZ, names: ["impedance magnitude"], unit: "Ohm"),
        .init(quantity: .phaseZ, names: ["impedance phase degrees (')", "impedance phase degrees"], unit: "deg"),
        .init(quantity: .bias, names: ["dc level"], unit: "V", isRequired: false),
        // Set points of a thermostat; a hyphen where there is none.
        .init(quantity: .index, names: ["set point ('c)", "set point"], unit: "1", isRequired: false),
    ]

    /// Rows of equal bias and set point; sweeps within them are told apart by their frequencies.
    private func groups(_ table: NamedTable) -> [[Int]] {
        let (bias, set) = (table[.bias], table[.index])
        func differ(_ values: [Double], _ i: Int) -> Bool {
            i > 0 && i < values.count && values[i] != values[i - 1] && (values[i].isFinite || values[i - 1].isFinite)
        }
        var groups: [[Int]] = []
        for i in table.numbers.lines.indices {
            if groups.isEmpty || differ(bias, i) || differ(set, i) { groups.append([]) }
            groups[groups.count - 1].append(i)
        }
        return groups
    }

    private func spectra(_ table: NamedTable, _ rows: [Int]) -> SpectrumBuilder {
        let used = table.sources.filter { $0.quantity != Quantity.index.rawValue }
        var spectra = SpectrumBuilder(lines: rows.map { table.numbers.lines[$0] }, columns: used)
        spectra.frequency_Hz = rows.map { table[.frequency][$0] }
        spectra.take(.polar, rows.map { table[.modulusZ][$0] }, rows.map { table[.phaseZ][$0] })
        if table.has(.bias) { spectra.bias_V = rows.map { table[.bias][$0] } }
        if let first = rows.first, table.has(.index), table[.index][first].isFinite {
            spectra.conditions.temperature_K = table[.index][first] + 273.15
        }
        spectra.reason = "modulus and phase as SMaRT and ModuLab name them"
        return spectra
    }

    private static func isNames(_ line: String) -> Bool {
        line.holds("Impedance Magnitude (Ohms)") && line.holds("Impedance Phase Degrees")
    }

    /// Semicolons where the line has them, else commas or tabs.
    private static func separator(_ bytes: Span<UInt8>, _ line: TextLine) -> Separator {
        for separator in [Separator.semicolon, .tab] where NamedTable.names(bytes, line, separator).count >= 3 {
            return separator
        }
        return .comma
    }
}
