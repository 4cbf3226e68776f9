public import Findings
internal import Measurements

/// Autolab `.P00` text: four lines of text, names with units, the number of rows, rows.
///
/// Z'' is stored negated and named so; mantissas may exceed ten (`71.969e+02`).
public struct AutolabP00: FileFormat {
    /// `autolab-p00`.
    public let id = "autolab-p00"
    /// Name for people.
    public let name = "Autolab .P00 text"
    /// Usual extensions.
    public let extensions = ["p00"]
    /// The layout is described; no file of an instrument was seen.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = P00Findings.all

    /// Makes the format.
    public init() {}

    /// Certain with `Procedure` in front and the names of an impedance below.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let text = text.prefix(20)
        guard text.first.hasPrefix("Procedure") else {
            return Sniff(.none, "the first line does not start with \"Procedure\"")
        }
        guard let line = text.line(holding: "f/Hz"), text[line].holds("Z''/Ohm") else {
            return Sniff(.none, "no line names \"f/Hz\" and \"-Z''/Ohm\"")
        }
        return Sniff(.certain, "the file starts with \"Procedure\", line \(line) names \"f/Hz\" and \"-Z''/Ohm\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `p00.layout`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        var labels: [ColumnLabel] = []
        while labels.isEmpty, scanner.line < 40, let line = scanner.next(bytes) {
            let text = TextBytes.string(bytes, line.range)
            if let mark = text.firstRange(of: "i(init)") {
                origin.measuredAt = DateText.iso(String(text[..<mark.lowerBound]))
            } else if text.holds("f/Hz") {
                labels = text.split { $0 == " " || $0 == "\t" }.map { ColumnLabel(String($0)) }
            }
        }
        let names = scanner.line
        var uses: [ColumnUse] = []
        for quantity in [Quantity.frequency, .realZ, .imaginaryZ, .bias] {
            guard let i = labels.firstIndex(where: { $0.quantity == quantity }) else { continue }
            uses.append(ColumnUse(index: i, label: labels[i], isRequired: quantity != .bias))
        }
        guard uses.count(where: \.isRequired) == 3 else { throw Failure(.layout(source, names)) }
        let declared = scanner.next(bytes).flatMap { Int(TextBytes.string(bytes, $0.range).trimmingBlanks()) }
        guard let declared else { throw Failure(.noCount(source, names + 1)) }
        let comma = DecimalMark.isComma(bytes, scanner, separator: .blanks, option: source.options.decimalMark)
        let reader = TableReader(columns: uses, separator: .blanks, decimalComma: comma)
        let table = reader.read(bytes, &scanner, source: source)
        var findings = table.findings
        HeaderCheck.count(declared, holds: table.count, "the header", at: source.at(names + 1), &findings)
        var spectra = SpectrumBuilder(lines: table.lines, columns: uses.map(\.source))
        spectra.frequency_Hz = table.columns[0]
        spectra.real_ohm = table.columns[1]
        spectra.imaginary_ohm = table.columns[2]
        if uses.count > 3 { spectra.bias_V = table.columns[3] }
        if uses[2].label.isNegated { spectra.signConversion = "the file stores -Im Z; the sign was turned" }
        let made = spectra.recordings(origin, &findings)
        if made.isEmpty { throw Failure(.tooShort(origin, table.lines, count: 0), after: findings) }
        return ReadResult(recordings: made, findings: findings)
    }
}

/// What can be wrong with a `.P00` file.
enum P00Findings {
    static let layout = FindingKind(
        "p00.layout", .error, "A .P00 file lacks its line of names or its number of rows, so its table cannot be found."
    )
    static let all = [layout]
}

extension Finding {
    fileprivate static func layout(_ source: FileSource, _ line: Int) -> Finding {
        Finding(
            P00Findings.layout, "no line names \"f/Hz\", \"Z'/Ohm\" and \"-Z''/Ohm\"", at: source.at(line),
            fix: "export the file again from the instrument's program")
    }

    fileprivate static func noCount(_ source: FileSource, _ line: Int) -> Finding {
        Finding(
            P00Findings.layout, "the number of rows was expected on this line, below the names", at: source.at(line),
            fix: "export the file again from the instrument's program")
    }
}
