import Glibc
import Kernels
import Measurements

/// A stretch of a recording in which the source does one thing.
struct StimulusPhase: Sendable, Hashable {
    /// What the source does.
    enum Kind: Int, Sendable { case rest, read, pulse, level, ramp }

    var kind: Kind
    var start_s: Double
    var end_s: Double
    /// The level; of a ramp the one that it leads to, V.
    var level_V: Double
}

/// What was applied in a trace: its phases, and a word for all of them with the reason.
struct StimulusReport {
    private let trace: PreparedTrace
    /// The rows of pulses, where they were looked for.
    private let trains: [PulseTrain]?
    let phases: [StimulusPhase]

    init(_ trace: PreparedTrace, trains: [PulseTrain]? = nil) {
        self.trace = trace
        self.trains = trains
        phases = Self.phases(trace)
    }

    /// The phases of a trace, in order.
    private static func phases(_ trace: PreparedTrace) -> [StimulusPhase] {
        let holds = trace.holds
        let largest = holds.map { abs($0.level_V) }.max() ?? 0
        func isRest(_ hold: VoltageHold) -> Bool {
            abs(hold.level_V) <= max(1e-6, 3 * hold.error_V, 0.01 * largest)
        }
        let active = holds.filter { !isRest($0) }
        let hasPulses = trace.recording.kind == .pulses || trace.recording.kind == .retention || repeats(active)
        let read_V =
            hasPulses
            ? trace.recording.conditions.read_V.flatMap { $0 != 0 ? $0 : nil }
                ?? PulseTrain.readLevel(active, stated_V: nil)
            : nil
        var list: [StimulusPhase] = []
        for (k, hold) in holds.enumerated() {
            guard let first = hold.samples.first, let last = hold.samples.last else { continue }
            if k > 0, let before = holds[k - 1].samples.last, first - before > 3 {
                list.append(
                    StimulusPhase(
                        kind: .ramp, start_s: trace.time_s[before], end_s: trace.time_s[first], level_V: hold.level_V))
            }
            let isRead = read_V.map { abs(hold.level_V - $0) <= 0.1 * abs($0) + 3 * hold.error_V } ?? false
            let kind: StimulusPhase.Kind = isRest(hold) ? .rest : (isRead ? .read : (hasPulses ? .pulse : .level))
            list.append(
                StimulusPhase(
                    kind: kind, start_s: trace.time_s[first], end_s: trace.time_s[last], level_V: hold.level_V))
        }
        return list
    }

    /// Whether active levels come again and again, as pulses do: five at least, of three levels at most.
    private static func repeats(_ active: [VoltageHold]) -> Bool {
        guard active.count >= 5 else { return false }
        return Set(active.map { ($0.level_V * 50).rounded() }).count <= 3
    }

    /// How many phases there are of a kind.
    private func count(_ kind: StimulusPhase.Kind) -> Int { phases.filter { $0.kind == kind }.count }

    /// The word for the whole recording and why.
    var verdict: (word: String, reason: String) {
        if trace.holds.isEmpty {
            return trace.voltage_V.isEmpty
                ? ("unknown", "the voltage is not recorded") : ("ramp", "the voltage moves at most samples")
        }
        let (pulses, reads, levels, ramps) = (count(.pulse), count(.read), count(.level), count(.ramp))
        let parts = [
            (count(.rest), "rest"), (reads, "read"), (pulses, "pulse"), (levels, "level"), (ramps, "ramp"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
        let word =
            if pulses > 0 {
                "pulses"
            } else if reads > 0 {
                "reads"
            } else if ramps > levels {
                "mixed"
            } else if !trace.steps.isEmpty {
                trace.steps.count == 1 ? "step" : "steps"
            } else {
                "rest"
            }
        var reason = parts.joined(separator: ", ")
        if let header = trace.headerReason { reason += "; \(header)" }
        if pulses > 2 { reason += timing }
        let gaps = gapCount
        if gaps > 0 { reason += "; \(gaps) gap\(gaps == 1 ? "" : "s") in time" }
        return (word, reason)
    }

    /// Rows of pulses with their periods and jitter, and pairs with their intervals, in words.
    private var timing: String {
        let groups = trains ?? PulseTrain.trains(in: trace)
        var text = ""
        let intervals = groups.filter { $0.purpose == .paired }.compactMap(\.interval_s)
        if !intervals.isEmpty {
            text +=
                "; \(intervals.count) pair\(intervals.count == 1 ? "" : "s"), "
                + (intervals.count == 1 ? "interval " : "intervals ") + Self.range(intervals)
        }
        let rows = groups.filter { $0.pulses.count >= 3 }
        let periods = rows.compactMap(\.period_s)
        guard !periods.isEmpty else { return text }
        let counts = rows.map(\.pulses.count)
        let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
        let size = least == most ? "\(most)" : "\(least) to \(most)"
        text +=
            (rows.count == 1 ? "; one train of " : "; \(rows.count) trains of ") + size + " pulses, "
            + (Self.isOne(periods) ? "period " : "periods ") + Self.range(periods)
        let jitter = rows.compactMap(\.jitter).max() ?? 0
        return text + ", " + (jitter < 1e-3 ? "even" : "jitter \(DecimalText.significant(100 * jitter, digits: 2)) %")
    }

    /// Whether times are one within a hundredth.
    private static func isOne(_ times_s: [Double]) -> Bool {
        (times_s.max() ?? 0) <= 1.01 * (times_s.min() ?? 0)
    }

    /// A time, or the shortest and the longest.
    private static func range(_ times_s: [Double]) -> String {
        let ends = [times_s.min() ?? 0, times_s.max() ?? 0].map { QuantityText.text($0, unit: .second, digits: 3) }
        return isOne(times_s) ? ends[1] : ends[0] + " to " + ends[1]
    }

    /// Intervals inside a hold more than five times as long as both neighbors.
    private var gapCount: Int {
        var gaps = 0
        for hold in trace.holds where hold.samples.count > 3 {
            let t = trace.time_s
            for i in (hold.samples.lowerBound + 1)..<(hold.samples.upperBound - 2) {
                let here = t[i + 1] - t[i]
                if here > 5 * (t[i] - t[i - 1]), here > 5 * (t[i + 2] - t[i + 1]), t[i] > t[i - 1] { gaps += 1 }
            }
        }
        return gaps
    }

    /// The label, and at full depth the curve of the phases.
    func result(isFull: Bool) -> DiagnosticResult {
        var result = DiagnosticResult()
        guard isFull, !trace.time_s.isEmpty else { return result }
        let at = Place(state: trace.recording.conditions.state)
        let (word, reason) = verdict
        result.labels.append(
            Label("transient.stimulus", word, at: at, from: [trace.recording.id], rule: reason))
        // More phases than a figure can show are thinned by it; more than this no reader looks through.
        let shown = phases.prefix(4_000)
        result.curves.append(
            Curve(
                "transient.phases", at: at, from: [trace.recording.id],
                columns: [
                    CurveColumn("start", .second, shown.map(\.start_s)),
                    CurveColumn("end", .second, shown.map(\.end_s)),
                    CurveColumn("V", .volt, shown.map(\.level_V)),
                    CurveColumn("kind", .none, shown.map { Double($0.kind.rawValue) }),
                ]))
        return result
    }
}
