internal import Findings
internal import Measurements

/// What a Clarius run means: its table with its settings.
struct ClariusContent {
    /// The measured columns.
    var table: SMUTable
    /// All names of the table.
    var names: [String]
    /// The first rows as texts: results of formulas that are one number stand in the first only.
    var firstRows: [[String]]
    /// The settings of the run; none in a text export without metadata.
    var settings: ClariusSettings
    /// The sheet's name; empty in text.
    var sheet = ""

    /// The recordings of the run, one a step.
    func recordings(_ origin: Provenance, _ source: FileSource, _ findings: inout [Finding]) -> [Recording] {
        let origin = Self.origin(origin, settings)
        var made: [Recording] = []
        for part in table.parts() {
            if let first = part.brokenLines.first {
                findings.append(.brokenRows(source, first, part.brokenLines.count, sheet, part.terminal))
            }
            var trace = part.trace
            trace.conditions = conditions(part)
            let mode = settings.property("Operation Mode", of: part.terminal) ?? ""
            if mode.holds("Sweep") {
                trace.stated = TraceShape.Verdict(kind: .iv, reason: "operation mode \"\(mode)\"")
            }
            checkCount(part, source, &findings)
            if mode.hasPrefix("Voltage"), mode.holds("Linear Sweep") {
                func volts(_ key: String) -> Double? {
                    settings.property(key, of: part.terminal).flatMap(ConditionFields.number)
                }
                HeaderCheck.range(
                    (volts("Start/Bias"), volts("Stop")), of: part.trace.voltage_V, .volt,
                    "a sweep" + (sheet.isEmpty ? "" : " of sheet \"\(sheet)\""),
                    at: source.at(part.trace.lines.first), &findings)
            }
            do throws(Failure) { made.append(try trace.recording(origin, &findings)) } catch {
                findings += error.findings
            }
        }
        return made
    }

    /// Instrument and date of the settings; Clarius writes the month first.
    static func origin(_ origin: Provenance, _ settings: ClariusSettings) -> Provenance {
        var origin = origin
        let version = settings.fields.keys.sorted().first { $0.lowercased().hasPrefix("clarius") }
        let software = version.flatMap { settings.fields[$0] } ?? ""
        origin.instrument = "Keithley 4200A-SCS" + (software.isEmpty ? "" : ", Clarius " + software)
        origin.measuredAt = DateText.iso(monthFirst: settings.fields["Last Executed"] ?? "")
        return origin
    }

    private func conditions(_ part: SMUTable.Part) -> Conditions {
        var conditions = Conditions()
        let mode = settings.property("Operation Mode", of: part.terminal) ?? ""
        if mode.hasPrefix("Current") {
            conditions.control = .current
        } else {
            let limit = settings.property("Compliance", of: part.terminal)
            conditions.compliance_A = limit.flatMap(ConditionFields.number)
        }
        var texts: [String: String] = [:]
        if !sheet.isEmpty { texts["sheet"] = sheet }
        if !part.step.isEmpty { texts["step"] = part.step }
        texts["terminal"] = part.terminal
        for (name, voltage) in part.held { texts[name] = SettingText.volts(voltage) }
        for (key, name) in [
            ("Test Name", "test"), ("Mode", "mode"), ("Speed", "speed"), ("Sweep Delay", "sweep delay"),
            ("Hold Time", "hold time"), ("Site Coordinate", "site"),
        ] {
            if let value = settings.fields[key], !value.isEmpty { texts[name] = value }
        }
        for (name, value) in scalars {
            texts[name] = value + (settings.formulas[name].map { " by " + $0 } ?? "")
        }
        conditions.settings = texts
        return conditions
    }

    /// Results of formulas that are one number: the first row has it, the second has nothing.
    private var scalars: [(name: String, value: String)] {
        guard firstRows.count == 2 else { return [] }
        let measured = Set(table.columns.map(\.index))
        return names.indices.compactMap { i in
            guard !measured.contains(i), !names[i].isEmpty, i < firstRows[0].count,
                ConditionFields.number(firstRows[0][i]) != nil
            else { return nil }
            return i >= firstRows[1].count || firstRows[1][i].isEmpty ? (names[i], firstRows[0][i]) : nil
        }
    }

    private func checkCount(_ part: SMUTable.Part, _ source: FileSource, _ findings: inout [Finding]) {
        let text = settings.property("Number of Points", of: part.terminal) ?? ""
        HeaderCheck.count(
            ConditionFields.number(text).flatMap { Int(exactly: $0) }, holds: part.trace.current_A.count,
            "\"Number of Points\"" + (sheet.isEmpty ? "" : " of sheet \"\(sheet)\""),
            at: source.at(part.trace.lines.first), &findings)
    }
}

extension Finding {
    fileprivate static func brokenRows(
        _ source: FileSource, _ line: Int, _ count: Int, _ sheet: String, _ terminal: String
    ) -> Finding {
        Finding(
            RowFindings.emptyCell,
            (sheet.isEmpty ? "" : "sheet \"\(sheet)\": ")
                + "\(count == 1 ? "1 row lacks" : "\(count) rows lack") the voltage, the current or the time of terminal "
                + "\"\(terminal)\" and \(count == 1 ? "is" : "are") left out", at: source.at(line))
    }
}
