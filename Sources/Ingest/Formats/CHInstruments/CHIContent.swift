internal import Findings
internal import Measurements

/// What a file of CH Instruments means.
struct CHIContent {
    /// The header's lines.
    let header: HeaderBlock
    /// The table.
    let table: NamedTable
    /// The file.
    let source: FileSource
    /// Line of the names.
    let namesLine: Int

    /// The techniques that are read.
    static let techniques: Set<String> = [
        "A.C. Impedance", "Impedance - Potential", "Impedance - Time", "Cyclic Voltammetry", "Linear Sweep Voltammetry",
        "Chronoamperometry", "Amperometric i-t Curve", "Multi-Potential Steps",
    ]

    /// The columns that are read.
    static let wanted: [NamedTable.Wanted] = [
        .init(quantity: .frequency, names: ["freq"], unit: "Hz"),
        .init(quantity: .realZ, names: ["z'"], unit: "Ohm"),
        .init(quantity: .imaginaryZ, names: ["z''"], unit: "Ohm", isNegated: false),
        .init(quantity: .voltage, names: ["potential"], unit: "V"),
        .init(quantity: .current, names: ["current", "i1"], unit: "A"),
        .init(quantity: .time, names: ["time"], unit: "s"),
    ]

    private var technique: String { header.lines.count > 1 ? header.lines[1].text.trimmingBlanks() : "" }

    /// The first number of a key, with or without the unit in its name.
    private func number(_ key: String) -> Double? {
        for line in header.lines {
            guard let (found, value) = HeaderBlock.pair(line.text), found == key || found.hasPrefix(key + " (") else {
                continue
            }
            return ConditionFields.number(value)
        }
        return nil
    }

    private func place(_ key: String) -> SourcePosition {
        source.at(header.lines.first { $0.text.hasPrefix(key) }?.number)
    }

    /// The recordings of the file.
    func recordings(_ origin: Provenance, _ findings: inout [Finding]) throws(Failure) -> [Recording] {
        if table.has(.realZ) || table.has(.imaginaryZ) {
            guard table.has(.frequency), table.has(.realZ), table.has(.imaginaryZ) else {
                throw Failure(.oneFrequency(source, namesLine, technique))
            }
            let made = spectra(&findings).recordings(origin, &findings)
            if made.isEmpty { throw Failure(.tooShort(origin, table.numbers.lines, count: 0), after: findings) }
            return made
        }
        guard table.has(.current), table.has(.voltage) || table.has(.time) else {
            throw Failure(.noColumns(source, namesLine))
        }
        return [try trace(&findings).recording(origin, &findings)]
    }

    private func spectra(_ findings: inout [Finding]) -> SpectrumBuilder {
        var spectra = SpectrumBuilder(lines: table.numbers.lines, columns: table.sources)
        spectra.frequency_Hz = table[.frequency]
        spectra.real_ohm = table[.realZ]
        spectra.imaginary_ohm = table[.imaginaryZ]
        // Impedance against potential: each level of the potential is a spectrum of its own.
        spectra.bias_V = table[.voltage]
        spectra.loop = table[.voltage]
        spectra.conditions.bias_V = number("Init E")
        // Half of peak to peak, by the maker's manual of a.c. techniques.
        spectra.conditions.amplitude_V = number("Amplitude")
        if let high = number("High Frequency"), let low = number("Low Frequency") {
            HeaderCheck.range(
                (low, high), of: table[.frequency], .hertz, "a frequency range", at: place("High Frequency"), &findings)
        }
        spectra.reason = "technique \"\(technique)\" with impedance columns"
        return spectra
    }

    private func trace(_ findings: inout [Finding]) -> TraceBuilder {
        var trace = TraceBuilder(lines: table.numbers.lines, columns: table.sources)
        trace.time_s = table[.time]
        trace.voltage_V = table[.voltage]
        trace.current_A = table[.current]
        trace.turnCurrent("CH Instruments counts the cathodic current as positive; the current was turned")
        if let sensitivity = header.value("Sensitivity (A/V)", source: source)?.text {
            trace.conditions.settings = ["sensitivity_A_per_V": sensitivity]
        }
        if trace.voltage_V.isEmpty, let levels = levels(trace.time_s) {
            trace.voltage_V = levels
            findings.append(.nominalVoltage(source, namesLine, technique))
        }
        let hasTime = !trace.time_s.isEmpty
        if technique.hasPrefix("Amperometric") {
            trace.stated = TraceShape.Verdict(kind: .transient, reason: "technique \"\(technique)\"")
        } else {
            trace.stated = TechniqueKind.verdict(technique, voltage_V: trace.voltage_V, hasTime: hasTime)
        }
        if trace.stated?.kind == .iv { trace.conditions.rate_V_per_s = number("Scan Rate") }
        return trace
    }

    /// The voltage at each time as the header sets it; `nil` where it does not.
    ///
    /// Amperometry holds the first potential; chronoamperometry steps to the high one first where its polarity is P, to the
    /// low one where it is N, and changes after each pulse width.
    private func levels(_ time_s: [Double]) -> [Double]? {
        guard !time_s.isEmpty else { return nil }
        if technique.hasPrefix("Amperometric") {
            return number("Init E").map { Array(repeating: $0, count: time_s.count) }
        }
        guard technique == "Chronoamperometry", let high = number("High E"), let low = number("Low E"),
            let width = number("Pulse Width"), width > 0
        else { return nil }
        let polarity = header.value("Init P/N", source: source)?.text ?? "P"
        let (first, second) = polarity == "N" ? (low, high) : (high, low)
        return time_s.map { time in
            // The last sample stands at the end of its step, as near as the printed time is.
            let step = max(0, (time / width * (1 - 1e-9)).rounded(.up) - 1)
            return step.truncatingRemainder(dividingBy: 2) == 0 ? first : second
        }
    }
}

extension Finding {
    fileprivate static func oneFrequency(_ source: FileSource, _ line: Int, _ technique: String) -> Finding {
        Finding(
            CHIFindings.oneFrequency,
            "technique \"\(technique)\": the names hold an impedance, but no column \"Freq/Hz\" with both of its parts",
            at: source.at(line), fix: "measure with \"A.C. Impedance\", or export all columns")
    }

    fileprivate static func noColumns(_ source: FileSource, _ line: Int) -> Finding {
        Finding(
            CHIFindings.noColumns, "the names hold neither a spectrum nor a current with potential or time",
            at: source.at(line), fix: "export these columns too")
    }

    fileprivate static func nominalVoltage(_ source: FileSource, _ line: Int, _ technique: String) -> Finding {
        Finding(
            CHIFindings.nominalVoltage,
            "\"\(technique)\" records no potential; the levels that the header sets are used", at: source.at(line))
    }
}
