public import Findings
import Measurements
import Models

/// Large voltage steps from 0 V and back, one recording a height.
///
/// After each edge the samples are evenly spaced on a log axis of the time since it. The recording ends with the
/// return to 0 V, which shows the relaxation time there only through the next step.
public struct LargeSteps: MeasurementProtocol {
    /// Heights, V.
    public var heights_V = [0.5, 0.6, 0.7, 0.8]
    /// Time at each height, s; `nil` for ten relaxation times there.
    public var hold_s: Double?
    /// Low voltage between the steps, V.
    public var base_V = 0.0
    /// Samples after each edge.
    public var samples = 300

    /// Steps to four heights from 0.5 to 0.8 V.
    public init() {}

    /// Steps.
    public init(heights_V: [Double], hold_s: Double? = nil, base_V: Double = 0, samples: Int = 300) {
        self.heights_V = heights_V
        self.hold_s = hold_s
        self.base_V = base_V
        self.samples = samples
    }

    /// Id of the protocol.
    public var id: String { "large-step" }
    /// What it does.
    public var summary: String { "large voltage steps from 0 V and back, log-spaced samples after each edge" }

    /// A recording a height.
    public func measure(_ device: DeviceUnderTest) throws(Failure) -> [SimulatedRecording] {
        var recordings: [SimulatedRecording] = []
        for height_V in heights_V { recordings.append(try step(device, height_V)) }
        return recordings
    }

    private func step(_ device: DeviceUnderTest, _ height_V: Double) throws(Failure) -> SimulatedRecording {
        let name = "pulse-\(Sampling.name(height_V))V"
        let length_s = hold_s ?? 10 * device.slowest_s(at: height_V)
        var run = device.run(at: base_V)
        let rest = (0..<10).map { Double($0 - 10) * 0.002 * length_s }
        var trace = TimeTrace(
            time_s: rest, voltage_V: rest.map { _ in base_V }, current_A: rest.map { _ in run.current_A })
        // Times after the second edge keep their meaning to nine digits of the whole.
        let first_s = max(1e-4 * length_s, 5 * charging_s(device))
        for (start_s, level_V) in [(0, height_V), (length_s, base_V)] {
            let times = Sampling.logarithmic(min(first_s, 0.01 * length_s), length_s, count: samples)
            run.jump(to: level_V)
            trace.current_A += try run.hold(for: length_s, samples_s: times)
            trace.time_s += times.map { start_s + $0 }
            trace.voltage_V += times.map { _ in level_V }
        }
        var stream = device.stream(name)
        trace.current_A = stream.adding(device.noise, to: trace.current_A)
        var recording = SimulatedRecording(name: name, kind: .transient, data: .trace(trace))
        recording.state = device.stateName
        return recording
    }

    /// Charging time through the series resistance, s.
    private func charging_s(_ device: DeviceUnderTest) -> Double {
        device.model.seriesResistance_ohm * device.model.fastCapacitance_F
    }
}
