internal import Circuits
public import Findings
public import Measurements

/// Whether each spectrum shows a memory.
public struct MemoryInImpedance: Diagnostic {
    /// Stable id.
    public let id = "impedance.memory"
    /// The impedance family.
    public let family = Family.impedance

    /// Nothing to set.
    public init() {}

    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "memory.present", "", .none,
                "Whether the data show a memory (`of` names the diagnostic): yes, none, undecided.",
                source: "THEORY E.2, I")
        ]
    }

    /// Labels each spectrum.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for spectrum in input.preparedSpectra {
            guard let choice = spectrum.choice else { continue }
            let evidence = DecimalText.significant(choice.memoryEvidence, digits: 3)
            // A loop needs no circuit: nothing passive without a memory turns Im Z positive and Re Z with it.
            let isLoop = InductiveRun(spectrum).verdict == .yes
            let memory = choice.memory == .undecided && isLoop ? CircuitChoice.Memory.yes : choice.memory
            result.labels.append(
                spectrum.label(
                    "memory.present", memory.rawValue, of: "impedance",
                    rule:
                        "BIC without a memory minus BIC with one, less 4 for each of its times, is \(evidence): yes above 10 "
                        + "if the circuit describes the spectrum or the low-frequency loop shows, none below 2"))
            // A millivolt over a bias scale of tens of millivolts: no conductance memory shows.
            if memory != .yes, let bias = spectrum.at.bias_V, abs(bias) < 1e-3 {
                result.findings.append(
                    spectrum.finding(.impedanceBlind, "a memory of the conductance does not show at zero bias"))
            }
        }
        return result
    }
}
