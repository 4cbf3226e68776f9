internal import Findings
internal import Measurements

/// What the segments of a VersaStudio file mean.
struct VersaStudioContent {
    /// The file.
    let file: VersaStudioFile
    /// Where it came from.
    let origin: Provenance
    /// The area, m2.
    let area_m2: Double?

    /// Rows of one segment number, or of several of one action.
    private struct Run {
        var table: NamedTable
        var rows: [Int]
        var segment: Double
        var action: VersaStudioFile.Section?
        var isImpedance: Bool
    }

    /// The recordings in the order of the file.
    func recordings(_ findings: inout [Finding]) throws(Failure) -> [Recording] {
        var made: [Recording] = []
        for run in merged(runs) {
            if run.isImpedance {
                let spectra = spectrum(run)
                if let action = run.action {
                    HeaderCheck.range(
                        (action.number("Start Frequency (Hz)"), action.number("End Frequency (Hz)")),
                        of: spectra.frequency_Hz.filter { $0 > 0 }, .hertz, "a frequency range",
                        at: action.values["Start Frequency (Hz)"]?.position ?? SourcePosition(file: origin.file),
                        &findings)
                }
                made += spectra.recordings(origin, &findings)
            } else if run.action?["Name"]?.contains("Open Circuit") == true {
                findings.append(.openCircuit(origin, run.table.numbers.lines[run.rows[0]], run.rows.count))
            } else {
                do throws(Failure) { made.append(try trace(run).recording(origin, &findings)) } catch {
                    findings += error.findings
                }
            }
        }
        return made
    }

    /// The rows by segment number; the action of each by the numbers of segments that the actions state.
    private var runs: [Run] {
        // The action whose segments end at a count, in order.
        var owners: [(end: Double, action: VersaStudioFile.Section)] = []
        for action in file.actions {
            let count = action.number("Segments") ?? 0
            if count >= 1 { owners.append(((owners.last?.end ?? 0) + count, action)) }
        }
        var runs: [Run] = []
        for table in file.tables {
            var seen = -1.0
            for i in table.numbers.lines.indices {
                let segment = table[.loop][i]
                if runs.isEmpty || segment != seen {
                    let action = (owners.first { Double(runs.count) < $0.end } ?? owners.last)?.action
                    runs.append(Run(table: table, rows: [], segment: segment, action: action, isImpedance: false))
                    seen = segment
                }
                runs[runs.count - 1].rows.append(i)
            }
        }
        for i in runs.indices {
            let frequency = runs[i].table[.frequency]
            guard runs[i].table.has(.realZ), runs[i].table.has(.imaginaryZ), !frequency.isEmpty else { continue }
            runs[i].isImpedance = 2 * runs[i].rows.count { frequency[$0] > 0 } > runs[i].rows.count
        }
        return runs
    }

    /// Segments of one trace put together: the legs of a voltammogram, the steps of a chronoamperogram.
    private func merged(_ runs: [Run]) -> [Run] {
        var merged: [Run] = []
        for run in runs {
            if let last = merged.last, !last.isImpedance, !run.isImpedance, last.action?.line == run.action?.line,
                last.table.numbers.lines.first == run.table.numbers.lines.first
            {
                merged[merged.count - 1].rows += run.rows
            } else {
                merged.append(run)
            }
        }
        return merged
    }

    private func spectrum(_ run: Run) -> SpectrumBuilder {
        let table = run.table
        let used: [Quantity] = [.loop, .voltage, .frequency, .realZ, .imaginaryZ]
        var spectra = SpectrumBuilder(
            lines: run.rows.map { table.numbers.lines[$0] },
            columns: table.sources.filter { column in used.contains { $0.rawValue == column.quantity } })
        spectra.frequency_Hz = run.rows.map { table[.frequency][$0] }
        spectra.real_ohm = run.rows.map { table[.realZ][$0] }
        spectra.imaginary_ohm = run.rows.map { table[.imaginaryZ][$0] }
        spectra.conditions.area_m2 = area_m2
        if run.action?["Name"]?.hasPrefix("Galvano") == true { spectra.conditions.control = .current }
        spectra.bias_V = run.rows.map { table[.voltage][$0] }
        spectra.conditions.amplitude_V = run.action?.number("Amplitude (mV RMS)").map {
            Amplitude.zeroToPeak(rms: $0 * 1e-3)
        }
        spectra.reason =
            run.action?["Name"].map { "action \"\($0)\" with frequencies" } ?? "a segment with frequencies"
        return spectra
    }

    private func trace(_ run: Run) -> TraceBuilder {
        let table = run.table
        var trace = TraceBuilder(lines: run.rows.map { table.numbers.lines[$0] })
        let used: [Quantity] = [.voltage, .current, .time]
        trace.columns = table.sources.filter { column in used.contains { $0.rawValue == column.quantity } }
        trace.voltage_V = run.rows.map { table[.voltage][$0] }
        trace.current_A = run.rows.map { table[.current][$0] }
        let time = table[.time]
        let times = time.isEmpty ? [] : run.rows.map { time[$0] }
        if times.allSatisfy(\.isFinite) { trace.time_s = times }
        trace.conditions.area_m2 = area_m2
        guard let name = run.action?["Name"] else { return trace }
        trace.stated = TechniqueKind.verdict(name, voltage_V: trace.voltage_V, hasTime: !trace.time_s.isEmpty)
        if trace.stated?.kind == .iv { trace.conditions.rate_V_per_s = run.action?.number("Scan Rate (V/s)") }
        if name.contains("Current") || name.contains("Chronopotentiometry") { trace.conditions.control = .current }
        return trace
    }
}

extension Finding {
    fileprivate static func openCircuit(_ origin: Provenance, _ line: Int, _ count: Int) -> Finding {
        Finding(
            VersaStudioFindings.openCircuit, "an open-circuit record of \(count) rows is left out",
            at: SourcePosition(file: origin.file, line: line))
    }
}
