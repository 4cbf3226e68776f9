public import Findings
internal import Measurements

/// Tables exported from Novocontrol WinDETA: `Freq. [Hz]`, `Temp. [K]`, then impedance, capacitance or permittivity.
///
/// Read are `Zs'` with `Zs''`, or `Cp'` with `Tan(Delta)`; a permittivity alone wants the geometry and is refused.
public struct WinDETAText: FileFormat {
    /// `novocontrol-windeta`.
    public let id = "novocontrol-windeta"
    /// Name for people.
    public let name = "Novocontrol WinDETA text"
    /// Usual extensions.
    public let extensions = ["txt"]
    /// From descriptions.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = WinDETAFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with a line that names the frequency as WinDETA does, and a quantity of dielectrics.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let head = text.prefix(60)
        guard let line = head.line(holding: "Freq. [Hz]") else {
            return Sniff(.none, "none of the first lines names \"Freq. [Hz]\"")
        }
        for mark in ["Temp. [", "Zs' [", "Eps'", "Cp' [", "Sig' ["] where head[line].holds(mark) {
            return Sniff(.certain, "line \(line) names \"Freq. [Hz]\" and \"\(mark)\"")
        }
        return Sniff(.none, "line \(line) names \"Freq. [Hz]\", but no quantity of WinDETA")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `windeta.no-impedance`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        var names: [String] = []
        var amplitude_V: Double?
        while names.isEmpty, let line = scanner.next(bytes) {
            let text = TextBytes.string(bytes, line.range)
            if let stated = text.firstRange(of: "AC Volt [Vrms]=") {
                let number = text[stated.upperBound...].prefix { !" ,;\t".contains($0) }
                amplitude_V = ConditionFields.number(String(number)).map { Amplitude.zeroToPeak(rms: $0) }
            }
            if text.holds("Freq. [Hz]") { names = Self.names(text) }
        }
        guard !names.isEmpty else {
            throw Failure(.noImpedance(source, scanner.line, "no line names \"Freq. [Hz]\""))
        }
        let namesLine = scanner.line
        let (form, uses) = try columns(names, source, namesLine)
        let separator = Self.separator(bytes, scanner)
        let comma = DecimalMark.isComma(bytes, scanner, separator: separator, option: source.options.decimalMark)
        let table = TableReader(columns: uses, separator: separator, decimalComma: comma)
            .read(bytes, &scanner, source: source)
        var findings = table.findings
        var spectra = SpectrumBuilder(lines: table.lines, columns: Self.sources(uses, form))
        spectra.conditions.amplitude_V = amplitude_V
        spectra.frequency_Hz = table.columns[0]
        spectra.take(form, table.columns[1], table.columns[2])
        if let bias = uses.firstIndex(where: { $0.label.quantity == .bias }) { spectra.bias_V = table.columns[bias] }
        spectra.reason = "a WinDETA table of \"\(uses[1].label.name)\" and \"\(uses[2].label.name)\""
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = "Novocontrol"
        var recordings = spectra.recordings(origin, &findings)
        if recordings.isEmpty { throw Failure(.tooShort(origin, table.lines, count: 0), after: findings) }
        if let kelvin = uses.firstIndex(where: { $0.label.name.hasPrefix("Temp.") }) {
            for i in recordings.indices { Self.settle(&recordings[i], table, kelvin, uses[kelvin].label.name) }
        }
        return ReadResult(recordings: recordings, findings: findings)
    }

    private func columns(
        _ names: [String], _ source: FileSource, _ line: Int
    ) throws(Failure) -> (ImpedanceForm, [ColumnUse]) {
        func use(_ start: String, _ quantity: Quantity?, isRequired: Bool = true) -> ColumnUse? {
            guard
                let i = names.firstIndex(where: { name in
                    name.hasPrefix(start) && !name.dropFirst(start.count).hasPrefix("'")
                })
            else { return nil }
            var label = ColumnLabel(names[i])
            label.quantity = quantity
            return ColumnUse(index: i, label: label, isRequired: isRequired)
        }
        guard let frequency = use("Freq.", .frequency) else {
            throw Failure(.noImpedance(source, line, "no column \"Freq. [Hz]\""))
        }
        let optional = [use("Temp.", nil, isRequired: false), use("DC", .bias, isRequired: false)].compactMap(\.self)
        if let real = use("Zs'", .realZ), let imaginary = use("Zs''", .imaginaryZ) {
            return (.parts, [frequency, real, imaginary] + optional)
        }
        if let capacitance = use("Cp'", nil), let loss = use("Tan(Delta)", nil) {
            return (.parallelLoss, [frequency, capacitance, loss] + optional)
        }
        throw Failure(
            .noImpedance(
                source, line,
                "the names hold neither \"Zs'\" with \"Zs''\" nor \"Cp'\" with \"Tan(Delta)\": "
                    + names.map { "\"\($0)\"" }.joined(separator: ", ")))
    }

    /// The columns, with letters for what is no quantity of this program.
    private static func sources(_ uses: [ColumnUse], _ form: ImpedanceForm) -> [ColumnSource] {
        uses.enumerated().map { i, use in
            var source = use.source
            if source.quantity.isEmpty { source.quantity = i == 1 ? "Cp" : i == 2 ? "D" : "T" }
            guard source.unit.isEmpty else { return source }
            let inside = source.name.split { "[]".contains($0) }
            source.unit = inside.count > 1 ? String(inside[1]) : "1"
            return source
        }
    }

    /// The mean temperature of a recording's rows.
    private static func settle(_ recording: inout Recording, _ table: NumberTable, _ column: Int, _ name: String) {
        var sum = 0.0
        var count = 0
        var row = 0
        for i in 0..<recording.data.count {
            guard let line = recording.provenance.line(of: i) else { continue }
            while row < table.lines.count, table.lines[row] < line { row += 1 }
            guard row < table.lines.count, table.lines[row] == line, table.columns[column][row].isFinite else {
                continue
            }
            sum += table.columns[column][row]
            count += 1
        }
        guard count > 0 else { return }
        let mean = sum / Double(count)
        recording.conditions.temperature_K = name.holds("C]") ? mean + 273.15 : mean
    }

    /// Names at tabs, or at two blanks and more: names themselves hold one.
    private static func names(_ text: String) -> [String] {
        if text.contains("\t") {
            return text.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).trimmingBlanks() }
        }
        var names: [String] = []
        for word in text.split(separator: " ") {
            if word.hasPrefix("["), let last = names.popLast() {
                names.append(last + " " + word)
            } else {
                names.append(String(word))
            }
        }
        return names
    }

    private static func separator(_ bytes: Span<UInt8>, _ scanner: LineScanner) -> Separator {
        var scanner = scanner
        while let line = scanner.next(bytes) {
            for i in line.range where bytes[i] == 0x09 { return .tab }
            if !TextBytes.trimmed(bytes, line.range).isEmpty { return .blanks }
        }
        return .tab
    }
}

/// What can be wrong with a WinDETA table.
enum WinDETAFindings {
    static let noImpedance = FindingKind(
        "windeta.no-impedance", .error,
        "A WinDETA table holds neither an impedance nor a capacitance with its loss; a permittivity needs the geometry."
    )
    static let all = [noImpedance]
}

extension Finding {
    fileprivate static func noImpedance(_ source: FileSource, _ line: Int, _ what: String) -> Finding {
        Finding(
            WinDETAFindings.noImpedance, what, at: source.at(line),
            fix: "export Zs' and Zs'' (or Cp' and Tan(Delta)) from WinDETA")
    }
}
