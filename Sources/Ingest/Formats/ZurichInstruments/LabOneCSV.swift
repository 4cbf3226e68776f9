public import Findings
internal import Measurements

/// Sweeps of Zurich Instruments MFIA and MFLI as LabOne saves them (`.csv`): a row a quantity, not a row a point.
///
/// `chunk;timestamp;size;fieldname;v0;v1;...` with the fields `frequency` (or `grid`), `realz` and `imagz` (or `absz` and
/// `phasez`, radians). A chunk is a sweep; points that were not reached are NaN.
public struct LabOneCSV: FileFormat {
    /// `mfia-labone-csv`.
    public let id = "mfia-labone-csv"
    /// Name for people.
    public let name = "Zurich Instruments LabOne sweep"
    /// Usual extensions.
    public let extensions = ["csv"]
    /// From other programs' readers.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = LabOneFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with the line of names.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let head = text.prefix(5)
        for separator in [";", ","] {
            let names = ["chunk", "timestamp", "size", "fieldname"].joined(separator: separator)
            if let line = head.line(startingWith: names) {
                return Sniff(.certain, "line \(line) starts with \"\(names)\"")
            }
        }
        return Sniff(.none, "none of the first lines starts with \"chunk;timestamp;size;fieldname\"")
    }

    /// One quantity of one sweep.
    private struct Row {
        var chunk: Double
        var field: String
        var values: [Double]
        var line: Int
        var declared: Int?
    }

    /// Reads a whole file, a recording a sweep.
    ///
    /// - Throws: `labone.no-spectrum`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var findings: [Finding] = []
        let rows = rows(bytes, source, &findings)
        var chunks: [Double] = []
        for row in rows where !chunks.contains(row.chunk) { chunks.append(row.chunk) }
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = "Zurich Instruments"
        var recordings: [Recording] = []
        for chunk in chunks {
            let fields = rows.filter { $0.chunk == chunk }
            guard let spectra = spectrum(fields, source, &findings) else { continue }
            recordings += spectra.recordings(origin, &findings)
        }
        if !recordings.isEmpty { return ReadResult(recordings: recordings, findings: findings) }
        throw Failure(
            Finding(
                LabOneFindings.noSpectrum,
                "no sweep has \"frequency\" (or \"grid\") with \"realz\" and \"imagz\" (or \"absz\" and \"phasez\")",
                at: source.at(), fix: "save the sweep of the impedance module again, with all its fields"),
            after: findings)
    }

    private func rows(_ bytes: Span<UInt8>, _ source: FileSource, _ findings: inout [Finding]) -> [Row] {
        var scanner = LineScanner(bytes)
        var separator = Separator.semicolon
        var rows: [Row] = []
        var cells: [Range<Int>] = []
        var comma = false
        while let line = scanner.next(bytes) {
            if rows.isEmpty, TextBytes.string(bytes, line.range).drop(while: { $0 == "\"" }).hasPrefix("chunk") {
                if TextBytes.string(bytes, line.range).holds("chunk,") { separator = .comma }
                comma = DecimalMark.isComma(
                    bytes, scanner, separator: separator, option: source.options.decimalMark)
                continue
            }
            CellSplitter.split(bytes, line.range, at: separator, into: &cells)
            guard cells.count >= 5, let chunk = DecimalParser.double(bytes, cells[0], decimalComma: comma) else {
                continue
            }
            var values: [Double] = []
            for cell in cells.dropFirst(4) {
                values.append(DecimalParser.double(bytes, cell, decimalComma: comma) ?? .nan)
            }
            // Shorter sweeps are filled up with NaN or nothing to the length of the longest.
            while let last = values.last, !last.isFinite { values.removeLast() }
            let size = DecimalParser.double(bytes, cells[2], decimalComma: comma)
            rows.append(
                Row(
                    chunk: chunk, field: TextBytes.string(bytes, cells[3]).lowercased(), values: values,
                    line: line.number, declared: size.flatMap { Int(exactly: $0) }))
            if !line.isEnded {
                findings.append(
                    Finding(
                        RowFindings.truncated,
                        "the file ends in the row of \"\(rows[rows.count - 1].field)\"; its last "
                            + "number is left out", at: source.at(line.number), fix: "copy or export the file again"))
                if !values.isEmpty { rows[rows.count - 1].values.removeLast() }
            }
        }
        return rows
    }

    private func spectrum(_ fields: [Row], _ source: FileSource, _ findings: inout [Finding]) -> SpectrumBuilder? {
        func field(_ names: String...) -> Row? {
            for name in names { if let row = fields.first(where: { $0.field == name }) { return row } }
            return nil
        }
        let line = fields.first?.line
        guard let frequency = field("frequency", "grid") else {
            findings.append(.incomplete(source, line, "frequency"))
            return nil
        }
        var form = ImpedanceForm.parts
        guard var a = field("realz", "absz"), var b = field("imagz", "phasez") else {
            findings.append(.incomplete(source, line, "realz and imagz"))
            return nil
        }
        if a.field == "absz" || b.field == "phasez" {
            guard let modulus = field("absz"), let phase = field("phasez") else {
                findings.append(.incomplete(source, line, "imagz"))
                return nil
            }
            (a, b) = (modulus, phase)
            form = .polar
        }
        HeaderCheck.count(
            frequency.declared, holds: frequency.values.count, "the sweep", at: source.at(frequency.line), &findings)
        let count = min(frequency.values.count, a.values.count, b.values.count)
        var spectra = SpectrumBuilder(lines: Array(repeating: a.line, count: count))
        spectra.frequency_Hz = Array(frequency.values.prefix(count))
        spectra.take(form, a.values, b.values)
        spectra.columns = [
            Self.column(frequency, .frequency, "Hz"), Self.column(a, form == .parts ? .realZ : .modulusZ, "ohm"),
            Self.column(b, form == .parts ? .imaginaryZ : .phaseZ, form == .parts ? "ohm" : "rad"),
        ]
        if let drive = field("drive", "oscamp")?.values.first(where: { $0.isFinite && $0 > 0 }) {
            spectra.conditions.settings = ["drive": "\(drive)"]
        }
        spectra.reason = "a sweep with fields \"\(frequency.field)\", \"\(a.field)\" and \"\(b.field)\""
        return spectra
    }

    private static func column(_ row: Row, _ quantity: Quantity, _ unit: String) -> ColumnSource {
        ColumnSource(
            quantity: quantity.rawValue, name: row.field, number: 4, unit: unit, unitSource: "code table", factor: 1)
    }
}

/// What can be wrong with a LabOne sweep.
enum LabOneFindings {
    static let noSpectrum = FindingKind(
        "labone.no-spectrum", .error, "No sweep of a LabOne file holds frequencies with impedances.")
    static let incomplete = FindingKind(
        "labone.incomplete", .warning, "A sweep of a LabOne file lacks a field that its spectrum needs; it is left out."
    )
    static let all = [noSpectrum, incomplete]
}

extension Finding {
    fileprivate static func incomplete(_ source: FileSource, _ line: Int?, _ field: String) -> Finding {
        Finding(
            LabOneFindings.incomplete, "the sweep has no row \"\(field)\"; it is left out", at: source.at(line),
            fix: "save the sweep with all its fields")
    }
}
