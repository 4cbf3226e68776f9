public import Findings
internal import Measurements

/// Impedance as text from Princeton Applied Research: Parstat and VersaStudio exports, and Powersuite's three columns.
///
/// One line of names, then rows: `Potential (V)`, `Current (A)`, `Elapsed Time (s)`, `Frequency (Hz)`, `Zre (ohms)`,
/// `Zim (ohms)`, with hundreds of rows of frequency 0 (rest) before a sweep; or `Frequency`, `Zre`, `Zimg` with lines that
/// end in CR CR LF. Z'' is not negated.
public struct PrincetonText: FileFormat {
    /// `princeton-text`.
    public let id = "princeton-text"
    /// Name for people.
    public let name = "Parstat, Powersuite (text)"
    /// Usual extensions.
    public let extensions = ["csv", "txt"]
    /// Written after descriptions of real files; it has read none itself.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings: [FindingKind] = []

    /// Makes the format.
    public init() {}

    /// Certain with either program's set of names in the first lines.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        for (i, line) in text.prefix(20).lines.enumerated() where Self.isNames(line) {
            return Sniff(.certain, "line \(i + 1) has the names of Parstat or Powersuite")
        }
        return Sniff(.none, "no line has the names \"Frequency\", \"Zre\" and \"Zimg\" or \"Zim (ohms)\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `impedance.no-frequency`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        var names: TextLine?
        while names == nil, let line = scanner.next(bytes) {
            if Self.isNames(TextBytes.string(bytes, line.range)) { names = line }
        }
        guard let names else { throw Failure(.noFrequency(source, 1)) }
        let separator: Separator = NamedTable.names(bytes, names, .tab).count >= 3 ? .tab : .comma
        var table = NamedTable(Self.wanted, among: NamedTable.names(bytes, names, separator))
        guard table.hasAll(.frequency, .realZ, .imaginaryZ) else { throw Failure(.noFrequency(source, names.number)) }
        table.read(bytes, &scanner, separator: separator, source: source)
        var findings = table.numbers.findings
        var spectra = SpectrumBuilder(lines: table.numbers.lines, columns: table.sources)
        spectra.frequency_Hz = table[.frequency]
        spectra.real_ohm = table[.realZ]
        spectra.imaginary_ohm = table[.imaginaryZ]
        spectra.bias_V = table[.voltage]
        spectra.loop = table[.loop]
        spectra.reason = "the names of Parstat or Powersuite"
        let origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        let recordings = spectra.recordings(origin, &findings)
        if recordings.isEmpty { throw Failure(.tooShort(origin, table.numbers.lines, count: 0), after: findings) }
        return ReadResult(recordings: recordings, findings: findings)
    }

    private static let wanted: [NamedTable.Wanted] = [
        .init(quantity: .frequency, names: ["frequency"], unit: "Hz"),
        .init(quantity: .realZ, names: ["zre"], unit: "Ohm"),
        .init(quantity: .imaginaryZ, names: ["zim", "zimg"], unit: "Ohm", isNegated: false),
        .init(quantity: .voltage, names: ["potential"], unit: "V", isRequired: false),
        .init(quantity: .loop, names: ["segment"], unit: "1", isRequired: false),
    ]

    private static func isNames(_ line: String) -> Bool {
        guard line.holds("Frequency"), line.holds("Zre") else { return false }
        return line.holds("Zre (ohms)") && line.holds("Zim (ohms)") || line.holds("Zimg")
    }
}
