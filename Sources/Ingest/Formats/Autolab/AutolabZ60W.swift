public import Findings
internal import Measurements

/// Autolab FRA text `Z60W Data File`: quoted lines, settings, the number of rows, names, rows with commas.
///
/// Columns stand in a fixed order: f, amplitude, bias, time, Z', Z'' (as measured), GD, error, range.
public struct AutolabZ60W: FileFormat {
    /// `autolab-z60w`.
    public let id = "autolab-z60w"
    /// Name for people.
    public let name = "Autolab FRA text (Z60W)"
    /// Usual extensions.
    public let extensions = ["txt", "z"]
    /// Written after descriptions of real files; it has read none itself.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = Z60WFindings.all

    /// Makes the format.
    public init() {}

    /// Certain by the first line.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let first = text.prefix(1).first.drop { $0 == "\"" || $0 == " " }
        if first.hasPrefix("Z60W Data File") { return Sniff(.certain, "the first line is \"Z60W Data File\"") }
        return Sniff(.none, "the first line is not \"Z60W Data File\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `z60w.layout`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        var declared: Int?
        var names: Int?
        while names == nil, scanner.line < 60, let line = scanner.next(bytes) {
            let text = TextBytes.string(bytes, line.range).filter { $0 != "\"" }.trimmingBlanks()
            if text.hasPrefix("Freq"), text.holds("Z'") {
                names = line.number
            } else if text.hasPrefix("Date:") {
                origin.measuredAt = Self.date(text)
            } else {
                declared = Int(text)
            }
        }
        guard let names else { throw Failure(.noNames(source)) }
        let uses = Self.uses
        let reader = TableReader(columns: uses, separator: .comma)
        let table = reader.read(bytes, &scanner, source: source)
        var findings = table.findings
        HeaderCheck.count(declared, holds: table.count, "the header", at: source.at(names - 1), &findings)
        var spectra = SpectrumBuilder(lines: table.lines, columns: uses.map(\.source))
        spectra.frequency_Hz = table.columns[0]
        spectra.real_ohm = table.columns[1]
        spectra.imaginary_ohm = table.columns[2]
        // Zeros throughout say nothing: the bias may be counted from open circuit.
        if table.columns[3].contains(where: { $0 != 0 && $0.isFinite }) {
            spectra.bias_V = table.columns[3]
        } else {
            spectra.columns.removeLast()
        }
        let made = spectra.recordings(origin, &findings)
        if made.isEmpty { throw Failure(.tooShort(origin, table.lines, count: 0), after: findings) }
        return ReadResult(recordings: made, findings: findings)
    }

    private static let uses: [ColumnUse] = [
        use(0, "Freq(Hz)", .frequency, "Hz"), use(4, "Z'", .realZ, "Ohm"), use(5, "Z''", .imaginaryZ, "Ohm"),
        use(2, "Bias", .bias, "V", isRequired: false),
    ]

    private static func use(
        _ index: Int, _ name: String, _ quantity: Quantity, _ unit: String, isRequired: Bool = true
    ) -> ColumnUse {
        var label = ColumnLabel(name)
        label.quantity = quantity
        label.take(unit: unit, from: "code table")
        return ColumnUse(index: index, label: label, isRequired: isRequired)
    }

    /// `Date: 12-17-2019    Time: 16:24:35` as one date.
    private static func date(_ text: String) -> String {
        let parts = text.replacing("Date:", with: "").replacing("Time:", with: " ").split(separator: " ")
        return DateText.iso(parts.joined(separator: " "))
    }
}

/// What can be wrong with a Z60W file.
enum Z60WFindings {
    static let layout = FindingKind(
        "z60w.layout", .error, "A Z60W file lacks its line of names, so its table cannot be found.")
    static let all = [layout]
}

extension Finding {
    fileprivate static func noNames(_ source: FileSource) -> Finding {
        Finding(
            Z60WFindings.layout, "no line names \"Freq(Hz)\" with Z' and Z''", at: source.at(1),
            fix: "export the file again from the instrument's program")
    }
}
