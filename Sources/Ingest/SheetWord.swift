internal import Findings
internal import Measurements

/// What a row of the sheet says of the recordings of its file: kind, conditions, sign, exclusions.
enum SheetWord {
    /// Takes the row's word; what contradicts the file is a finding.
    static func apply(_ row: SheetRow, to recordings: inout [Recording], _ findings: inout [Finding]) {
        let kind = ConditionFields.kind(row.cells["kind"], &findings)
        let isGenerator = generatorSign(row, &findings)
        let exclusion = row.cells["exclude"].map { Exclusion($0, &findings) }
        if let exclude = row.cells["exclude"], row["exclude_reason"] == nil {
            findings.append(
                Finding(
                    ExclusionFindings.noReason, "samples are excluded by \"\(exclude.text)\" without a reason",
                    at: exclude.position, fix: "say why in the column exclude_reason"))
        }
        for i in recordings.indices {
            // One fault of a cell is one finding, however many recordings the file has.
            var found: [Finding] = []
            ConditionFields.apply(row.cells, to: &recordings[i].conditions, &found)
            for finding in found where !findings.contains(finding) { findings.append(finding) }
            if let kind {
                retype(&recordings[i], kind, row, &findings)
            } else if row.cells["control"] != nil, recordings[i].conditions.control == .current {
                judgeByCurrent(&recordings[i])
            }
            // A reader of J-V files settles the sign by the curves; turning it here would turn it back.
            let isSettled = recordings[i].provenance.signConversion.hasPrefix(PhotovoltaicSign.mark)
            if isGenerator, !isSettled { turnCurrent(&recordings[i]) }
            if let date = row["measured_at"] { recordings[i].provenance.measuredAt = DateText.iso(date) }
            if let exclusion { recordings[i].excluded = exclusion.indices(in: recordings[i].data) }
        }
        if let exclusion = row.cells["exclude"], !recordings.isEmpty, recordings.allSatisfy(\.excluded.isEmpty) {
            findings.append(
                Finding(
                    ExclusionFindings.nothing, "\"\(exclusion.text)\" excludes no sample of the file",
                    at: exclusion.position, fix: "check the quantity (f, V, I, t, n, cycle, point) and the number"))
        }
    }

    private static func generatorSign(_ row: SheetRow, _ findings: inout [Finding]) -> Bool {
        guard let sign = row.cells["sign"] else { return false }
        if ["passive", "photovoltaic"].contains(sign.text) { return sign.text == "photovoltaic" }
        findings.append(.unknownWord("sign", sign, valid: ["passive", "photovoltaic"]))
        return false
    }

    /// Takes a kind that the shape of the voltage gave from the shape of the current, which the sheet says the source held.
    private static func judgeByCurrent(_ recording: inout Recording) {
        let (time_s, voltage_V, current_A): ([Double], [Double], [Double])
        switch recording.data {
        case .trace(let trace): (time_s, voltage_V, current_A) = (trace.time_s, trace.voltage_V, trace.current_A)
        case .sweep(let sweep): (time_s, voltage_V, current_A) = (sweep.time_s, sweep.voltage_V, sweep.current_A)
        case .spectrum, .reads: return
        }
        guard !voltage_V.isEmpty, !time_s.isEmpty,
            recording.kindReason == TraceShape.judge(voltage_V: voltage_V, hasTime: true).reason
        else { return }
        let verdict = TraceShape.judge(current_A: current_A, hasTime: true)
        (recording.kind, recording.kindReason) = (verdict.kind, verdict.reason)
        recording.data =
            verdict.kind == .iv
            ? .sweep(VoltageSweep(voltage_V: voltage_V, current_A: current_A, time_s: time_s))
            : .trace(TimeTrace(time_s: time_s, voltage_V: voltage_V, current_A: current_A))
    }

    /// Gives a recording the kind of the sheet, where its numbers allow that kind.
    private static func retype(
        _ recording: inout Recording, _ kind: RecordingKind, _ row: SheetRow, _ findings: inout [Finding]
    ) {
        let isSpectrum = if case .spectrum = recording.data { true } else { false }
        guard isSpectrum == (kind == .impedance) else {
            guard let cell = row.cells["kind"] else { return }
            let finding = Finding(
                SheetWordFindings.kind,
                "the sheet says \"\(cell.text)\", the file holds \(isSpectrum ? "a spectrum" : "no spectrum"); "
                    + "it stays \"\(recording.kind.rawValue)\"", at: cell.position,
                fix: "correct the kind or leave it empty")
            if !findings.contains(finding) { findings.append(finding) }
            return
        }
        recording.kind = kind
        recording.kindReason = "the sheet says so"
        switch (recording.data, kind) {
        case (.trace(let trace), .iv) where !trace.voltage_V.isEmpty:
            recording.data = .sweep(
                VoltageSweep(voltage_V: trace.voltage_V, current_A: trace.current_A, time_s: trace.time_s))
        case (.sweep(let sweep), .transient), (.sweep(let sweep), .pulses), (.sweep(let sweep), .retention),
            (.sweep(let sweep), .steady):
            guard !sweep.time_s.isEmpty else { return }
            recording.data = .trace(
                TimeTrace(time_s: sweep.time_s, voltage_V: sweep.voltage_V, current_A: sweep.current_A))
        default: break
        }
    }

    /// Photovoltaic files count the current out of the device as positive.
    private static func turnCurrent(_ recording: inout Recording) {
        switch recording.data {
        case .sweep(var sweep):
            sweep.current_A = sweep.current_A.map { -$0 }
            recording.data = .sweep(sweep)
        case .trace(var trace):
            trace.current_A = trace.current_A.map { -$0 }
            recording.data = .trace(trace)
        case .spectrum, .reads: return
        }
        for i in recording.provenance.columns.indices where recording.provenance.columns[i].quantity == "I" {
            recording.provenance.columns[i].factor.negate()
        }
        recording.provenance.signConversion = "photovoltaic sign: the current was negated"
    }
}

/// What can be wrong with the sheet's word on a recording.
enum SheetWordFindings {
    static let kind = FindingKind(
        "sheet.kind", .warning, "The sheet gives a file a kind that its numbers cannot be.")
    static let all = [kind]
}
