public import Findings
import Measurements
import Models

/// Step-and-hold current-voltage points: each level is held until the device is steady.
///
/// The recording is a trace in time; a few samples a level are taken in its last third.
public struct Staircase: MeasurementProtocol {
    /// First level, V.
    public var low_V = 0.0
    /// Last level, V.
    public var high_V = 0.8
    /// Height of a step, V, > 0.
    public var step_V = 0.02
    /// Time at each level, s; `nil` for fifteen times the slowest relaxation over the levels.
    public var dwell_s: Double?
    /// Samples a level.
    public var samples = 8

    /// Levels from 0 to 0.8 V.
    public init() {}

    /// A staircase.
    public init(low_V: Double = 0, high_V: Double, step_V: Double = 0.02, dwell_s: Double? = nil, samples: Int = 8) {
        self.low_V = low_V
        self.high_V = high_V
        self.step_V = step_V
        self.dwell_s = dwell_s
        self.samples = samples
    }

    /// Id of the protocol.
    public var id: String { "staircase" }
    /// What it does.
    public var summary: String { "step-and-hold current-voltage points, each held until steady" }

    /// One recording.
    public func measure(_ device: DeviceUnderTest) throws(Failure) -> [SimulatedRecording] {
        let name = "staircase"
        let count = max(1, Int(((high_V - low_V) / step_V).rounded()))
        let levels = (0...count).map { low_V + (high_V - low_V) * Double($0) / Double(count) }
        let slowest_s = levels.map { device.slowest_s(at: $0) }.max() ?? 1
        let dwell_s = self.dwell_s ?? 15 * slowest_s
        let within = (0..<samples).map { dwell_s * (2 + Double($0) / Double(samples)) / 3 }
        var run = device.run(at: low_V)
        var trace = TimeTrace(time_s: [], voltage_V: [], current_A: [])
        for (k, level_V) in levels.enumerated() {
            run.jump(to: level_V)
            trace.current_A += try run.hold(for: dwell_s, samples_s: within)
            trace.time_s += within.map { Double(k) * dwell_s + $0 }
            trace.voltage_V += within.map { _ in level_V }
        }
        var stream = device.stream(name)
        trace.current_A = stream.adding(device.noise, to: trace.current_A)
        var recording = SimulatedRecording(name: name, kind: .steady, data: .trace(trace))
        recording.state = device.stateName
        return [recording]
    }
}
