public import Findings
import Measurements
import Models

/// A small current step about each of several biases, recorded until the voltage has settled.
///
/// The current goes from that of rest half a step below the bias to that half a step above. What rests at a constant
/// voltage may ring or spike here: the rates are the poles of Z, not its zeros.
public struct CurrentSteps: MeasurementProtocol {
    /// Biases, V.
    public var biases_V = [0.3, 0.4, 0.5, 0.6]
    /// Height of the step, as the change of the voltage in the end, V.
    public var step_V = 0.01
    /// Samples after the step.
    public var samples = 1200
    /// Length of the record in units of the slowest relaxation time.
    public var settling = 12.0

    /// Steps of 10 mV at four biases from 0.3 to 0.6 V.
    public init() {}

    /// Id of the protocol.
    public var id: String { "current-step" }
    /// What it does.
    public var summary: String { "a small current step about each of several biases, log-spaced samples" }

    /// A recording a bias; none at a bias that the device cannot rest at.
    public func measure(_ device: DeviceUnderTest) throws(Failure) -> [SimulatedRecording] {
        var recordings: [SimulatedRecording] = []
        for bias_V in biases_V {
            if let recording = try step(device, bias_V) { recordings.append(recording) }
        }
        return recordings
    }

    private func step(_ device: DeviceUnderTest, _ bias_V: Double) throws(Failure) -> SimulatedRecording? {
        let name = "current-step-\(Sampling.name(bias_V))V"
        let model = device.model
        let state = device.heldState
        let low = model.operatingPoint(at: bias_V - 0.5 * step_V)
        let high = model.operatingPoint(at: bias_V + 0.5 * step_V)
        let start = state ?? low.state
        let from_A = state.map { model.conduction_A(at: low.internal_V, $0) } ?? low.current_A
        let to_A = state.map { model.conduction_A(at: high.internal_V, $0) } ?? high.current_A
        guard from_A != to_A else { return nil }
        let length_s = settling * device.slowest_s(at: bias_V)
        let charging_s = abs(model.linearized(at: bias_V).R_b_ohm) * model.fastCapacitance_F
        let first_s = charging_s > 0 ? min(0.05 * charging_s, 1e-3 * length_s) : 1e-3 * length_s
        let times = Sampling.logarithmic(first_s, length_s, count: samples)
        var run = CurrentRun(model, atInternal: low.internal_V, state: start, relativeTolerance: 1e-8)
        let voltages = try run.hold(to_A, for: length_s, samples_s: times)
        let before_V = low.internal_V + model.seriesResistance_ohm * from_A
        let rest = (0..<Self.restSamples).map { Double($0 - Self.restSamples) * 0.002 * length_s }
        var stream = device.stream(name)
        let noisy = stream.adding(
            device.noise.smallStep * step_V, to: rest.map { _ in before_V } + voltages)
        var recording = SimulatedRecording(
            name: name, kind: .transient,
            data: .trace(
                TimeTrace(
                    time_s: rest + times, voltage_V: noisy,
                    current_A: rest.map { _ in from_A } + times.map { _ in to_A })))
        recording.control = .current
        recording.bias_V = bias_V - 0.5 * step_V
        recording.state = device.stateName
        return recording
    }

    /// Samples at the lower current before the step.
    private static let restSamples = 20
}
