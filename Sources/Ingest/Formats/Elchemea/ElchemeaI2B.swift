public import Findings
internal import Measurements

/// Elchemea `.i2b`: four free lines, the number of rows, rows of f, Z' and Z'' (not negated).
///
/// There is no signature, so the layout itself is the mark: a lone whole number on line 5 and three numbers a row, the
/// first of them running like a frequency.
public struct ElchemeaI2B: FileFormat {
    /// `elchemea-i2b`.
    public let id = "elchemea-i2b"
    /// Name for people.
    public let name = "Elchemea .i2b"
    /// Usual extensions.
    public let extensions = ["i2b"]
    /// The layout is described; no file of an instrument was seen.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = I2BFindings.all

    /// Makes the format.
    public init() {}

    /// Likely by the layout.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let text = text.prefix(12)
        let declared = Int(text[5].trimmingBlanks())
        guard let declared, declared > 1 else { return Sniff(.none, "line 5 is no number of rows") }
        guard text.lines.count > 7 else { return Sniff(.none, "too few rows follow the number of rows on line 5") }
        var frequencies: [Double] = []
        for row in text.lines.dropFirst(5).prefix(declared) {
            let cells = row.split { $0 == " " || $0 == "\t" }.compactMap { ConditionFields.number(String($0)) }
            guard cells.count == 3, let f = cells.first, f > 0 else {
                return Sniff(.none, "not three numbers a row below line 5")
            }
            frequencies.append(f)
        }
        let rises = zip(frequencies, frequencies.dropFirst()).filter { $0.0 < $0.1 }.count
        guard rises == 0 || rises == frequencies.count - 1 else {
            return Sniff(.none, "the first of three columns does not run like a frequency")
        }
        return Sniff(.likely, "line 5 is the number \(declared), rows of three numbers follow")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `i2b.layout`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        for _ in 0..<4 { _ = scanner.next(bytes) }
        let declared = scanner.next(bytes).flatMap { Int(TextBytes.string(bytes, $0.range).trimmingBlanks()) }
        guard let declared else { throw Failure(.noCount(source)) }
        let comma = DecimalMark.isComma(bytes, scanner, separator: .blanks, option: source.options.decimalMark)
        let reader = TableReader(columns: Self.uses, separator: .blanks, decimalComma: comma, expectedCells: 3)
        let table = reader.read(bytes, &scanner, source: source)
        var findings = table.findings
        HeaderCheck.count(declared, holds: table.count, "line 5", at: source.at(5), &findings)
        var spectra = SpectrumBuilder(lines: table.lines, columns: Self.uses.map(\.source))
        spectra.frequency_Hz = table.columns[0]
        spectra.real_ohm = table.columns[1]
        spectra.imaginary_ohm = table.columns[2]
        let origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        let made = spectra.recordings(origin, &findings)
        if made.isEmpty { throw Failure(.tooShort(origin, table.lines, count: 0), after: findings) }
        return ReadResult(recordings: made, findings: findings)
    }

    private static let uses = [(Quantity.frequency, "f", "Hz"), (.realZ, "Z'", "Ohm"), (.imaginaryZ, "Z''", "Ohm")]
        .enumerated().map { i, column in
            var label = ColumnLabel(column.1)
            label.quantity = column.0
            label.take(unit: column.2, from: "code table")
            return ColumnUse(index: i, label: label)
        }
}

/// What can be wrong with an `.i2b` file.
enum I2BFindings {
    static let layout = FindingKind(
        "i2b.layout", .error, "An .i2b file does not state its number of rows on line 5.")
    static let all = [layout]
}

extension Finding {
    fileprivate static func noCount(_ source: FileSource) -> Finding {
        Finding(
            I2BFindings.layout, "the number of rows was expected on line 5", at: source.at(5),
            fix: "copy the file again, or name the columns and read it as a plain table: --input-format plain-table")
    }
}
