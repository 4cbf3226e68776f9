internal import Circuits
internal import ComplexModule
public import Findings
public import Measurements

/// Relaxation times of each spectrum with their signs: of Z (DRT) and of Y without R_s (ART).
///
/// In Z an arc is a positive peak and an inductive loop a negative one at `tau_I`; in Y the memory is a peak at `tau_k`
/// itself, positive for a chemical inductor. No sign is forbidden unless the options ask for it: negative peaks are
/// results (THEORY E.5).
public struct RelaxationTimes: Diagnostic {
    /// Stable id.
    public let id = "impedance.relaxation-times"
    /// The impedance family.
    public let family = Family.impedance

    /// Nothing to set.
    public init() {}

    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "impedance.drt_area", "A_{Z}", .ohm,
                "Area of a peak of the relaxation times of Z, signed: negative for an inductive loop.",
                source: "THEORY E.5"),
            .init("impedance.drt_time", "τ_{Z}", .second, "Time of that peak.", source: "THEORY E.5"),
            .init(
                "impedance.art_area", "A_{Y}", .siemens,
                "Area of a peak of the relaxation times of 1/(Z - R_s), signed: 1/R_a for a chemical inductor.",
                source: "THEORY E.5"),
            .init(
                "impedance.L_0", "L_{0}", .henry,
                "Inductance of the leads, which no memory causes: the term iωL_0 of Z.",
                source: "THEORY E.1, E.5"),
            .init("impedance.art_time", "τ_{Y}", .second, "Time of that peak: tau_k itself.", source: "THEORY E.5"),
        ]
    }

    /// Finds the peaks and densities of each spectrum, as much as the options ask for.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        guard (input.options.relaxation_times ?? RelaxationWork.none) != RelaxationWork.none else { return result }
        for spectrum in input.preparedSpectra where spectrum.count >= 12 {
            for form in [RelaxationForm.impedance(spectrum), RelaxationForm.admittance(spectrum)] {
                result.append(form.result(spectrum, options: input.options, device: input.device.id))
            }
        }
        return result
    }
}

extension MaxwellCircuit {
    /// The discrete relaxations of Z: `r/(1 + st)` for each stable real pole, from the residues of `1/Y_int`.
    var impedanceRelaxations: [(time: Double, area: Double)] {
        guard let roots = PolesAndZeros(self) else { return [] }
        return roots.poles_per_s.filter { $0.imaginary == 0 && $0.real < 0 }.compactMap { pole in
            let s = pole.real
            let slope = branches.reduce(capacitance_F) { sum, branch in
                let root = 1 + s * branch.time_s
                return sum - branch.conductance_S * branch.time_s / (root * root)
            }
            let area = -1 / (s * slope)
            return area.isFinite ? (-1 / s, area) : nil
        }
    }
}
