internal import Findings
internal import Measurements

/// What a TSP pulse file means.
struct TSPContent {
    private let header: HeaderBlock
    private let source: FileSource
    private var numbers: NumberTable
    private let uses: [ColumnUse]
    private let namesLine: Int

    /// Reads the rows.
    /// - Throws: `tsp.columns`.
    init(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, _ header: HeaderBlock, _ names: [String],
        _ source: FileSource, _ findings: inout [Finding]
    ) throws(Failure) {
        self.header = header
        self.source = source
        namesLine = scanner.line
        let wanted: [(Quantity, [String], Bool)] = [
            (.time, ["timestamp(s)", "timestamp"], true), (.voltage, ["voltage(v)", "voltage"], true),
            (.current, ["current(a)", "current"], true), (.loop, ["cycle_number", "cycle number"], false),
            (.pulseWidth, ["pulse_widths", "pulse widths"], false),
        ]
        var uses: [ColumnUse] = []
        for (quantity, known, isRequired) in wanted {
            guard let i = names.firstIndex(where: { known.contains($0.lowercased()) }) else {
                if isRequired { throw Failure(.tspColumns(source, scanner.line, known[0], names)) }
                continue
            }
            var label = ColumnLabel(names[i])
            label.quantity = quantity
            if label.unit == nil { label.take(unit: quantity.unitText, from: "code table") }
            uses.append(ColumnUse(index: i, label: label, isRequired: isRequired))
        }
        self.uses = uses
        let reader = TableReader(columns: uses, separator: .tab, comment: UInt8(ascii: "#"))
        numbers = reader.read(bytes, &scanner, source: source)
        findings += numbers.findings
        let declared = header.value("Data Points", source: source)
        HeaderCheck.count(
            declared.flatMap { Int($0.text) }, holds: numbers.count, "\"Data Points\"",
            at: declared?.position ?? source.at(), &findings)
    }

    private func column(_ quantity: Quantity) -> [Double] {
        guard let i = uses.firstIndex(where: { $0.label.quantity == quantity }) else { return [] }
        return numbers.columns[i]
    }

    private func text(_ key: String) -> String { header.value(key, source: source)?.text ?? "" }

    private func number(_ key: String) -> Double? { ConditionFields.number(text(key)) }

    private var test: String { text("Keithley 2450 TSP Pulse Test") }

    /// The recordings: reads where the header states their voltage, else the trace.
    func recordings(_ origin: Provenance, _ findings: inout [Finding]) throws(Failure) -> [Recording] {
        let voltage = column(.voltage)
        if let read = number("read_voltage"), read != 0 {
            // The source settles within a percent of its setting, and within a few millivolts near zero.
            let isRead = voltage.map { abs($0 - read) <= 0.02 * abs(read) + 2e-3 }
            if isRead.count(where: \.self) >= 2 { return try reads(isRead, read, origin, &findings) }
        }
        var trace = TraceBuilder(lines: numbers.lines, columns: uses.prefix(3).map(\.source))
        trace.time_s = column(.time)
        trace.voltage_V = voltage
        trace.current_A = column(.current)
        trace.conditions = conditions
        return [try trace.recording(origin, &findings)]
    }

    private var conditions: Conditions {
        var conditions = Conditions()
        conditions.compliance_A = number("clim")
        var settings: [String: String] = [:]
        for line in header.lines {
            guard let (key, value) = HeaderBlock.pair(line.text), !value.isEmpty, settings[key] == nil,
                !["Timestamp", "Instrument", "Address", "Data Points", "Duration"].contains(key)
            else { continue }
            settings[key == "Keithley 2450 TSP Pulse Test" ? "test" : key] = value
        }
        conditions.settings = settings.isEmpty ? nil : settings
        return conditions
    }

    private func reads(
        _ isRead: [Bool], _ read_V: Double, _ origin: Provenance, _ findings: inout [Finding]
    ) throws(Failure) -> [Recording] {
        let (time, voltage, current) = (column(.time), column(.voltage), column(.current))
        let (loop, widths) = (column(.loop), column(.pulseWidth))
        let width = statedWidth(&findings)
        // A pulse that was itself measured tells its height, 0 before the first; else the header does.
        let isMeasured = isRead.contains(false)
        var pulse = isMeasured ? 0 : number("pulse_voltage") ?? .nan
        var rows: [(row: Int, pulse_V: Double)] = []
        for i in isRead.indices {
            if isRead[i] { rows.append((i, pulse)) } else { pulse = voltage[i] }
        }
        if isMeasured { findings.append(.pulseRows(source, numbers.lines, isRead)) }
        let isEndurance = test.lowercased().holds("endurance")
        let groups: [(state: String?, rows: [(row: Int, pulse_V: Double)])] =
            isEndurance
            ? [
                ("after positive pulses", rows.filter { $0.pulse_V > 0 }),
                ("after negative pulses", rows.filter { $0.pulse_V < 0 }),
            ] : [(nil, rows)]
        let usable = groups.filter { $0.rows.count >= 2 }
        var made: [Recording] = []
        for (state, rows) in usable.isEmpty ? [(nil, rows)] : usable {
            var builder = ReadsBuilder()
            builder.answer = .conductance
            builder.values = rows.map { current[$0.row] / voltage[$0.row] }
            builder.read_V = rows.map { voltage[$0.row] }
            builder.time_s = rows.map { time[$0.row] }
            builder.pulse_V = rows.map(\.pulse_V)
            if !widths.isEmpty {
                builder.width_s = rows.map { widths[$0.row] }
            } else if let width {
                builder.width_s = rows.map { $0.pulse_V == 0 ? 0 : width }
            }
            if isEndurance, !loop.isEmpty { builder.index = rows.map { loop[$0.row] + 1 } }
            builder.lines = rows.map { numbers.lines[$0.row] }
            builder.columns = uses.map(\.source)
            builder.stated = verdict
            builder.conditions = conditions
            builder.conditions.read_V = read_V
            builder.conditions.state = state
            made.append(try builder.recording(origin, &findings))
        }
        return made
    }

    /// The kind by the test's name; others are trains of pulses.
    private var verdict: TraceShape.Verdict {
        let name = test.lowercased()
        let kind: RecordingKind =
            name.holds("endurance")
            ? .endurance : name.holds("relaxation") || name.holds("retention") ? .retention : .pulses
        return TraceShape.Verdict(kind: kind, reason: "test \"\(test)\", read at the voltage that its header states")
    }

    private func statedWidth(_ findings: inout [Finding]) -> Double? {
        guard let field = header.value("pulse_width", source: source) else { return nil }
        if let bare = ConditionFields.number(field.text) {
            findings.append(
                Finding(
                    KeithleyTSPFindings.width,
                    "the header states pulse_width \"\(field.text)\" without a unit; taken as s",
                    at: field.position))
            return bare
        }
        let parts = field.text.split(separator: " ")
        guard parts.count == 2, let number = ConditionFields.number(String(parts[0])),
            let unit = UnitText.parse(String(parts[1]), wanted: .time), unit.dimension == .time
        else { return nil }
        return number * ExactPower.ten(unit.exponent) * unit.factor
    }
}

extension Finding {
    fileprivate static func tspColumns(_ source: FileSource, _ line: Int, _ wanted: String, _ names: [String])
        -> Finding
    {
        Finding(
            KeithleyTSPFindings.columns,
            names.isEmpty
                ? "no line \"# Measurement_Number<tab>Timestamp(s)<tab>...\" names the columns"
                : "column \"\(wanted)\" is missing among \(names.prefix(6).map { "\"\($0)\"" }.joined(separator: ", "))",
            at: source.at(line), fix: "copy the file again from the program that measured")
    }

    fileprivate static func pulseRows(_ source: FileSource, _ lines: [Int], _ isRead: [Bool]) -> Finding {
        let first = isRead.firstIndex(of: false).flatMap { $0 < lines.count ? lines[$0] : nil }
        return Finding(
            KeithleyTSPFindings.pulses,
            "\(isRead.count { !$0 }) of \(isRead.count) rows were measured during pulses; they are no reads",
            at: source.at(first))
    }
}
