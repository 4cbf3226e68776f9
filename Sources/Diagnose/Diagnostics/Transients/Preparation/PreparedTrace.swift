import Findings
import Glibc
import Measurements

/// A time trace made ready: finite samples in order of time, without the excluded ones, and the voltage steps in it.
struct PreparedTrace: Sendable {
    /// The recording it comes from.
    var recording: Recording
    /// Time, s, not decreasing; shape [n].
    var time_s: [Double] = []
    /// Voltage, V; shape [n].
    var voltage_V: [Double] = []
    /// Current, A; shape [n].
    var current_A: [Double] = []
    /// Ranges of samples at one level, in order; they cover the trace without its transitions.
    var holds: [VoltageHold] = []
    /// The steps, in order.
    var steps: [VoltageStep] = []
    /// Where the voltage comes from if it was not recorded; `nil` where it was.
    var headerReason: String?
    /// The level before the first sample as stated, where the voltage comes from the header.
    private var headerBefore_V: Double?
    /// What was wrong or is worth knowing.
    var findings: [Finding] = []

    /// Prepares a recording of a trace; `keepsShortHolds` keeps levels of one sample, as pulses may have.
    init(_ recording: Recording, trace: TimeTrace, keepsShortHolds: Bool = false) {
        self.recording = recording
        takeSamples(of: trace)
        guard !time_s.isEmpty else {
            findings.append(.init(TransientFindings.noSamples, "no usable samples", at: place(0)))
            return
        }
        if voltage_V.isEmpty { takeHeaderVoltage() }
        guard !voltage_V.isEmpty else {
            findings.append(
                .init(
                    TransientFindings.unknownVoltage, "the voltage is not recorded, expected a column V", at: place(0),
                    fix: "name the column that holds the voltage (columns=\"V=...\"), or state amplitude_V and bias_V"))
            return
        }
        findHolds(keepsShortHolds: keepsShortHolds)
    }

    /// Takes the voltage from what is stated, where it is not recorded.
    private mutating func takeHeaderVoltage() {
        guard let header = HeaderVoltage(recording, time_s: time_s) else { return }
        voltage_V = header.voltage_V
        headerReason = header.reason
        headerBefore_V = header.levelBefore_V
        findings.append(
            .init(
                TransientFindings.voltageFromHeader, "the voltage is not recorded; taken as \(header.reason)",
                at: place(0), fix: "record the voltage, or correct what is stated"))
    }

    /// Place of a sample in its file.
    private func place(_ i: Int) -> SourcePosition { recording.provenance.position(of: i) }

    /// Keeps finite samples that are not excluded and do not go back in time.
    private mutating func takeSamples(of trace: TimeTrace) {
        let excluded = Set(recording.excluded)
        let known = !trace.voltage_V.isEmpty
        var backward = 0
        var firstBackward = 0
        time_s.reserveCapacity(trace.time_s.count)
        for i in trace.time_s.indices {
            let t = trace.time_s[i]
            let current = trace.current_A[i]
            guard t.isFinite, current.isFinite, !known || trace.voltage_V[i].isFinite else { continue }
            if !excluded.isEmpty, excluded.contains(i) { continue }
            if let last = time_s.last, t < last {
                if backward == 0 { firstBackward = i }
                backward += 1
                continue
            }
            time_s.append(t)
            current_A.append(current)
            if known { voltage_V.append(trace.voltage_V[i]) }
        }
        guard backward > 0 else { return }
        findings.append(
            .init(
                TransientFindings.timeNotIncreasing,
                "time goes back at \(backward) of \(trace.time_s.count) samples, which are left out",
                at: place(firstBackward), fix: "split the file where the time starts again"))
    }

    /// Finds the levels, then the steps between them.
    private mutating func findHolds(keepsShortHolds: Bool) {
        let found = HoldSearch(voltage_V, hasShortHolds: keepsShortHolds).holds(keepsShortHolds: keepsShortHolds)
        guard let found else {
            findings.append(
                .init(
                    TransientFindings.sweptVoltage, "the voltage is swept, expected levels that are held", at: place(0),
                    fix: "give the recording the kind \"iv\""))
            return
        }
        holds = found
        if holds.count == 1 {
            steps = singleHold().map { [$0] } ?? []
            // Pulses and retention have no steps: theirs is the level that is read.
            if recording.kind == .transient, !steps.isEmpty, headerReason == nil, recording.conditions.bias_V == nil {
                findings.append(
                    .init(
                        TransientFindings.stepAtStart,
                        "the voltage stays at \(DecimalText.significant(holds[0].level_V, digits: 4)) V; taken as a step to it at "
                            + "the first sample", at: place(0),
                        fix: "record some samples before the step, or state bias_V"))
            }
        } else {
            steps = (1..<holds.count).map { step(to: $0) }
        }
        if steps.isEmpty {
            findings.append(
                .init(
                    TransientFindings.noStep,
                    "the voltage stays at \(DecimalText.significant(holds[0].level_V, digits: 4)) V, expected a step",
                    at: place(0), fix: "state bias_V, the voltage before the recording"))
        }
    }

    /// A trace at one level is a step at its first sample, if the voltage before is known or the level is not zero.
    private func singleHold() -> VoltageStep? {
        let hold = holds[0]
        let before = headerReason == nil ? recording.conditions.bias_V : headerBefore_V
        guard abs(hold.level_V - (before ?? 0)) > max(5 * hold.error_V, 1e-6) else { return nil }
        return VoltageStep(
            number: 1, time_s: time_s[hold.samples.lowerBound], timeError_s: 0, rise_s: 0, levelBefore_V: before,
            levelAfter_V: hold.level_V, levelError_V: hold.error_V, samples: hold.samples, baseline: nil)
    }

    /// The step from the hold before to the hold `k`.
    private func step(to k: Int) -> VoltageStep {
        let before = holds[k - 1]
        let after = holds[k]
        let last = before.samples.upperBound - 1
        let first = after.samples.lowerBound
        let rise = first - last > 1 ? time_s[first] - time_s[last] : 0
        let (instant, error) = StepInstant.find(time_s, last: last, samples: after.samples)
        return VoltageStep(
            number: k, time_s: rise > 0 ? time_s[last] : instant, timeError_s: error, rise_s: rise,
            levelBefore_V: before.level_V, levelAfter_V: after.level_V,
            levelError_V: max(before.error_V, after.error_V), samples: after.samples, baseline: baseline(of: before))
    }

    /// Mean current over the last fifth of a hold's time.
    private func baseline(of hold: VoltageHold) -> VoltageStep.Baseline {
        let end = hold.samples.upperBound
        let start = time_s[end - 1] - 0.2 * (time_s[end - 1] - time_s[hold.samples.lowerBound])
        var first = end - 1
        while first > hold.samples.lowerBound, time_s[first - 1] >= start { first -= 1 }
        // A fifth of a coarsely sampled hold may be one sample; three of a longer one still sit at its end.
        if hold.samples.count >= 10 { first = min(first, end - 3) }
        let used = current_A[first..<end]
        let mean = used.reduce(0, +) / Double(used.count)
        let square = used.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let se = used.count > 1 ? (square / Double(used.count - 1) / Double(used.count)).squareRoot() : 0
        return VoltageStep.Baseline(current_A: mean, se_A: se, count: used.count)
    }
}
