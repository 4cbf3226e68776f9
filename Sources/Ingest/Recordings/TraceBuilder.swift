internal import Findings
internal import Measurements

/// Columns of voltage, current and time as a format read them, ready to become one recording.
struct TraceBuilder {
    /// Time, s; empty where the file has none.
    var time_s: [Double] = []
    /// Voltage, V; empty where the file has none.
    var voltage_V: [Double] = []
    /// Current, A.
    var current_A: [Double] = []
    /// The line of each sample.
    var lines: [Int] = []
    /// The columns used.
    var columns: [ColumnSource] = []
    /// What was done to signs.
    var signConversion = ""
    /// Whether the sign of the current was settled by the reader, so that the passive sign need not be asked for.
    var isSignSettled = false
    /// What the header says of the kind, with the reason; absent means the shape decides.
    var stated: TraceShape.Verdict?
    /// Conditions from the header.
    var conditions = Conditions()

    /// Turns the current, for files that count it out of the device (or cathodic) as positive.
    mutating func turnCurrent(_ why: String) {
        current_A = current_A.map { -$0 }
        for i in columns.indices where columns[i].quantity == Quantity.current.rawValue { columns[i].factor.negate() }
        signConversion = why
    }

    /// The kind by the shape of what the source holds: its answer must not bias the choice.
    private func shape(hasTime: Bool) -> TraceShape.Verdict {
        guard !voltage_V.isEmpty else {
            return TraceShape.Verdict(kind: .transient, reason: "current against time without a voltage column")
        }
        return conditions.control == .current
            ? TraceShape.judge(current_A: current_A, hasTime: hasTime)
            : TraceShape.judge(voltage_V: voltage_V, hasTime: hasTime)
    }

    /// The recording, with what was found on the way.
    ///
    /// - Throws: `recording.too-short` where fewer than two samples are left.
    func recording(_ origin: Provenance, _ findings: inout [Finding]) throws(Failure) -> Recording {
        if current_A.contains(where: OverflowMark.stands) || voltage_V.contains(where: OverflowMark.stands) {
            var clean = self
            clean.dropOverflow(origin, &findings)
            return try clean.recording(origin, &findings)
        }
        guard current_A.count >= 2 else { throw Failure(.tooShort(origin, lines, count: current_A.count)) }
        var time = time_s
        if !time.isEmpty, let fault = TimeBase.fault(time) {
            findings.append(.timeUnusable(origin, lines, fault))
            time = []
        }
        var provenance = origin
        provenance.columns = time.isEmpty ? columns.filter { $0.quantity != Quantity.time.rawValue } : columns
        provenance.signConversion = signConversion
        provenance.take(lines)
        if !isSignSettled, let found = CurrentSign.doubt(voltage_V: voltage_V, current_A: current_A) {
            findings.append(.againstVoltage(origin, lines.first, found))
        }
        let verdict = stated ?? shape(hasTime: !time.isEmpty)
        guard !voltage_V.isEmpty || !time.isEmpty else { throw Failure(.noVoltage(origin)) }
        let data: RecordingData =
            verdict.kind == .iv && !voltage_V.isEmpty || time.isEmpty
            ? .sweep(VoltageSweep(voltage_V: voltage_V, current_A: current_A, time_s: time))
            : .trace(TimeTrace(time_s: time, voltage_V: voltage_V, current_A: current_A))
        var conditions = conditions
        if case .sweep(let sweep) = data, let measured = SweepRate.measured(sweep) {
            if let stated = conditions.rate_V_per_s, !SweepRate.agree(stated, measured) {
                findings.append(.rate(origin, lines.first, stated: stated, measured: measured))
                (conditions.rate_V_per_s, conditions.isRateMeasured) = (measured, true)
            } else if conditions.rate_V_per_s == nil {
                (conditions.rate_V_per_s, conditions.isRateMeasured) = (measured, true)
            }
        }
        return Recording(
            kind: verdict.kind, kindReason: verdict.reason, data: data, conditions: conditions, provenance: provenance)
    }
}

extension Provenance {
    /// Records the lines of the samples, as a list only where they do not follow one another.
    mutating func take(_ lines: [Int]) {
        firstLine = lines.first
        guard let first = lines.first, let last = lines.last, last - first != lines.count - 1 else {
            rowLines = []
            return
        }
        rowLines = lines
    }
}

/// What can be wrong with a recording.
enum RecordingFindings {
    static let tooShort = FindingKind(
        "recording.too-short", .error, "Fewer than two samples are left, which no diagnostic can use.")
    static let timeUnusable = FindingKind(
        "table.time-unusable", .warning,
        "The time column is constant or runs backwards: rates and time constants cannot be had from it.")
    static let noVoltage = FindingKind(
        "table.no-voltage", .error, "A table of currents has neither voltage nor time.")
    static let duplicate = FindingKind(
        "recording.duplicate", .warning, "The same measured numbers stand in two files; they are used once.")
    static let rate = FindingKind(
        "iv.rate", .warning, "The scan rate that the file states is not the one of its samples; the samples' is used.")
    static let sign = FindingKind(
        "iv.sign", .warning,
        "The current runs against the voltage at most large voltages: a generator, or a file that counts the current out "
            + "of the device as positive.")
    static let all = [OverflowMark.kind, tooShort, timeUnusable, noVoltage, duplicate, rate, sign]
}

extension Finding {
    /// A recording that is none.
    static func tooShort(_ origin: Provenance, _ lines: [Int], count: Int) -> Finding {
        Finding(
            RecordingFindings.tooShort,
            "\(count == 0 ? "no sample is" : "only one sample is") left; at least two are needed",
            at: SourcePosition(file: origin.file, line: lines.first), fix: "export the whole record")
    }

    fileprivate static func againstVoltage(_ origin: Provenance, _ line: Int?, _ found: (Int, Int)) -> Finding {
        Finding(
            RecordingFindings.sign,
            "the current runs against the voltage in \(found.0) of \(found.1) samples at large voltage; nothing was turned",
            at: SourcePosition(file: origin.file, line: line),
            fix:
                "if the file counts the current out of the device as positive, write sign \"photovoltaic\" in the sheet"
        )
    }

    /// A time base that is none.
    static func timeUnusable(_ origin: Provenance, _ lines: [Int], _ fault: String) -> Finding {
        Finding(
            RecordingFindings.timeUnusable, "the time column cannot be used: \(fault)",
            at: SourcePosition(file: origin.file, line: lines.first),
            fix: "export the time with more digits; state the rate as rate_V_per_s in the sheet")
    }

    fileprivate static func rate(
        _ origin: Provenance, _ line: Int?, stated: Double, measured: Double
    ) -> Finding {
        Finding(
            RecordingFindings.rate,
            "the header states a rate of \(DecimalText.significant(stated, digits: 4)) V/s, the samples change by "
                + "\(DecimalText.significant(measured, digits: 4)) V/s; the samples' rate is used",
            at: SourcePosition(file: origin.file, line: line), fix: "check the time column and its unit")
    }

    fileprivate static func noVoltage(_ origin: Provenance) -> Finding {
        Finding(
            RecordingFindings.noVoltage, "the table has currents, but neither a voltage nor a usable time",
            at: SourcePosition(file: origin.file), fix: "name the columns: --columns \"V=1;I=2\"")
    }
}
