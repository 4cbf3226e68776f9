public import Findings
internal import Measurements

/// ZPlot `.z` of Scribner, versions 2.6 to 3.x, in both layouts.
///
/// `ZPLOT2 ASCII`, settings, `End Comments`, rows; or `"ZPlotW Data File: Version 3.2c"`, quoted lines, a declared count, a
/// line of names, rows. The cells are f, amplitude, bias, time, Z', Z'', GD, error, range; Z'' is not negated.
public struct ZPlotZ: FileFormat {
    /// `zplot-z`.
    public let id = "zplot-z"
    /// Name for people.
    public let name = "ZPlot / ZView (.z)"
    /// Usual extensions.
    public let extensions = ["z"]
    /// Checked on an instrument's file.
    public let evidence = FormatEvidence.instrumentFile
    /// What can be wrong with such a file.
    public let findings = ZPlotFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with the first line of either layout.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let first = text.prefix(1).first.trimmingBlanks()
        if first.hasPrefix("ZPLOT2 ASCII") || first.hasPrefix("\"ZPlotW Data File") {
            return Sniff(.certain, "the first line is \"\(first.filter { $0 != "\"" })\"")
        }
        return Sniff(.none, "the first line is neither \"ZPLOT2 ASCII\" nor \"ZPlotW Data File\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `zplot.no-table`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        let header = try header(bytes, &scanner, source)
        let separator = Self.separator(bytes, scanner)
        var table = NamedTable(Self.wanted, among: header.names)
        guard table.has(.frequency), table.has(.realZ), table.has(.imaginaryZ) else {
            throw Failure(.noTable(source, header.end))
        }
        table.read(bytes, &scanner, separator: separator, source: source)
        var findings = table.numbers.findings
        HeaderCheck.count(
            header.declared, holds: table.numbers.count, "the header", at: source.at(header.declaredLine), &findings)
        var spectra = SpectrumBuilder(lines: table.numbers.lines, columns: table.sources)
        spectra.frequency_Hz = table[.frequency]
        spectra.real_ohm = table[.realZ]
        spectra.imaginary_ohm = table[.imaginaryZ]
        spectra.bias_V = table[.bias]
        spectra.conditions = conditions(header.block, source)
        if spectra.conditions.control == .current {
            // The bias is a current then.
            spectra.bias_V = []
            spectra.columns.removeAll { $0.quantity == Quantity.bias.rawValue }
        }
        if let first = header.block.value("vs Freq-Initial", source: source) {
            HeaderCheck.range(
                (
                    ConditionFields.number(first.text),
                    header.block.value("vs Freq-Final", source: source).flatMap { ConditionFields.number($0.text) }
                ), of: spectra.frequency_Hz.filter { $0 > 0 }, .hertz, "a frequency range", at: first.position,
                &findings)
        }
        spectra.reason = "a table of ZPlot"
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = header.block.value("Measured Data, ZPlot", source: source).map { "ZPlot " + $0.text } ?? ""
        origin.measuredAt = date(header.block, source)
        let recordings = spectra.recordings(origin, &findings)
        if recordings.isEmpty { throw Failure(.tooShort(origin, table.numbers.lines, count: 0), after: findings) }
        return ReadResult(recordings: recordings, findings: findings)
    }

    private static let wanted: [NamedTable.Wanted] = [
        .init(quantity: .frequency, names: ["freq"], unit: "Hz"),
        .init(quantity: .realZ, names: ["z'(a)", "z'"], unit: "Ohm"),
        .init(quantity: .imaginaryZ, names: ["z''(b)", "z''"], unit: "Ohm", isNegated: false),
        .init(quantity: .bias, names: ["bias"], unit: "V", isRequired: false),
    ]

    /// What stands above the rows.
    private struct Header {
        var block = HeaderBlock()
        var names: [String] = []
        var declared: Int?
        var declaredLine: Int?
        var end = 0
    }

    /// The names by the format's description, for files whose line of names is missing.
    private static let names = ["Freq(Hz)", "Ampl", "Bias", "Time(Sec)", "Z'(a)", "Z''(b)", "GD", "Err", "Range"]

    /// The lines up to the first row.
    private func header(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, _ source: FileSource
    ) throws(Failure) -> Header {
        var header = Header()
        var isOld = false
        while header.end < HeaderBlock.mostLines, let line = scanner.next(bytes) {
            header.block.add(line, bytes)
            header.end = line.number
            let text = TextBytes.string(bytes, line.range).filter { $0 != "\"" }.trimmingBlanks()
            if line.number == 1 { isOld = text.hasPrefix("ZPlotW") }
            if let count = Int(isOld ? text : text.hasPrefix("Data Points:") ? Self.last(text) : ""), count >= 0 {
                header.declared = count
                header.declaredLine = line.number
            }
            if text.hasPrefix("Freq"), text.contains("Ampl") {
                header.names = text.split { " \t".contains($0) }.map(String.init)
                if isOld { return header }
            }
            if text == "End Comments" {
                if header.names.isEmpty { header.names = Self.names }
                return header
            }
        }
        throw Failure(.noTable(source, header.end))
    }

    private static func last(_ text: String) -> String {
        text.split(separator: " ").last.map(String.init) ?? ""
    }

    private static func separator(_ bytes: Span<UInt8>, _ scanner: LineScanner) -> Separator {
        var ahead = scanner
        guard let line = ahead.next(bytes) else { return .comma }
        for separator in [Separator.tab, .comma] where NamedTable.names(bytes, line, separator).count >= 6 {
            return separator
        }
        return .blanks
    }

    private func conditions(_ header: HeaderBlock, _ source: FileSource) -> Conditions {
        func text(_ key: String) -> String? { header.value(key, source: source)?.text }
        var conditions = Conditions()
        let experiment = text("Experiment Type") ?? header.lines.dropFirst(2).first?.text ?? ""
        if experiment.contains("Control Current") {
            conditions.control = .current
            return conditions
        }
        conditions.bias_V = text("Potential-DC").flatMap(ConditionFields.number)
        // Whether it is zero to peak or rms is the analyzer's matter and not stated, so it is kept as a word.
        if let amplitude = text("Potential-AC") { conditions.settings = ["amplitude as stated": amplitude + " mV"] }
        return conditions
    }

    /// The date of either layout: lines of their own, or `Date: 12-17-2019    Time: 16:24:35`.
    private func date(_ header: HeaderBlock, _ source: FileSource) -> String {
        guard let date = header.value("Date", source: source)?.text else { return "" }
        let words = date.split(separator: " ").map(String.init)
        guard let day = words.first else { return "" }
        let time = words.count > 2 && words[1] == "Time:" ? words[2] : header.value("Time", source: source)?.text ?? ""
        return DateText.iso(time.isEmpty ? day : day + " " + time)
    }
}

/// What can be wrong with a ZPlot file.
enum ZPlotFindings {
    static let noTable = FindingKind(
        "zplot.no-table", .error, "The line that ends the settings, or the names of the table, are missing.")
    static let all = [noTable]
}

extension Finding {
    fileprivate static func noTable(_ source: FileSource, _ line: Int) -> Finding {
        Finding(
            ZPlotFindings.noTable,
            "up to line \(line) neither \"End Comments\" nor names with \"Freq(Hz)\", \"Z'(a)\" and \"Z''(b)\" were found",
            at: source.at(line), fix: "copy the file again, or export it from ZView")
    }
}
