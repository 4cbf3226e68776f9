internal import Glibc
internal import JointFit
internal import Measurements

/// The recordings of a device as joint fits and predictions take them: few readings, each with its noise.
struct JointRecordings {
    /// The spectra.
    private(set) var spectra: [JointSpectrum] = []
    /// Sweeps, with the place of each.
    private(set) var sweeps: [(trace: JointTrace, at: Place)] = []
    /// Steps, staircases, trains and retention, with the place of each.
    private(set) var others: [(trace: JointTrace, at: Place)] = []

    /// Most recordings of one kind; more are taken evenly.
    private static let most = 16
    /// About how many readings are left of a recording for a fit.
    static let forFit = 300
    /// And for a prediction, which is run once for each input's error.
    static let forPrediction = 150
    /// How many charging times of the fast capacitance pass before a reading counts.
    private static let chargingTimes = 12.0

    /// Takes what can be predicted: known time and voltage, voltage control, no compliance.
    ///
    /// - Parameters:
    ///   - hints: R_s and C_m, which tell how long a step charges.
    ///   - limit: about how many readings are left of a recording.
    init(_ input: DiagnosticInput, hints: JointHints, limit: Int) {
        let charging_s = Self.chargingTimes * (hints.series_ohm ?? 0) * (hints.capacitance_F ?? 0)
        let biased = input.preparedSpectra.filter { $0.at.bias_V != nil && $0.count >= 6 }
        spectra = Self.chosen(biased.sorted { ($0.at.bias_V ?? 0) < ($1.at.bias_V ?? 0) }).map(Self.spectrum)
        let timed = input.preparedSweeps.filter {
            $0.time_s.count == $0.voltage_V.count && !$0.cycles.isEmpty && $0.compliance == nil
        }
        sweeps = Self.chosen(timed.sorted { ($0.rate_V_per_s ?? 0) < ($1.rate_V_per_s ?? 0) })
            .map { (Self.sweep($0, limit: limit), $0.place) }
        // Of each kind by itself: many steps must not drive out the one retention record.
        others = [RecordingKind.transient, .steady, .pulses, .retention].flatMap { kind in
            let read = input.device.recordings.filter { $0.kind == kind && $0.conditions.control != .current }
                .compactMap { recording in
                    Self.trace(recording, charging_s: charging_s, limit: limit).map {
                        (trace: $0, at: Place(state: recording.conditions.state))
                    }
                }
            return Self.chosen(read.sorted { Self.rank($0.trace) < Self.rank($1.trace) })
        }
    }

    /// Steps by their levels, then what else runs in time.
    private static func rank(_ trace: JointTrace) -> (Double, String) {
        guard trace.name.hasPrefix("step") else { return (.infinity, trace.name) }
        return (trace.voltage_V.max { abs($0) < abs($1) } ?? 0, trace.name)
    }

    /// All of them for a fit.
    var data: JointData { JointData(spectra: spectra, traces: sweeps.map(\.trace) + others.map(\.trace)) }

    /// At most so many, evenly taken.
    private static func chosen<Element>(_ all: [Element]) -> [Element] {
        guard all.count > most else { return all }
        return (0..<most).map { all[$0 * (all.count - 1) / (most - 1)] }
    }

    private static func spectrum(_ spectrum: PreparedSpectrum) -> JointSpectrum {
        let noise = max(spectrum.noise ?? 0.01, 1e-3)
        return JointSpectrum(
            name: "impedance " + QuantityText.text(spectrum.at.bias_V ?? 0, unit: .volt, digits: 3),
            from: [spectrum.recordingID], bias_V: spectrum.at.bias_V ?? 0, isWritten: spectrum.at.state != nil,
            omega_rad_per_s: spectrum.frequency_Hz.map { 2 * .pi * $0 }, real_ohm: spectrum.real_ohm,
            imaginary_ohm: spectrum.imaginary_ohm,
            sd_ohm: (0..<spectrum.count).map { noise * spectrum.magnitude_ohm($0) })
    }

    /// The first two cycles of a sweep, from its first sample.
    private static func sweep(_ sweep: PreparedSweep, limit: Int) -> JointTrace {
        let end = sweep.cycles.prefix(2).last.map { $0.samples.upperBound + 1 } ?? sweep.voltage_V.count
        let range = 0..<min(end, sweep.voltage_V.count)
        let rate = sweep.rate_V_per_s.map { " " + QuantityText.text($0, unit: .voltPerSecond, digits: 3) } ?? ""
        return JointTrace(
            name: "sweep" + rate, from: [sweep.recording], time_s: sweep.time_s, voltage_V: sweep.voltage_V,
            current_A: sweep.current_A, stretches: [.ramp(range)], limit: limit,
            noise: ReadingNoise(sweep.current_A, stretches: [range]), charging_s: 0)
    }

    private static func trace(_ recording: Recording, charging_s: Double, limit: Int) -> JointTrace? {
        guard case .trace(let samples) = recording.data else { return nil }
        let prepared = PreparedTrace(recording, trace: samples, keepsShortHolds: recording.kind == .pulses)
        guard let first = prepared.holds.first, prepared.time_s.count >= 6 else { return nil }
        let largest = prepared.holds.map(\.level_V).max { abs($0) < abs($1) } ?? first.level_V
        let stretches: [TraceStretch]
        if recording.kind == .retention {
            guard prepared.holds.count == 1 else { return nil }
            stretches = [.reads(first.samples, at: first.level_V, restingAt: 0)]
        } else {
            stretches = Self.stretches(prepared, isTrain: recording.kind == .pulses)
        }
        return JointTrace(
            name: Self.name(recording, largest), from: [recording.id], time_s: prepared.time_s,
            voltage_V: prepared.voltage_V, current_A: prepared.current_A, stretches: stretches,
            limit: recording.kind == .transient ? limit / 3 : limit,
            noise: ReadingNoise(prepared.current_A, stretches: stretches.map(\.samples)), charging_s: charging_s)
    }

    /// The levels with the instants at which they began.
    private static func stretches(_ trace: PreparedTrace, isTrain: Bool) -> [TraceStretch] {
        trace.holds.enumerated().map { index, hold in
            guard index > 0, index - 1 < trace.steps.count else {
                return .held(hold.samples, since: trace.time_s[hold.samples.lowerBound], at: hold.level_V)
            }
            let step = trace.steps[index - 1]
            let end_s = trace.time_s[hold.samples.upperBound - 1]
            // Where the instant is not known well against the level's time, it is one more unknown: errors of a train's
            // edges add up from pulse to pulse.
            let known = isTrain ? 0.005 : 0.05
            let isLoose = step.timeError_s > known * (end_s - step.time_s)
            return .held(hold.samples, since: step.time_s + step.rise_s, isLoose: isLoose, at: hold.level_V)
        }
    }

    private static func name(_ recording: Recording, _ level_V: Double) -> String {
        switch recording.kind {
        case .steady: "staircase"
        case .pulses: "pulses"
        case .retention: "retention"
        default: "step to " + QuantityText.text(level_V, unit: .volt, digits: 3)
        }
    }
}
