internal import Circuits
public import Findings
import Glibc
internal import Kernels
public import Measurements

/// The frequencies at which a chemical inductor changes its behavior, from the fitted circuit.
///
/// - Source: THEORY A.5.
public struct CharacteristicFrequencies: Diagnostic {
    /// Stable id.
    public let id = "impedance.characteristic-frequencies"
    /// The impedance family.
    public let family = Family.impedance

    /// Nothing to set.
    public init() {}

    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "impedance.f_c", "f_{c}", .hertz,
                "Where the circuit's Im Z is zero: inductive below, capacitive above; R_s has no effect on it.",
                source: "THEORY A.5"),
            .init(
                "impedance.f_d", "f_{d}", .hertz,
                "Where the circuit's Re (Z - R_s) is zero: only with a negative resistance.", source: "THEORY A.5"),
            .init("impedance.f_L", "f_{L}", .hertz, "Corner of the memory, 1/(2π tau_k).", source: "THEORY A.5"),
            .init(
                "impedance.f_b", "f_{b}", .hertz, "Corner of the fast conduction, 1/(2π |R_b| C_m).",
                source: "THEORY A.5"),
            .init(
                "impedance.f_LC", "f_{LC}", .hertz, "Frequency of L_a with C_m, 1/(2π sqrt(L_a C_m)), where L_a > 0.",
                source: "THEORY A.5"),
        ]
    }

    /// The frequencies of each spectrum whose circuit is a chemical inductor that its band shows.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for spectrum in input.preparedSpectra {
            guard let choice = spectrum.choice, choice.name == .EC1, choice.memory == .yes, let fit = choice.fit,
                !choice.isMisfit(noise: spectrum.noise),
                fit.slowness(lowest_Hz: spectrum.frequency_Hz.last ?? 0) <= input.options.extrapolation_limit
            else { continue }
            for (name, formula) in Self.formulas {
                guard let estimate = fit.estimate(formula), let se = estimate.se, se < estimate.value else { continue }
                result.metrics.append(
                    spectrum.metric(
                        "impedance." + name, estimate, .hertz,
                        rule: "from the EC1 fit; se from its covariance"))
            }
        }
        return result
    }

    private static let formulas: [(String, @Sendable (MaxwellCircuit) -> Double?)] = [
        ("f_c", { $0.crossing_rad_per_s.map { $0 / (2 * .pi) } }),
        ("f_d", { $0.hiddenNegative_rad_per_s.map { $0 / (2 * .pi) } }),
        ("f_L", { $0.branches.first.map { 1 / (2 * .pi * $0.time_s) } }),
        ("f_b", { abs($0.fastConductance_S) / (2 * .pi * $0.capacitance_F) }),
        (
            "f_LC",
            { circuit in
                guard let branch = circuit.branches.first else { return nil }
                let product = branch.time_s / branch.conductance_S * circuit.capacitance_F
                return product > 0 ? 1 / (2 * .pi * product.squareRoot()) : nil
            }
        ),
    ]
}

extension MaxwellFit {
    /// A positive quantity of the circuit with its error, by differences over a thousandth of each parameter's own error.
    func estimate(_ quantity: (MaxwellCircuit) -> Double?) -> CircuitEstimate? {
        signedEstimate(quantity).flatMap { $0.value > 0 ? $0 : nil }
    }

    /// The same for a quantity of either sign.
    func signedEstimate(_ quantity: (MaxwellCircuit) -> Double?) -> CircuitEstimate? {
        guard let value = quantity(circuit), value.isFinite, let covariance else { return nil }
        var gradient: [Double] = []
        for index in 0..<parameterCount {
            let step = 1e-3 * max(covariance[index, index], 0).squareRoot()
            guard step > 0, step.isFinite else {
                gradient.append(0)
                continue
            }
            guard let above = quantity(circuit.moved(index, by: step)),
                let below = quantity(circuit.moved(index, by: -step))
            else { return nil }
            gradient.append((above - below) / (2 * step))
        }
        let variance = covariance.quadraticForm(gradient)
        return variance.isFinite ? CircuitEstimate(value: value, se: max(variance, 0).squareRoot()) : nil
    }
}

extension MaxwellCircuit {
    /// The circuit with one parameter changed, in the order of the fit: R_s, G_b, C_m, then g and ln t of each branch.
    fileprivate func moved(_ index: Int, by step: Double) -> MaxwellCircuit {
        var other = self
        switch index {
        case 0: other.series_ohm += step
        case 1: other.fastConductance_S += step
        case 2: other.capacitance_F += step
        default:
            let branch = (index - 3) / 2
            if index % 2 == 1 {
                other.branches[branch].conductance_S += step
            } else {
                other.branches[branch].time_s *= exp(step)
            }
        }
        return other
    }
}
