/// The measurements of a trial device, by what a fault may spoil.
struct TrialSession: Sendable {
    /// Spectra.
    var spectra: [any MeasurementProtocol]
    /// Small and large steps.
    var steps: [any MeasurementProtocol]
    /// Held levels.
    var levels: Staircase
    /// Loops.
    var loops: TriangleSweeps
    /// Pulses and retention.
    var writes: [any MeasurementProtocol]
    /// How long the memory takes where it is slowest, s.
    var slowest_s: Double

    /// Loops and levels as somebody takes them who does not wait: a step of the levels in a two-hundredth of the memory's time.
    var hurried: [any MeasurementProtocol] {
        var (levels, loops) = (levels, loops)
        levels.dwell_s = 0.005 * slowest_s
        let slow = loops.rates.map(\.rate_V_per_s).min() ?? 1
        // The slow loops alone: 10 mV took five times the memory's time or more.
        loops.rates = loops.rates.filter { $0.rate_V_per_s <= 12 * slow }.map {
            TriangleSweeps.Rate($0.rate_V_per_s * 1000, cycles: $0.cycles)
        }
        return [levels, loops]
    }
}
