internal import Findings
internal import Measurements

/// What a test of an EasyEXPERT file means.
struct EasyExpertContent {
    /// The test.
    var test: EasyExpertFile.Test
    /// The file.
    var source: FileSource

    /// The recordings of the test: one a step of the second variable, one a spectrum.
    func recordings(_ origin: Provenance, _ findings: inout [Finding]) throws(Failure) -> [Recording] {
        guard test.namesLine != nil, !test.numbers.lines.isEmpty else {
            findings.append(.notRead(source, test, "the test \"\(test.title)\" has no rows"))
            return []
        }
        findings += test.numbers.findings
        checkCount(&findings)
        var origin = origin
        origin.instrument = test.values("Context.MainFrame")?.first ?? ""
        origin.measuredAt = DateText.iso(monthFirst: test.metadata["TestRecord.RecordTime"] ?? "")
        let quantities = test.names.map { AnalyzerQuantity($0) }
        if let f = frequency, let (pair, a, b) = AnalyzerPair.find(quantities) {
            return spectra(f, pair, a, b).recordings(origin, &findings)
        }
        if let (pair, _, _) = AnalyzerPair.find(quantities), test.names.contains(where: Self.isVoltage) {
            findings.append(
                .notRead(
                    source, test, "\"\(test.title)\" is \(pair.name) against a voltage at one frequency, no spectrum"))
            return []
        }
        return try traces(origin, &findings)
    }

    private func checkCount(_ findings: inout [Finding]) {
        guard let rows = test.rowsPerStep, rows > 0 else { return }
        let declared = rows.multipliedReportingOverflow(by: max(1, test.steps ?? 1))
        HeaderCheck.count(
            declared.overflow ? nil : declared.partialValue, holds: test.numbers.count,
            "\"Dimension1\" of \"\(test.title)\"", at: source.at(test.namesLine), &findings)
    }

    // MARK: Spectra

    private var frequency: String? {
        test.names.first { ["freq", "frequency", "f"].contains($0.lowercased()) && !test.column($0).isEmpty }
    }

    private func spectra(_ f: String, _ pair: AnalyzerPair, _ a: Int, _ b: Int) -> SpectrumBuilder {
        var spectra = SpectrumBuilder(lines: test.numbers.lines)
        spectra.frequency_Hz = test.column(f)
        // The program's angles are in degrees.
        let factor = pair.second.isAngle ? Trigonometry.radiansPerDegree : 1
        pair.hand(test.numbers.columns[a], test.numbers.columns[b].map { $0 * factor }, to: &spectra)
        spectra.columns = [
            column(f, "f", "Hz", 1), column(test.names[a], pair.first.symbol, pair.first.unit, 1),
            column(test.names[b], pair.second.symbol, pair.second.isAngle ? "deg" : pair.second.unit, factor),
        ]
        spectra.reason = "columns \(pair.name) over frequency, test \"\(test.kind)\""
        if let bias = test.names.first(where: { Self.isVoltage($0) && $0 != f }) { spectra.bias_V = test.column(bias) }
        spectra.conditions.settings = settings
        // The analyzer's level is rms.
        let level = test.parameters.keys.sorted().first { $0.lowercased().hasSuffix("aclevel") }
        if let level { spectra.conditions.amplitude_V = test.number(level).map { Amplitude.zeroToPeak(rms: $0) } }
        return spectra
    }

    // MARK: Sweeps and sampling

    /// The channel that is swept (VAR1), or held by the source while it is sampled: where its columns are.
    private var channel: (index: Int, voltage: String, current: String)? {
        let functions = test.values("Channel.Func") ?? []
        let currents = test.values("Channel.IName") ?? []
        let voltages = test.values("Channel.VName") ?? []
        let order = functions.indices.sorted { Self.rank(functions[$0]) < Self.rank(functions[$1]) }
        for i in order where i < currents.count && i < voltages.count && !test.column(currents[i]).isEmpty {
            if !test.column(voltages[i]).isEmpty || test.number("Measurement.Bias.Source", channel: i) != nil {
                return (i, voltages[i], currents[i])
            }
        }
        // Without keys: the first current with the voltage of the same rest of the name.
        for current in test.names where Self.isCurrent(current) && !test.column(current).isEmpty {
            let voltage = test.names.first { Self.isVoltage($0) && $0.dropFirst() == current.dropFirst() }
            if let voltage, !test.column(voltage).isEmpty { return (0, voltage, current) }
        }
        return nil
    }

    private static func rank(_ function: String) -> Int {
        switch function {
        case "VAR1": 0
        case "VAR1'": 1
        case "CONST": 2
        default: 3
        }
    }

    private static func isVoltage(_ name: String) -> Bool { name.lowercased().hasPrefix("v") }

    private static func isCurrent(_ name: String) -> Bool { name.lowercased().hasPrefix("i") }

    private func traces(_ origin: Provenance, _ findings: inout [Finding]) throws(Failure) -> [Recording] {
        guard let channel else {
            let names = test.names.map { "\"\($0)\"" }.joined(separator: ", ")
            findings.append(
                .notRead(source, test, "\"\(test.title)\" has \(names), no current with the voltage of its channel"))
            return []
        }
        var made: [Recording] = []
        for rows in steps {
            var trace = builder(channel, rows)
            let lost = trace.keepFinite()
            if let first = lost.first { findings.append(.emptyRows(source, first, lost.count, channel.current)) }
            made.append(try trace.recording(origin, &findings))
        }
        if isSweep, let start = test.number("Measurement.Primary.Start") {
            let stop = test.number("Measurement.Primary.Stop")
            HeaderCheck.range(
                (start, stop), of: test.column(channel.voltage), .volt, "a sweep", at: source.at(test.namesLine),
                &findings)
        }
        return made
    }

    private var isSweep: Bool { test.values("Measurement.Primary.Start") != nil && time.isEmpty }

    private var time: String { test.names.first { ["time", "t"].contains($0.lowercased()) } ?? "" }

    /// The rows of each step of the second variable.
    private var steps: [Range<Int>] {
        let count = test.numbers.count
        guard let rows = test.rowsPerStep, rows > 0, rows < count, (test.steps ?? 1) > 1 else { return [0..<count] }
        return stride(from: 0, to: count, by: rows).map { $0..<min(count, $0 + rows) }
    }

    private func builder(_ channel: (index: Int, voltage: String, current: String), _ rows: Range<Int>) -> TraceBuilder
    {
        var trace = TraceBuilder(lines: Array(test.numbers.lines[rows]))
        trace.conditions.settings = settings
        let voltage = test.column(channel.voltage)
        if voltage.isEmpty {
            // A channel that holds a constant voltage is often not among the columns: its source states it.
            let held = test.number("Measurement.Bias.Source", channel: channel.index) ?? 0
            trace.voltage_V = rows.map { _ in held }
            trace.columns = [
                ColumnSource(
                    quantity: "V", name: "Measurement.Bias.Source", number: 0, unit: "V", unitSource: "header",
                    factor: 1)
            ]
        } else {
            trace.voltage_V = Array(voltage[rows])
            trace.columns = [column(channel.voltage, "V", "V", 1)]
        }
        trace.current_A = Array(test.column(channel.current)[rows])
        trace.columns.append(column(channel.current, "I", "A", 1))
        if !test.column(time).isEmpty {
            trace.time_s = Array(test.column(time)[rows])
            trace.columns.append(column(time, "t", "s", 1))
        }
        let primary = test.number("Measurement.Primary.Compliance")
        let bias = test.number("Measurement.Bias.Compliance", channel: channel.index)
        trace.conditions.compliance_A = isSweep ? primary ?? bias : bias ?? primary
        if isSweep { trace.stated = TraceShape.Verdict(kind: .iv, reason: "test \"\(test.kind)\"") }
        if let second = secondVariable(rows) { trace.conditions.settings?[second.name] = second.text }
        return trace
    }

    /// The name and value of the second variable in some rows.
    private func secondVariable(_ rows: Range<Int>) -> (name: String, text: String)? {
        guard let functions = test.values("Channel.Func"), let i = functions.firstIndex(of: "VAR2"),
            let names = test.values("Channel.VName"), i < names.count
        else { return nil }
        let values = test.column(names[i])
        var value = rows.lowerBound < values.count ? values[rows.lowerBound] : nil
        if value == nil, let start = test.number("Measurement.Secondary.Start"),
            let step = test.number("Measurement.Secondary.Step"), let size = test.rowsPerStep, size > 0
        {
            value = start + step * Double(rows.lowerBound / size)
        }
        guard let value, value.isFinite else { return nil }
        return (names[i], SettingText.volts(value))
    }

    // MARK: What both share

    private func column(_ name: String, _ quantity: String, _ unit: String, _ factor: Double) -> ColumnSource {
        ColumnSource(
            quantity: quantity, name: name, number: (test.names.firstIndex(of: name) ?? 0) + 2, unit: unit,
            unitSource: "code table", factor: factor)
    }

    private var settings: [String: String] {
        var settings = ["title": test.title]
        if !test.analysis.isEmpty, test.analysis != test.title { settings["analysis"] = test.analysis }
        for (key, name) in [
            ("Measurement.Primary.Locus", "locus"), ("Measurement.Primary.Step", "step (V)"),
            ("Measurement.Timing.Hold", "hold (s)"), ("Measurement.Timing.Delay", "delay (s)"),
            ("Measurement.Monitor.RangeBoundary", "range boundary"),
            ("Measurement.Port.SeriesResistor", "series resistor"),
        ] {
            let values = (test.values(key) ?? []).filter { !$0.isEmpty }
            if !values.isEmpty { settings[name] = values.joined(separator: ", ") }
        }
        for (key, name) in [
            ("TestRecord.TestTarget", "target"), ("TestRecord.IterationIndex", "iteration"),
            ("TestRecord.Remarks", "remarks"),
        ] {
            let value = test.metadata[key] ?? test.metadata[String(key.dropFirst("TestRecord.".count))] ?? ""
            if !value.isEmpty { settings[name] = value }
        }
        return settings
    }
}

extension Finding {
    fileprivate static func notRead(_ source: FileSource, _ test: EasyExpertFile.Test, _ what: String) -> Finding {
        Finding(
            EasyExpertFindings.columns, what + "; it is left out", at: source.at(test.namesLine ?? test.line),
            fix: "export the test with voltage and current of one channel, or over frequency")
    }

    fileprivate static func emptyRows(_ source: FileSource, _ line: Int, _ count: Int, _ column: String) -> Finding {
        Finding(
            RowFindings.emptyCell,
            "\(count == 1 ? "1 row has" : "\(count) rows have") no number under \"\(column)\" or its voltage; left out",
            at: source.at(line))
    }
}
