internal import Findings
internal import Measurements

/// The samples of a recording that may be used, and what was wrong with the others.
struct RawSweep {
    var voltage_V: [Double] = []
    var current_A: [Double] = []
    /// Empty where there is no time, or time that runs backwards.
    var time_s: [Double] = []
    /// Index of each sample in the recording.
    var index: [Int] = []
    var findings: [Finding] = []

    /// Instruments write ±9.9e37 (and its kin) where a reading overflowed; no device carries such a current.
    static let overflow = 1e30

    /// Takes a sweep, or a time trace that has a voltage; `nil` for anything else.
    init?(_ recording: Recording) {
        let voltage: [Double]
        let current: [Double]
        let time: [Double]
        switch recording.data {
        case .sweep(let sweep): (voltage, current, time) = (sweep.voltage_V, sweep.current_A, sweep.time_s)
        case .trace(let trace) where !trace.voltage_V.isEmpty:
            (voltage, current, time) = (trace.voltage_V, trace.current_A, trace.time_s)
        default: return nil
        }
        // Decoded documents are not bound by the initializers' preconditions.
        let n = min(voltage.count, current.count)
        let excluded = Set(recording.excluded)
        var overflowed: [Int] = []
        let timed = time.count >= n
        for i in 0..<n where excluded.isEmpty || !excluded.contains(i) {
            guard abs(voltage[i]) < Self.overflow, abs(current[i]) < Self.overflow else {
                overflowed.append(i)
                continue
            }
            voltage_V.append(voltage[i])
            current_A.append(current[i])
            if timed { time_s.append(time[i]) }
            index.append(i)
        }
        if let first = overflowed.first {
            findings.append(
                Finding(
                    .sweepOverflow,
                    "\(overflowed.count) of \(n) samples are overflow marks such as ±9.9e37; they are not used",
                    at: recording.provenance.position(of: first), fix: "measure with a higher current range"))
        }
        if let back = zip(time_s, time_s.dropFirst()).enumerated().first(where: { !($0.element.1 >= $0.element.0) }) {
            findings.append(
                Finding(
                    .sweepTimeBackwards,
                    "time runs backwards from \(back.element.0) s to \(back.element.1) s; rates from the times are not used",
                    at: recording.provenance.position(of: index[back.offset + 1]),
                    fix: "give the scan rate in the sheet's column rate_V_per_s"))
            time_s = []
        }
    }
}

extension FindingKind {
    static let sweepOverflow = FindingKind(
        "iv.overflow", .warning,
        "Samples hold an instrument's overflow mark (±9.9e37 or not finite) instead of a current; they are left out.")
    static let sweepTimeBackwards = FindingKind(
        "iv.time-backwards", .warning,
        "The times of a sweep decrease somewhere, so that no scan rate can be had from them.")
}
