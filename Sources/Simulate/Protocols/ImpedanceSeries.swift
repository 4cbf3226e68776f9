public import Findings
import Kernels
import Measurements
import Models
import ComplexModule
import RealModule

/// Impedance spectra at a series of biases, each settled before it is measured.
///
/// Re Z and Im Z carry independent noise of the same size relative to |Z|.
public struct ImpedanceSeries: MeasurementProtocol {
    /// A bias with the lowest frequency measured there.
    public struct Bias: Sendable, Hashable {
        /// DC voltage, V.
        public var bias_V: Double
        /// Lowest frequency, Hz; `nil` for a twentieth of `1/(2π tau)` of the slowest memory.
        public var low_Hz: Double?

        /// A bias.
        public init(_ bias_V: Double, low_Hz: Double? = nil) {
            self.bias_V = bias_V
            self.low_Hz = low_Hz
        }
    }

    /// The biases, in the order measured.
    public var biases = [0.3, 0.4, 0.5, 0.6].map { Bias($0) }
    /// Highest frequency, Hz.
    public var high_Hz = 1e6
    /// Frequencies a decade.
    public var perDecade = 8
    /// Amplitude, zero to peak, V.
    public var amplitude_V = 0.01

    /// Four biases from 0.3 to 0.6 V.
    public init() {}

    /// A series.
    public init(biases: [Bias], high_Hz: Double = 1e6, perDecade: Int = 8, amplitude_V: Double = 0.01) {
        self.biases = biases
        self.high_Hz = high_Hz
        self.perDecade = perDecade
        self.amplitude_V = amplitude_V
    }

    /// Id of the protocol.
    public var id: String { "impedance" }
    /// What it does.
    public var summary: String { "impedance spectra at a series of biases, from high to low frequency" }

    /// A spectrum a bias.
    public func measure(_ device: DeviceUnderTest) throws(Failure) -> [SimulatedRecording] {
        biases.map { bias in spectrum(device, bias) }
    }

    private func spectrum(_ device: DeviceUnderTest, _ bias: Bias) -> SimulatedRecording {
        let state = device.stateName.map { "-" + $0 } ?? ""
        let name = "impedance\(state)-\(Sampling.name(bias.bias_V))V"
        let linear =
            device.heldState.map { device.model.linearized(at: bias.bias_V, holding: $0) }
            ?? device.model.linearized(at: bias.bias_V)
        let low_Hz = bias.low_Hz ?? lowest_Hz(device, bias.bias_V)
        let count = max(2, Int((Double(perDecade) * Double.log10(high_Hz / low_Hz)).rounded()) + 1)
        let frequencies = Array(Sampling.logarithmic(low_Hz, high_Hz, count: count).reversed())
        var stream = device.stream(name)
        var (real_ohm, imaginary_ohm): ([Double], [Double]) = ([], [])
        for f in frequencies {
            let z = linear.impedance_ohm(at: 2 * Double.pi * f)
            let size = device.noise.impedance * z.length
            real_ohm.append(z.real + size * stream.normal())
            imaginary_ohm.append(z.imaginary + size * stream.normal())
        }
        let spectrum = ImpedanceSpectrum(
            frequency_Hz: frequencies, real_ohm: real_ohm, imaginary_ohm: imaginary_ohm)
        var recording = SimulatedRecording(name: name, kind: .impedance, data: .spectrum(spectrum))
        recording.bias_V = bias.bias_V
        recording.amplitude_V = amplitude_V
        recording.state = device.stateName
        return recording
    }

    /// A frequency at which the slowest memory has settled, or 1 Hz where it is held.
    private func lowest_Hz(_ device: DeviceUnderTest, _ bias_V: Double) -> Double {
        guard device.heldState == nil else { return 1 }
        return min(0.05 / (2 * Double.pi * device.slowest_s(at: bias_V)), high_Hz / 100)
    }
}
