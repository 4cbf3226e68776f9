internal import Findings
internal import Measurements

/// What the rows of an ArC ONE session mean: one protocol after another, crosspoint by crosspoint.
struct ArcOneContent {
    /// The session.
    let file: ArcOneFile

    /// Rows that one protocol wrote for one crosspoint.
    private struct Run {
        var word: Double
        var bit: Double
        var family: String
        var rows: [Int]
    }

    /// The recordings in the order of the file.
    func recordings(
        _ origin: Provenance, _ source: FileSource, _ findings: inout [Finding]
    ) throws(Failure) -> [Recording] {
        let runs = runs
        var crosspoints: [String] = []
        for run in runs where !crosspoints.contains(Self.name(run)) { crosspoints.append(Self.name(run)) }
        if crosspoints.count > 1 { findings.append(.severalDevices(source, crosspoints)) }
        var made: [Recording] = []
        var single: [Int] = []
        for run in runs {
            var conditions = Conditions()
            conditions.settings = ["crosspoint": Self.name(run), "protocol": run.family]
            if crosspoints.count > 1 { conditions.state = Self.name(run) }
            do throws(Failure) {
                made.append(try recording(run, conditions, origin, source, &findings))
            } catch {
                guard error.findings.allSatisfy({ $0.code == RecordingFindings.tooShort.code }) else { throw error }
                single.append(run.rows[0])
            }
        }
        if let first = single.first {
            findings.append(
                Finding(
                    ArcFindings.single,
                    "\(single.count) \(single.count == 1 ? "run" : "runs") of fewer than two reads left out",
                    at: source.at(file.table.lines[first])))
        }
        if made.isEmpty { throw Failure(.tooShort(origin, file.table.lines, count: file.table.count), after: findings) }
        return made
    }

    private static func name(_ run: Run) -> String {
        func text(_ number: Double) -> String { Int(exactly: number).map(String.init) ?? "\(number)" }
        return "W\(text(run.word)) B\(text(run.bit))"
    }

    /// Rows of one crosspoint and protocol; a tag that ends in `_s` starts a protocol anew.
    private var runs: [Run] {
        let (words, bits) = (file.column("Wordline"), file.column("Bitline"))
        var runs: [Run] = []
        for i in file.tags.indices {
            let family = Self.family(file.tags[i])
            let isStart = file.tags[i] == family + "_s"
            if let last = runs.last, !isStart, last.word == words[i], last.bit == bits[i], last.family == family {
                runs[runs.count - 1].rows.append(i)
            } else {
                runs.append(Run(word: words[i], bit: bits[i], family: family, rows: [i]))
            }
        }
        return runs
    }

    /// The protocol of a tag; reads and pulses by hand are one.
    private static func family(_ tag: String) -> String {
        let word = tag.split(separator: " ").first.map(String.init) ?? ""
        if word == "S" || word == "P" || word.isEmpty { return "manual" }
        return word.split(separator: "_").first.map(String.init) ?? word
    }

    private func recording(
        _ run: Run, _ conditions: Conditions, _ origin: Provenance, _ source: FileSource,
        _ findings: inout [Finding]
    ) throws(Failure) -> Recording {
        switch run.family {
        case "CT": return try curve(run, conditions, origin, source, &findings)
        case "RET": return try timed(run, unit_s: 1, conditions, origin, source, &findings)
        case "VOL": return try timed(run, unit_s: 1e-6, conditions, origin, source, &findings)
        default:
            let isEndurance = run.family == "EN"
            var reads = series(run.rows, conditions)
            reads.stated = TraceShape.Verdict(
                kind: isEndurance ? .endurance : .pulses, reason: "protocol \"\(run.family)\"")
            return try reads.recording(origin, &findings)
        }
    }

    /// CurveTracer: the voltage of each step, and the resistance that was read at it.
    private func curve(
        _ run: Run, _ conditions: Conditions, _ origin: Provenance, _ source: FileSource,
        _ findings: inout [Finding]
    ) throws(Failure) -> Recording {
        let (volts, ohms) = (file.column("Amplitude"), file.column("Resistance"))
        var trace = TraceBuilder()
        var bad: [Int] = []
        for i in run.rows {
            let current = volts[i] / ohms[i]
            guard current.isFinite else {
                bad.append(file.table.lines[i])
                continue
            }
            trace.voltage_V.append(volts[i])
            trace.current_A.append(current)
            trace.lines.append(file.table.lines[i])
        }
        if let first = bad.first {
            findings.append(
                Finding(
                    ArcFindings.noCurrent, "\(bad.count) of \(run.rows.count) points have no finite current",
                    at: source.at(first)))
        }
        if var voltage = file.source("Amplitude"), let resistance = file.source("Resistance") {
            voltage.quantity = Quantity.voltage.rawValue
            trace.columns = [
                voltage,
                ColumnSource(
                    quantity: Quantity.current.rawValue, name: "Amplitude / Resistance", number: resistance.number,
                    unit: "V/ohm", unitSource: "code table", factor: 1),
            ]
        }
        trace.conditions = conditions
        trace.stated = TraceShape.Verdict(kind: .iv, reason: "protocol \"CT\" (CurveTracer)")
        return try trace.recording(origin, &findings)
    }

    /// Retention and volatility: the time of each read stands in its tag.
    private func timed(
        _ run: Run, unit_s: Double, _ conditions: Conditions, _ origin: Provenance, _ source: FileSource,
        _ findings: inout [Finding]
    ) throws(Failure) -> Recording {
        var rows: [Int] = []
        var times: [Double] = []
        for i in run.rows {
            let text = file.tags[i].split { $0 == "_" || $0 == " " }.last.map(String.init) ?? ""
            guard let time = ConditionFields.number(text) else { continue }
            rows.append(i)
            times.append(time)
        }
        if rows.count < run.rows.count, let first = run.rows.first(where: { !rows.contains($0) }), !rows.isEmpty {
            findings.append(
                Finding(
                    ArcFindings.untimed,
                    "\(run.rows.count - rows.count) of \(run.rows.count) reads bear no time and are left out",
                    at: source.at(file.table.lines[first])))
        }
        var reads = series(rows, conditions)
        let start = unit_s == 1 ? times.first ?? 0 : 0
        reads.time_s = times.map { ($0 - start) * unit_s }
        if unit_s == 1, !times.isEmpty { reads.conditions.settings?["first read, s since 1970"] = "\(start)" }
        if unit_s != 1, let first = run.rows.first, file.tags[first] == "VOL_s" {
            reads.conditions.settings?["pulse, V"] = "\(file.column("Amplitude")[first])"
            reads.conditions.settings?["pulse width, s"] = "\(file.column("Pulse width")[first])"
        }
        reads.columns.append(
            ColumnSource(
                quantity: Quantity.time.rawValue, name: "Tag", number: 6, unit: unit_s == 1 ? "s" : "us",
                unitSource: "code table", factor: unit_s))
        reads.stated = TraceShape.Verdict(kind: .retention, reason: "protocol \"\(run.family)\", times in its tags")
        return try reads.recording(origin, &findings)
    }

    /// Reads with the pulse before each; a pulse width of 0 marks a read without one.
    private func series(_ rows: [Int], _ conditions: Conditions) -> ReadsBuilder {
        let (volts, widths) = (file.column("Amplitude"), file.column("Pulse width"))
        let read_V = file.column("ReadVoltage")
        var reads = ReadsBuilder()
        reads.values = rows.map { file.column("Resistance")[$0] }
        reads.lines = rows.map { file.table.lines[$0] }
        if rows.contains(where: { widths[$0] != 0 }) {
            reads.pulse_V = rows.map { widths[$0] == 0 ? 0 : volts[$0] }
            reads.width_s = rows.map { widths[$0] }
        }
        if !read_V.isEmpty { reads.read_V = rows.map { read_V[$0] } }
        let names = ["Resistance", "ReadVoltage"] + (reads.pulse_V.isEmpty ? [] : ["Amplitude", "Pulse width"])
        reads.columns = names.compactMap(file.source)
        reads.conditions = conditions
        return reads
    }
}

extension Finding {
    fileprivate static func severalDevices(_ source: FileSource, _ names: [String]) -> Finding {
        Finding(
            ArcFindings.devices,
            "the session holds \(names.count) crosspoints (\(names.prefix(5).joined(separator: ", "))"
                + "\(names.count > 5 ? ", ..." : "")); each is kept as a state of its own, so that none is compared "
                + "with another", at: source.at(),
            fix: "save one device a file, if they shall be devices of their own")
    }
}
