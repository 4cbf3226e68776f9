public import Findings
import Kernels
import Measurements
public import Models

/// A sample device with its measurements before noise, from which those of any seed come quickly.
///
/// The response of a device is the same for every seed; only the instrument's noise differs. A study over many seeds
/// therefore integrates each device once.
public struct SampleBench: Sendable {
    /// Id of the device.
    public let id: String
    /// Batch it belongs to.
    public let batch: String
    /// What its owner believes: `volatile`, `nonvolatile` or empty.
    public let believedClass: String
    /// The device.
    public let model: any DeviceModel
    /// State held during each recording, in their order.
    ///
    /// `nil` for a device at rest.
    public let heldStates: [[Double]?]

    private let device: SampleDevice
    private let clean: [SimulatedRecording]

    fileprivate init(_ device: SampleDevice) throws(Failure) {
        id = device.id
        batch = device.batch
        believedClass = device.believedClass
        model = device.model
        self.device = device
        var clean: [SimulatedRecording] = []
        var held: [[Double]?] = []
        for session in device.sessions {
            var quiet = device.onBench(session)
            quiet.noise = .none
            for measurement in session.protocols {
                let recordings = try measurement.measure(quiet)
                clean += recordings
                held += recordings.map { _ in session.heldState }
            }
        }
        self.clean = clean
        heldStates = held
    }

    /// The measurements with the noise of a seed: the same numbers as the device's files of that seed hold.
    public func recordings(seed: UInt64) -> [SimulatedRecording] {
        clean.map { recording in
            var stream = SeededStream(seed: seed, id, recording.name)
            var noisy = recording
            noisy.data = stream.adding(noise(of: recording), to: recording.data)
            return noisy
        }
    }

    /// The device's files with the noise of a seed, by bare name, without `truth.json`.
    ///
    /// - Throws: `model.stalled`.
    public func files(seed: UInt64) throws(Failure) -> [OutputFileText] {
        try device.files(seed: seed).map(\.file)
    }

    /// The noise of a recording; that of a small step has one size, relative to the change that it makes in the end.
    private func noise(of recording: SimulatedRecording) -> MeasurementNoise {
        guard recording.kind == .transient, let bias_V = recording.bias_V, let step_V = recording.amplitude_V else {
            return device.noise
        }
        let before_A = model.operatingPoint(at: bias_V).current_A
        let after_A = model.operatingPoint(at: bias_V + step_V).current_A
        return MeasurementNoise(current: 0, floor_A: device.noise.smallStep * abs(after_A - before_A))
    }
}

/// The devices of SampleData on the bench, in the order of the sheet.
///
/// - Parameter ids: only these; empty for all.
/// - Throws: `model.stalled`, which the shipped devices do not.
public func sampleBenches(_ ids: [String] = []) throws(Failure) -> [SampleBench] {
    var benches: [SampleBench] = []
    for device in SampleDevices.all where ids.isEmpty || ids.contains(device.id) {
        benches.append(try SampleBench(device))
    }
    return benches
}

extension SeededStream {
    /// Numbers of a recording with noise, in the order in which the protocols draw it.
    fileprivate mutating func adding(_ noise: MeasurementNoise, to data: RecordingData) -> RecordingData {
        switch data {
        case .spectrum(var spectrum):
            for i in spectrum.frequency_Hz.indices {
                let (re, im) = (spectrum.real_ohm[i], spectrum.imaginary_ohm[i])
                let size_ohm = noise.impedance * (re * re + im * im).squareRoot()
                spectrum.real_ohm[i] += size_ohm * normal()
                spectrum.imaginary_ohm[i] += size_ohm * normal()
            }
            return .spectrum(spectrum)
        case .trace(var trace):
            trace.current_A = adding(noise, to: trace.current_A)
            return .trace(trace)
        case .sweep(var sweep):
            sweep.current_A = adding(noise, to: sweep.current_A)
            return .sweep(sweep)
        case .reads: return data
        }
    }
}
