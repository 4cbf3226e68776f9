internal import Findings
internal import Measurements

/// Reads without a trace, as instruments store them that keep reads only: retention, endurance and pulse tables.
///
/// States of one cycle (HRS and LRS side by side) are a recording each, with `conditions.state`.
struct ReadsBuilder {
    /// What was read.
    enum Answer: Hashable, Sendable {
        /// Conductance, S.
        case conductance
        /// Resistance, ohm; a negative one (noise about zero) stays.
        case resistance
        /// Current, A, at the read voltage.
        case current
    }

    /// Number of each read, cycle or pulse; counted from 1 where empty.
    var index: [Double] = []
    /// Time of each read, s; empty where the file has none.
    var time_s: [Double] = []
    /// Pulse before each read, V; empty where the file has none.
    var pulse_V: [Double] = []
    /// Width of that pulse, s; empty where the file has none.
    var width_s: [Double] = []
    /// Read voltage, V; empty where `conditions.read_V` holds for all, or it is unknown.
    var read_V: [Double] = []
    /// What was read at each.
    var values: [Double] = []
    /// What the values are.
    var answer = Answer.resistance
    /// The line of each read; empty in binary files.
    var lines: [Int] = []
    /// The columns used.
    var columns: [ColumnSource] = []
    /// What the header or the technique says of the kind, with its reason; absent means the columns decide.
    var stated: TraceShape.Verdict?
    /// Conditions from the header.
    var conditions = Conditions()

    /// The recording; reads whose conductance cannot be had are left out with a finding.
    /// - Throws: `recording.too-short`, `reads.no-voltage`.
    func recording(_ origin: Provenance, _ findings: inout [Finding]) throws(Failure) -> Recording {
        var kept: [Int] = []
        var conductance_S: [Double] = []
        var bad: [Int] = []
        for i in values.indices {
            let value = try conductance(i, origin)
            if value.isFinite, !OverflowMark.stands(values[i]) {
                kept.append(i)
                conductance_S.append(value)
            } else {
                bad.append(i)
            }
        }
        if let first = bad.first { findings.append(.noConductance(origin, line(first), bad.count, values.count)) }
        guard kept.count >= 2 else {
            throw Failure(.tooShort(origin, kept.compactMap(line), count: kept.count), after: findings)
        }
        func pick(_ column: [Double]) -> [Double] {
            column.count == values.count && kept.allSatisfy { column[$0].isFinite } ? kept.map { column[$0] } : []
        }
        let counted = pick(index)
        var time = pick(time_s)
        if !time.isEmpty, let fault = TimeBase.fault(time) {
            findings.append(.timeUnusable(origin, lines, fault))
            time = []
        }
        let series = ReadSeries(
            index: counted.isEmpty ? kept.map { Double($0 + 1) } : counted, time_s: time, pulse_V: pick(pulse_V),
            width_s: pick(width_s), read_V: pick(read_V), conductance_S: conductance_S)
        var provenance = origin
        provenance.columns = columns
        provenance.take(kept.compactMap(line))
        let verdict = stated ?? Self.verdict(series)
        return Recording(
            kind: verdict.kind, kindReason: verdict.reason, data: .reads(series), conditions: conditions,
            provenance: provenance)
    }

    private func line(_ i: Int) -> Int? { i < lines.count ? lines[i] : nil }

    private func conductance(_ i: Int, _ origin: Provenance) throws(Failure) -> Double {
        switch answer {
        case .conductance: return values[i]
        case .resistance: return 1 / values[i]
        case .current:
            guard let voltage = i < read_V.count ? read_V[i] : conditions.read_V, voltage != 0 else {
                throw Failure(.noReadVoltage(origin, line(i)))
            }
            return values[i] / voltage
        }
    }

    private static func verdict(_ series: ReadSeries) -> TraceShape.Verdict {
        if !series.pulse_V.isEmpty {
            return TraceShape.Verdict(kind: .pulses, reason: "reads after pulses of stated height")
        }
        return series.time_s.isEmpty
            ? TraceShape.Verdict(kind: .endurance, reason: "reads against a number")
            : TraceShape.Verdict(kind: .retention, reason: "reads against time")
    }
}

/// What can be wrong with reads.
enum ReadsFindings {
    static let noConductance = FindingKind(
        "reads.not-finite", .warning, "A read of zero resistance, or of none, has no conductance; it is left out.")
    static let noVoltage = FindingKind(
        "reads.no-voltage", .error, "Reads are stored as currents, and the voltage they were read at is not known.")
    static let all = [noConductance, noVoltage]
}

extension Finding {
    fileprivate static func noConductance(_ origin: Provenance, _ line: Int?, _ bad: Int, _ of: Int) -> Finding {
        Finding(
            ReadsFindings.noConductance, "\(bad) of \(of) reads have no finite conductance and are left out",
            at: SourcePosition(file: origin.file, line: line))
    }

    fileprivate static func noReadVoltage(_ origin: Provenance, _ line: Int?) -> Finding {
        Finding(
            ReadsFindings.noVoltage, "the reads are currents, and the read voltage is not in the file",
            at: SourcePosition(file: origin.file, line: line), fix: "state it as read_V in the sheet")
    }
}
