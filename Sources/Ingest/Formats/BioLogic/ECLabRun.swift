internal import Findings
internal import Measurements

/// What an EC-Lab run holds, be its file text or binary: technique, columns, numbers, conditions.
struct ECLabRun {
    /// The technique.
    var technique: ECLabTechnique
    /// The columns read.
    var columns: ECLabColumns
    /// The numbers of the columns, in their order; lines are empty in binary files.
    var table: NumberTable
    /// The loop of each row as the header says; empty where it says nothing.
    var loops: [Double] = []
    /// What the run was made under.
    var conditions: Conditions

    /// The recordings: none of an open-circuit record or of a single frequency, with a word on it.
    /// - Throws: `recording.too-short`.
    func recordings(_ origin: Provenance, _ findings: inout [Finding]) throws(Failure) -> [Recording] {
        flagErrors(origin, &findings)
        switch columns.content {
        case .openCircuit:
            findings.append(.openCircuit(origin))
            return []
        case .parts, .polar:
            if let point = singleFrequency {
                findings.append(.singleFrequency(origin, point.frequency_Hz, point.real_ohm, point.line))
                return []
            }
            var made = spectra.recordings(origin, &findings)
            if made.isEmpty {
                // What the builder said of each short run says it all.
                if findings.contains(where: { $0.severity == .error }), let failure = Failure(findings) {
                    throw failure
                }
                throw Failure(.tooShort(origin, table.lines, count: 0), after: findings)
            }
            if let rests = RestTrack.recording(wholeTrace, frequency_Hz: column(.frequency), origin, &findings) {
                made.append(rests)
            }
            return made
        case .trace: return try trace(origin, &findings)
        }
    }

    // MARK: Spectra

    /// The frequencies of all rows, rests included; `nil` where the run holds no impedance.
    var frequency_Hz: [Double]? {
        columns.content == .parts || columns.content == .polar ? column(.frequency) : nil
    }

    private var spectra: SpectrumBuilder {
        var spectra = SpectrumBuilder(lines: table.lines, columns: sources.filter { $0.quantity != "I" })
        spectra.frequency_Hz = column(.frequency)
        if columns.content == .polar {
            spectra.take(.polar, column(.modulusZ), column(.phaseZ))
        } else {
            spectra.real_ohm = column(.realZ)
            spectra.imaginary_ohm = column(.imaginaryZ)
        }
        spectra.bias_V = column(.voltage)
        spectra.loop = loops.isEmpty ? changes : loops
        spectra.conditions = conditions
        spectra.reason =
            technique.name.isEmpty ? spectra.reason : "technique \"\(technique.name)\" with impedance columns"
        if columns.uses.contains(where: { $0.label.quantity == .imaginaryZ && $0.label.isNegated }) {
            spectra.signConversion = "the file stores -Im Z; the sign was turned"
        }
        return spectra
    }

    /// A number that rises wherever a cycle or sequence number changes, as EC-Lab counts spectra.
    ///
    /// A number that changes at nearly every row counts something else and is not heard.
    private var changes: [Double] {
        var isChange = [Bool](repeating: false, count: rows)
        for name in ["cycle number", "z cycle", "Ns"] {
            let values = column(named: name)
            guard values.count == rows, values.allSatisfy(\.isFinite) else { continue }
            let turns = values.indices.dropFirst().filter { values[$0] != values[$0 - 1] }
            guard turns.count * 3 <= rows else { continue }
            for i in turns { isChange[i] = true }
        }
        var count = 0.0
        return isChange.map { change in
            if change { count += 1 }
            return count
        }
    }

    /// The point of a run at one frequency (IR compensation), which is no spectrum.
    private var singleFrequency: (frequency_Hz: Double, real_ohm: Double, line: Int?)? {
        guard columns.content == .parts else { return nil }
        let frequency_Hz = column(.frequency)
        let measured = frequency_Hz.indices.filter { frequency_Hz[$0] > 0 }
        guard let first = measured.first, measured.allSatisfy({ frequency_Hz[$0] == frequency_Hz[first] }),
            measured.count > 1 || technique.name.hasPrefix("IR compensation")
        else { return nil }
        return (frequency_Hz[first], column(.realZ)[first], first < table.lines.count ? table.lines[first] : nil)
    }

    /// Rows that EC-Lab itself marked with its error flag, as where a current left its range.
    private func flagErrors(_ origin: Provenance, _ findings: inout [Finding]) {
        let flags = column(named: "error")
        let marked = flags.indices.filter { flags[$0].isFinite && flags[$0] != 0 }
        guard let first = marked.first else { return }
        findings.append(.errorFlags(origin, marked.count, flags.count, first, table.lines))
    }

    // MARK: Traces

    /// All rows as a trace, the rests before spectra among them.
    private var wholeTrace: TraceBuilder {
        var trace = TraceBuilder(
            lines: table.lines,
            columns: sources.filter { ["V", "I", "t"].contains($0.quantity) })
        trace.time_s = column(.time)
        trace.voltage_V = column(.voltage)
        trace.current_A = column(.current)
        trace.conditions = conditions
        return trace
    }

    private func trace(_ origin: Provenance, _ findings: inout [Finding]) throws(Failure) -> [Recording] {
        let kept = driven
        if kept.count < rows {
            findings.append(.rest(origin, rows - kept.count, table.lines.first))
            if kept.isEmpty { return [] }
        }
        var trace = TraceBuilder(lines: table.lines.isEmpty ? [] : Array(table.lines[kept]), columns: sources)
        trace.time_s = Array(column(.time).prefix(kept.upperBound).dropFirst(kept.lowerBound))
        trace.voltage_V = Array(column(.voltage).prefix(kept.upperBound).dropFirst(kept.lowerBound))
        trace.current_A = Array(column(.current).prefix(kept.upperBound).dropFirst(kept.lowerBound))
        trace.conditions = conditions
        trace.stated = TechniqueKind.verdict(
            technique.name, voltage_V: trace.voltage_V, hasTime: !trace.time_s.isEmpty)
        return [try trace.recording(origin, &findings)]
    }

    /// The rows between the rests (mode 3, the cell at open circuit) before and after a run.
    private var driven: Range<Int> {
        let mode = column(named: "mode")
        guard mode.count == rows, let first = mode.firstIndex(where: { $0 != 3 }),
            let last = mode.lastIndex(where: { $0 != 3 })
        else { return mode.isEmpty ? 0..<rows : 0..<0 }
        return first..<last + 1
    }

    // MARK: Columns

    private var rows: Int { table.columns.first?.count ?? 0 }

    private var sources: [ColumnSource] { columns.uses.filter { $0.label.quantity != nil }.map(\.source) }

    private func column(_ quantity: Quantity) -> [Double] {
        guard let i = columns.uses.firstIndex(where: { $0.label.quantity == quantity }) else { return [] }
        return table.columns[i]
    }

    private func column(named name: String) -> [Double] {
        guard let i = columns.uses.firstIndex(where: { $0.label.quantity == nil && $0.label.name == name }) else {
            return []
        }
        return table.columns[i]
    }
}

/// What can be said of an EC-Lab run, text or binary.
enum ECLabRunFindings {
    static let openCircuit = FindingKind(
        "eclab.open-circuit", .note, "An open-circuit record holds no current, so it is no measurement of the device.")
    static let singleFrequency = FindingKind(
        "eclab.single-frequency", .note,
        "An impedance at one frequency (IR compensation) is no spectrum; its resistance is told.")
    static let rest = FindingKind(
        "eclab.rest", .note, "Rows at open circuit (mode 3) before or after a run are no measurement and are left out.")
    static let errorFlag = FindingKind(
        "eclab.error-flag", .warning,
        "EC-Lab marked rows with its error flag, as where a current left its range: their numbers may be none.")
    static let all = [openCircuit, singleFrequency, rest, errorFlag]
}

extension Finding {
    fileprivate static func openCircuit(_ origin: Provenance) -> Finding {
        Finding(
            ECLabRunFindings.openCircuit, "the run records the open-circuit voltage, without a current; it is left out",
            at: SourcePosition(file: origin.file))
    }

    fileprivate static func singleFrequency(
        _ origin: Provenance, _ frequency_Hz: Double, _ real_ohm: Double, _ line: Int?
    ) -> Finding {
        Finding(
            ECLabRunFindings.singleFrequency,
            "the run holds one frequency, \(QuantityText.text(frequency_Hz, unit: .hertz)), where Re Z is "
                + "\(QuantityText.text(real_ohm, unit: .ohm)); it is no spectrum and is left out",
            at: SourcePosition(file: origin.file, line: line),
            fix: "if this is the resistance in series, state it as series_ohm in the sheet")
    }

    fileprivate static func errorFlags(
        _ origin: Provenance, _ count: Int, _ rows: Int, _ first: Int, _ lines: [Int]
    ) -> Finding {
        Finding(
            ECLabRunFindings.errorFlag,
            "EC-Lab set its error flag in \(count) of \(rows) rows"
                + (lines.isEmpty ? ", first in row \(first + 1)" : "") + "; they are kept",
            at: SourcePosition(file: origin.file, line: first < lines.count ? lines[first] : nil),
            fix: "look at these rows in EC-Lab; exclude them in the sheet with a reason")
    }

    fileprivate static func rest(_ origin: Provenance, _ count: Int, _ line: Int?) -> Finding {
        Finding(
            ECLabRunFindings.rest,
            "\(count == 1 ? "1 row" : "\(count) rows") at open circuit (mode 3) before or after the run "
                + "\(count == 1 ? "is" : "are") left out",
            at: SourcePosition(file: origin.file, line: line))
    }
}
