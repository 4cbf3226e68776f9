public import Findings
internal import Measurements

/// Zahner's lists as text: `Number, Frequency/Hz, Impedance/Ohm, Phase/deg, Significance, Time/s` under a few lines
/// `Key: value`.
///
/// Separated by commas, tabs, semicolons or blanks; polar, the phase in degrees and not negated; the same doubled sweep as
/// in the binary files.
public struct ZahnerText: FileFormat {
    /// `zahner-text`.
    public let id = "zahner-text"
    /// Name for people.
    public let name = "Zahner list (text)"
    /// Usual extensions.
    public let extensions = ["csv", "txt"]
    /// From descriptions only.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings: [FindingKind] = []

    /// Makes the format.
    public init() {}

    /// Certain with the names of frequency, impedance and phase in one line.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        for (i, line) in text.prefix(60).lines.enumerated() where Self.isNames(line) {
            return Sniff(.certain, "line \(i + 1) names \"Frequency/Hz\", \"Impedance/Ohm\" and \"Phase/deg\"")
        }
        return Sniff(.none, "no line names \"Frequency/Hz\", \"Impedance/Ohm\" and \"Phase/deg\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `zahner.no-names`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        let (header, names) = HeaderBlock.ending(bytes, &scanner, where: Self.isNames)
        guard let names else { throw Failure(.noNames(source, nil)) }
        let separator = Self.separator(bytes, names)
        var table = NamedTable(
            [
                .init(quantity: .frequency, names: ["frequency"]), .init(quantity: .modulusZ, names: ["impedance"]),
                .init(quantity: .phaseZ, names: ["phase"]),
            ], among: NamedTable.names(bytes, names, separator))
        guard table.hasAll(.frequency, .modulusZ, .phaseZ) else { throw Failure(.noNames(source, names.number)) }
        table.read(bytes, &scanner, separator: separator, source: source)
        var findings = table.numbers.findings
        let kept = ZahnerSweep.once(table[.frequency])
        ZahnerSweep.tell(
            kept, of: table.numbers.count, at: source.at(table.numbers.lines.first), &findings)
        var spectra = SpectrumBuilder(lines: Array(table.numbers.lines[kept]), columns: table.sources)
        spectra.frequency_Hz = Array(table[.frequency][kept])
        spectra.take(.polar, Array(table[.modulusZ][kept]), Array(table[.phaseZ][kept]))
        spectra.conditions = conditions(header, source)
        spectra.reason = "a Zahner list of impedances"
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.measuredAt = DateText.iso(header.value("Date", source: source)?.text ?? "")
        let recordings = spectra.recordings(origin, &findings)
        if recordings.isEmpty { throw Failure(.tooShort(origin, table.numbers.lines, count: 0), after: findings) }
        return ReadResult(recordings: recordings, findings: findings)
    }

    private func conditions(_ header: HeaderBlock, _ source: FileSource) -> Conditions {
        func text(_ key: String) -> String { header.value(key, source: source)?.text ?? "" }
        var conditions = ZahnerSweep.conditions(potential: text("Potential"), current: text("Current"), nil)
        let amplitude = text("Ampl")
        if let volts = QuantityReading.number(amplitude, .voltage) { conditions.amplitude_V = volts }
        if QuantityReading.number(amplitude, .current) != nil { conditions.control = .current }
        conditions.temperature_K = ZahnerSweep.temperature(text("Temperature"))
        return conditions
    }

    private static func isNames(_ line: String) -> Bool {
        guard line.holds("/") else { return false }
        let line = line.lowercased()
        return ["frequency/hz", "impedance/ohm", "phase/deg"].allSatisfy(line.holds)
    }

    private static func separator(_ bytes: Span<UInt8>, _ names: TextLine) -> Separator {
        for separator in [Separator.semicolon, .tab, .comma]
        where NamedTable.names(bytes, names, separator).count >= 3 { return separator }
        return .blanks
    }
}

extension Finding {
    fileprivate static func noNames(_ source: FileSource, _ line: Int?) -> Finding {
        Finding(
            ZahnerFindings.noNames,
            "no line names \"Frequency/Hz\", \"Impedance/Ohm\" and \"Phase/deg\" with one separator between them",
            at: source.at(line), fix: "export the list again with its names")
    }
}
