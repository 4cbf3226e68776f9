internal import Findings
internal import Measurements

/// Looks at the numbers of one recording for what an instrument or an export did to them.
///
/// A check never changes numbers and never guesses: where a doubt is left it is silent, as false alarms teach people
/// to read none.
protocol QualityCheck: Sendable {
    /// The kinds of finding that only this check gives.
    var kinds: [FindingKind] { get }
    /// What is to be said of a recording.
    func findings(_ recording: Recording) -> [Finding]
    /// Makes the check.
    init()
}

/// The checks, in alphabetical order.
enum QualityChecks {
    /// All checks of single recordings.
    static let all: [any QualityCheck] = [
        ClampedCurrent(),
        CurrentResolution(),
        NegativeResistance(),
        RepeatedCycles(),
        SamplingTimes(),
        SaturatedRange(),
        SlowEdges(),
        StuckReads(),
    ]

    /// What all checks find, recording by recording; excluded samples are not asked.
    static func findings(_ recordings: [Recording]) -> [Finding] {
        recordings.flatMap { recording in
            let used = recording.withoutExcluded
            return all.flatMap { $0.findings(used) }
        }
    }

    /// What the recordings of one device tell only together.
    static func findings(together recordings: [Recording]) -> [Finding] {
        SharedCurrents.findings(recordings) + StuckCycles.findings(recordings)
    }

    /// The kinds of finding of all checks.
    static let kinds = all.flatMap(\.kinds) + [SharedCurrents.shared, SharedDevices.kind, StuckCycles.stuck]
}

extension Recording {
    /// The recording without the samples that the user excluded.
    fileprivate var withoutExcluded: Recording {
        guard !excluded.isEmpty else { return self }
        let out = Set(excluded)
        let kept = (0..<data.count).filter { !out.contains($0) }
        func pick(_ column: [Double]) -> [Double] { column.isEmpty ? [] : kept.map { column[$0] } }
        var used = self
        used.excluded = []
        used.provenance.take(kept.compactMap(provenance.line))
        switch data {
        case .sweep(let sweep):
            used.data = .sweep(
                VoltageSweep(
                    voltage_V: pick(sweep.voltage_V), current_A: pick(sweep.current_A), time_s: pick(sweep.time_s)))
        case .trace(let trace):
            used.data = .trace(
                TimeTrace(
                    time_s: pick(trace.time_s), voltage_V: pick(trace.voltage_V), current_A: pick(trace.current_A)))
        case .reads(let reads):
            used.data = .reads(
                ReadSeries(
                    index: pick(reads.index), time_s: pick(reads.time_s), pulse_V: pick(reads.pulse_V),
                    width_s: pick(reads.width_s), read_V: pick(reads.read_V), conductance_S: pick(reads.conductance_S)))
        case .spectrum: break
        }
        return used
    }

    /// Voltage, current and time of a sweep or a trace; `nil` for spectra and reads.
    var samples: (voltage_V: [Double], current_A: [Double], time_s: [Double])? {
        switch data {
        case .sweep(let sweep): (sweep.voltage_V, sweep.current_A, sweep.time_s)
        case .trace(let trace): (trace.voltage_V, trace.current_A, trace.time_s)
        case .spectrum, .reads: nil
        }
    }

    /// Samples i to j in words that a person finds again: by lines where the file has them, else by numbers.
    func span(_ first: Int, _ last: Int) -> String {
        if let a = provenance.line(of: first), let b = provenance.line(of: last) {
            return a == b ? "line \(a)" : "lines \(a) to \(b)"
        }
        return first == last ? "sample \(first + 1)" : "samples \(first + 1) to \(last + 1)"
    }
}
