public import Findings
import Measurements
import Models

/// A small voltage step about each of several biases, recorded until the memory has settled.
///
/// The step goes from half its height below the bias to half its height above, so that it tells of the bias itself.
/// Samples are evenly spaced on a log axis of the time since the step, which stands at time 0; a few samples at the
/// bias come before it. The noise has one size, relative to the change of the current in the end.
public struct SmallSteps: MeasurementProtocol {
    /// Biases, V.
    public var biases_V = [0.3, 0.4, 0.5, 0.6]
    /// Height of the step, V.
    public var step_V = 0.01
    /// Samples after the step.
    public var samples = 1200
    /// Length of the record in units of the slowest relaxation time.
    public var settling = 12.0

    /// Steps of 10 mV at four biases from 0.3 to 0.6 V.
    public init() {}

    /// Steps.
    public init(biases_V: [Double], step_V: Double = 0.01, samples: Int = 1200, settling: Double = 12) {
        self.biases_V = biases_V
        self.step_V = step_V
        self.samples = samples
        self.settling = settling
    }

    /// Id of the protocol.
    public var id: String { "small-step" }
    /// What it does.
    public var summary: String { "a small voltage step about each of several biases, log-spaced samples" }

    /// A recording a bias.
    public func measure(_ device: DeviceUnderTest) throws(Failure) -> [SimulatedRecording] {
        var recordings: [SimulatedRecording] = []
        for bias_V in biases_V { recordings.append(try step(device, bias_V)) }
        return recordings
    }

    private func step(_ device: DeviceUnderTest, _ bias_V: Double) throws(Failure) -> SimulatedRecording {
        let name = "step-\(Sampling.name(bias_V))V"
        let (low_V, high_V) = (bias_V - 0.5 * step_V, bias_V + 0.5 * step_V)
        let length_s = settling * device.slowest_s(at: bias_V)
        // A fifth of the charging time shows the fast spike where there is one.
        let first_s = min(0.2 * device.fastest_s(at: high_V), 1e-3 * length_s)
        let times = Sampling.logarithmic(first_s, length_s, count: samples)
        var run = device.run(at: low_V)
        let before_A = run.current_A
        run.jump(to: high_V)
        let currents = try run.hold(for: length_s, samples_s: times)
        let rest = (0..<Self.restSamples).map { Double($0 - Self.restSamples) * 0.002 * length_s }
        let after_A = device.model.operatingPoint(at: high_V).current_A
        var stream = device.stream(name)
        let noisy = stream.adding(
            device.noise.smallStep * abs(after_A - before_A), to: rest.map { _ in before_A } + currents)
        let voltages = rest.map { _ in low_V } + times.map { _ in high_V }
        var recording = SimulatedRecording(
            name: name, kind: .transient,
            data: .trace(TimeTrace(time_s: rest + times, voltage_V: voltages, current_A: noisy)))
        recording.bias_V = low_V
        recording.amplitude_V = step_V
        recording.state = device.stateName
        return recording
    }

    /// Samples at the lower level before the step.
    private static let restSamples = 20
}
