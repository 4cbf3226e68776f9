public import Findings
import Measurements
import Models

/// Triangular sweeps 0, +U, 0, -U, 0 at several rates, several cycles each.
public struct TriangleSweeps: MeasurementProtocol {
    /// A rate with the number of cycles measured at it.
    public struct Rate: Sendable, Hashable {
        /// Scan rate, V/s.
        public var rate_V_per_s: Double
        /// Number of cycles.
        public var cycles: Int

        /// A rate.
        public init(_ rate_V_per_s: Double, cycles: Int = 2) {
            self.rate_V_per_s = rate_V_per_s
            self.cycles = cycles
        }
    }

    /// Highest voltage, V.
    public var high_V = 1.0
    /// Lowest voltage, V.
    public var low_V = -1.0
    /// The rates, in the order measured.
    public var rates = [0.02, 0.1, 1, 10].map { Rate($0) }
    /// Samples a leg.
    public var samplesPerLeg = 150

    /// Sweeps between ±1 V at four rates.
    public init() {}

    /// Sweeps.
    public init(high_V: Double, low_V: Double, rates: [Rate], samplesPerLeg: Int = 150) {
        self.high_V = high_V
        self.low_V = low_V
        self.rates = rates
        self.samplesPerLeg = samplesPerLeg
    }

    /// Id of the protocol.
    public var id: String { "sweep" }
    /// What it does.
    public var summary: String { "triangular sweeps 0, +U, 0, -U, 0 at several rates, several cycles each" }

    /// A recording a rate.
    public func measure(_ device: DeviceUnderTest) throws(Failure) -> [SimulatedRecording] {
        var recordings: [SimulatedRecording] = []
        for rate in rates {
            let name = "sweep-\(Sampling.name(rate.rate_V_per_s))V-per-s"
            var run = device.run(at: 0)
            let samples = try run.sweep(
                TriangleSweep(
                    high_V: high_V, low_V: low_V, rate_V_per_s: rate.rate_V_per_s, cycles: rate.cycles,
                    samplesPerLeg: samplesPerLeg))
            var stream = device.stream(name)
            let noisy = stream.adding(device.noise, to: samples.current_A)
            var recording = SimulatedRecording(
                name: name, kind: .iv,
                data: .sweep(VoltageSweep(voltage_V: samples.voltage_V, current_A: noisy, time_s: samples.time_s)))
            recording.rate_V_per_s = rate.rate_V_per_s
            recording.state = device.stateName
            recording.cycles = samples.cycle
            recordings.append(recording)
        }
        return recordings
    }
}
