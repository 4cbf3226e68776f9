internal import Circuits
public import Findings
public import Measurements

/// Whether a device with a memory stays where it is put, rings, jumps or oscillates by itself, under both controls.
///
/// Everything follows from the fitted circuit and its covariance: poles and zeros, the signs of trace and determinant, and how
/// often hundreds of circuits drawn from the covariance agree. A device without a memory has no such question.
public struct Stability: Diagnostic {
    /// Stable id.
    public let id = "impedance.stability"
    /// The impedance family.
    public let family = Family.impedance

    /// Nothing to set.
    public init() {}

    /// What it may give.
    public var metrics: [MetricDefinition] { Self.definitions }

    /// Judges each spectrum that shows a memory and a circuit that describes it.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        var shared: SharedDeviates?
        for spectrum in Self.byBias(input.preparedSpectra) {
            guard let choice = spectrum.choice, choice.memory == .yes, !choice.isLoopAlone,
                let fit = choice.fit,
                !choice.isMisfit(noise: spectrum.noise), let center = CircuitPoint(fit.circuit),
                fit.slowness(lowest_Hz: spectrum.frequency_Hz.last ?? 0) <= input.options.extrapolation_limit
            else { continue }
            let deviates = shared ?? SharedDeviates(seed: input.options.seed, device: input.device.id)
            shared = deviates
            guard let draws = CircuitDraws(fit, spectrum, deviates) else {
                result.findings.append(
                    spectrum.finding(
                        .stabilityOpen,
                        "the spectrum does not determine all values of \(choice.name.rawValue), so nothing is said of its "
                            + "stability", fix: "measure over a wider band"))
                continue
            }
            result.append(
                SpectrumStability(spectrum: spectrum, name: choice.name, fit: fit, center: center, draws: draws).result)
        }
        return result
    }

    /// The order in which a reader follows a device: state by state, from low to high bias.
    private static func byBias(_ spectra: [PreparedSpectrum]) -> [PreparedSpectrum] {
        func key(_ i: Int) -> (String, Double, Int) { (spectra[i].at.state ?? "", spectra[i].at.bias_V ?? 0, i) }
        return spectra.indices.sorted { key($0) < key($1) }.map { spectra[$0] }
    }
}

extension FindingKind {
    static let stabilityOpen = FindingKind(
        "stability.open", .note,
        "Stability, or a number of it, cannot be told from the spectrum: its circuit, capacitance or series resistance is "
            + "not determined, or the circuit has more than two rates.")
    static let stabilitySpiking = FindingKind(
        "stability.spiking", .note,
        "Trace and determinant are positive: the device cannot rest there and oscillates by itself (spiking).")
    static let stabilityNegative = FindingKind(
        "stability.negative-resistance", .note,
        "The device has a negative differential resistance: hidden (fast only, not in the I-V curve), N-type (stable at "
            + "fixed voltage) or S-type (stable at fixed current).")
    static let stabilityOwnControl = FindingKind(
        "stability.own-control", .warning,
        "The fitted circuit is unstable under the control in which it was measured, so it could not have been measured: a "
            + "wrong statement of what the source controlled, or a series resistance that is not the circuit's.")
}
