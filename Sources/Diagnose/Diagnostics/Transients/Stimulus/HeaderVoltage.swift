import Measurements

/// The voltage of a trace that does not record it, as the file or the sheet states it.
///
/// `amplitude_V` is the height of a step or of pulses above `bias_V` (0 V without one); pulses want their width and period
/// as well, in the settings `pulse width, s` and `pulse period, s`. A `bias_V` alone is the level during the recording; what
/// was before it is not known.
struct HeaderVoltage: Sendable {
    /// The voltage of each sample, V; shape [n].
    let voltage_V: [Double]
    /// The level before the first sample, V; `nil` where it is not known.
    let levelBefore_V: Double?
    /// Where it comes from, in words.
    let reason: String

    /// `nil` where nothing is stated.
    init?(_ recording: Recording, time_s: [Double]) {
        let conditions = recording.conditions
        let settings = conditions.settings ?? [:]
        func number(_ key: String) -> Double? {
            settings[key].flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
        }
        let amplitude = conditions.amplitude_V ?? number("pulse, V")
        if recording.kind == .pulses {
            guard let amplitude, let width_s = number("pulse width, s"), let period_s = number("pulse period, s"),
                let start = time_s.first, width_s > 0, period_s > width_s
            else { return nil }
            let base = conditions.bias_V ?? 0
            let origin = min(start, 0)
            voltage_V = time_s.map { t in
                let phase = (t - origin) / period_s
                return (phase - phase.rounded(.down)) * period_s < width_s ? base + amplitude : base
            }
            levelBefore_V = base
            reason = "pulses of \(amplitude) V, \(width_s) s wide every \(period_s) s, as stated"
            return
        }
        if let amplitude, amplitude != 0 {
            let base = conditions.bias_V ?? 0
            // A sample before zero was taken before the step.
            voltage_V = time_s.map { $0 < 0 ? base : base + amplitude }
            levelBefore_V = base
            reason = "a step of \(amplitude) V from \(base) V at t = 0, from amplitude_V and bias_V"
            return
        }
        guard let bias_V = conditions.bias_V, bias_V != 0 else { return nil }
        voltage_V = time_s.map { _ in bias_V }
        levelBefore_V = nil
        reason = "\(bias_V) V from the first sample on, from bias_V"
    }
}
