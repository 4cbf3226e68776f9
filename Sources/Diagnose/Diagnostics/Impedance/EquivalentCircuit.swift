internal import Circuits
public import Findings
import Glibc
public import Measurements

/// The circuit of each spectrum, its elements with errors, and the fit for the figures.
public struct EquivalentCircuit: Diagnostic {
    /// Stable id.
    public let id = "impedance.equivalent-circuit"
    /// The impedance family.
    public let family = Family.impedance

    /// Nothing to set.
    public init() {}

    /// What it may give.
    public var metrics: [MetricDefinition] { Self.definitions }

    /// Chooses and fits a circuit for each spectrum.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for spectrum in input.preparedSpectra {
            result.findings += spectrum.findings
            result.append(Self.curves(spectrum))
            guard spectrum.count >= PreparedSpectrum.fewestPoints else { continue }
            guard let choice = spectrum.choice else {
                result.findings.append(spectrum.finding(.impedanceNoFit, "no circuit fits these points"))
                continue
            }
            if choice.isMisfit(noise: spectrum.noise) {
                let sd = Self.percent(choice.residualSD)
                result.findings.append(
                    spectrum.finding(
                        .impedanceMisfit, "no circuit comes nearer than \(sd) of |Z|; no element is read from it"))
                if let turned = Self.turned(spectrum, choice) { result.findings.append(turned) }
            } else {
                result.append(Self.elements(spectrum, choice, limit: input.options.extrapolation_limit))
            }
            result.append(Self.quality(spectrum, choice))
        }
        return result
    }

    /// Whether the spectrum is one with the other sign of Im Z; `nil` where that fits no better.
    private static func turned(_ spectrum: PreparedSpectrum, _ choice: CircuitChoice) -> Finding? {
        let fits = CircuitFits(
            frequency_Hz: spectrum.frequency_Hz, real_ohm: spectrum.real_ohm,
            imaginary_ohm: spectrum.imaginary_ohm.map { -$0 }, noise: spectrum.noise)
        guard let other = CircuitChoice(fits, noise: spectrum.noise), !other.isMisfit(noise: spectrum.noise),
            other.residualSD < 0.5 * choice.residualSD
        else { return nil }
        return spectrum.finding(
            .impedanceTurned,
            "with the other sign of Im Z the circuit \(other.name.rawValue) fits to \(percent(other.residualSD)) of |Z|",
            fix: "name the column -Im(Z) if the file stores that, as most instruments do")
    }

    /// The elements of the chosen circuit, or why one is missing.
    private static func elements(
        _ spectrum: PreparedSpectrum, _ choice: CircuitChoice, limit: Double
    ) -> DiagnosticResult {
        var result = DiagnosticResult()
        guard let fit = choice.fit else {
            if let plain = choice.plainResistance {
                result.metrics.append(
                    spectrum.metric(
                        "impedance.R_dc", plain, .ohm, rule: "mean of Z weighted by 1/|Z|²; the spectrum is a resistor")
                )
            }
            return result
        }
        let slowness = fit.slowness(lowest_Hz: spectrum.frequency_Hz.last ?? 0)
        let elements = SpectrumElements(spectrum, choice, limit: limit)
        var missing: [String] = []
        let amplified = fit.circuit.branches.first { $0.time_s < 0 }
        if let amplified { result.findings.append(selfAmplifying(spectrum, amplified.time_s)) }
        let quantile = fit.intervalQuantile
        for quantity in CircuitQuantity.allCases {
            guard let definition = definitions.first(where: { $0.id == "impedance." + quantity.rawValue }) else {
                continue
            }
            switch elements[quantity] {
            case .hidden: continue
            // EC0 has no memory to speak of; the slow mode of others may ring or grow, and have no time.
            case .none: if choice.name != .EC0 { missing.append("\(quantity.rawValue) (none for these elements)") }
            case .undetermined(let estimate):
                let error = estimate.se.map { " ± " + QuantityText.text($0, unit: definition.unit, digits: 2) } ?? ""
                let value = QuantityText.text(estimate.value, unit: definition.unit, digits: 2)
                missing.append("\(quantity.rawValue) (\(value)\(error))")
            case .known(let estimate):
                result.metrics.append(
                    spectrum.metric(
                        definition.id, estimate, definition.unit, rule: rule(choice, quantity, spectrum),
                        interval: estimate.interval(of: quantity, quantile: quantile)))
            }
        }
        if choice.isLoopAlone {
            result.findings.append(
                spectrum.finding(
                    .impedanceLoopAlone,
                    "the spectrum is a loop without a fast arc, so R_s cannot be told from R_b: R_b, R_a, L_a and tau_k hold "
                        + "R_s as zero, and stability is left out; tau_V, tau_I, R_dc and C_lf do not depend on it",
                    fix: "measure up to frequencies at which the capacitance of the device shows"))
        }
        if elements.isTooSlow { result.findings.append(tooSlow(spectrum, fit, slowness, limit)) }
        if !missing.isEmpty {
            let names = missing.joined(separator: ", ")
            result.findings.append(
                spectrum.finding(
                    .impedanceUndetermined, "the spectrum does not determine \(names) of \(choice.name.rawValue)"))
        }
        return result
    }

    private static func selfAmplifying(_ spectrum: PreparedSpectrum, _ time_s: Double) -> Finding {
        spectrum.finding(
            .impedanceSelfAmplifying,
            "the state amplifies itself (R_a < 0 < L_a or the reverse) within "
                + "\(QuantityText.text(-time_s, unit: .second, digits: 2)); that is no relaxation time, so tau_k is left out"
        )
    }

    private static func rule(_ choice: CircuitChoice, _ quantity: CircuitQuantity, _ spectrum: PreparedSpectrum)
        -> String
    {
        var text =
            "\(choice.name.rawValue) fit in Maxwell form, weights 1/|Z|; se from the covariance scaled by the "
            + "residual variance"
        if choice.isLoopAlone { text += "; R_s and C_m held as zero" }
        if quantity == .R_dc, let fit = choice.fit, let lowest = spectrum.real_ohm.last {
            text += "; Z'(f_min)/R_dc = " + DecimalText.significant(lowest / fit.circuit.R_dc_ohm, digits: 4)
        }
        return text
    }

    private static func tooSlow(
        _ spectrum: PreparedSpectrum, _ fit: MaxwellFit, _ slowness: Double, _ limit: Double
    ) -> Finding {
        let tau = fit.circuit.branches.map { abs($0.time_s) }.max() ?? 0
        let lowest = spectrum.frequency_Hz.last ?? 0
        let needed = limit / (2 * Double.pi * tau)
        return spectrum.finding(
            .impedanceTooSlow,
            "the memory relaxes in about \(QuantityText.text(tau, unit: .second, digits: 2)), so f_min 2π tau_k is "
                + "\(DecimalText.significant(slowness, digits: 2)) where \(DecimalText.significant(limit, digits: 2)) is "
                + "allowed: tau_k, R_a, L_a, tau_V, tau_I, R_dc, C_lf and stability are left out",
            fix: "measure down to \(QuantityText.text(needed, unit: .hertz, digits: 2)) (now "
                + "\(QuantityText.text(lowest, unit: .hertz, digits: 2)))")
    }

    /// Circuit label, noise, lack of fit.
    private static func quality(_ spectrum: PreparedSpectrum, _ choice: CircuitChoice) -> DiagnosticResult {
        var result = DiagnosticResult()
        result.labels.append(
            spectrum.label(
                "impedance.circuit", choice.name.rawValue,
                rule:
                    "lowest BIC of R, EC0, EC1, EC3, EC4; of two within 2 units the simpler, a branch more for 6; for a memory "
                    + DecimalText.significant(choice.memoryEvidence, digits: 3) + " units"))
        if choice.candidates.count > 1 {
            let names = choice.candidates.map(\.rawValue).joined(separator: " and ")
            result.findings.append(
                spectrum.finding(
                    .impedanceUndecided,
                    "\(names) describe the spectrum equally well; \(choice.name.rawValue) was taken"))
        }
        guard let noise = spectrum.noise else {
            result.findings.append(
                spectrum.finding(.impedanceNoNoise, "\(spectrum.count) points are too few to estimate the noise"))
            return result
        }
        result.metrics.append(
            spectrum.metric(
                "impedance.noise", CircuitEstimate(value: noise, se: nil), .none,
                rule: "median of sixth-order differences of neighboring points, per real or imaginary part over |Z|"))
        guard noise > 0 else { return result }
        let ratio = choice.residualSD * choice.residualSD / (noise * noise)
        result.metrics.append(
            spectrum.metric(
                "impedance.chi2_nu", CircuitEstimate(value: ratio, se: nil), .none,
                rule: "residual variance of the chosen circuit over the square of impedance.noise"))
        // The noise is known within some 15 %, so its square within 30 %; residuals below 0.1 % matter to nobody.
        if ratio > 4, choice.residualSD > 1e-3, !choice.isMisfit(noise: noise) {
            result.findings.append(
                spectrum.finding(
                    .impedanceLackOfFit,
                    "\(choice.name.rawValue) leaves residuals of \(percent(choice.residualSD)) of |Z| where the noise is "
                        + "\(percent(noise)): it is not the whole circuit"))
        }
        return result
    }

    private static func percent(_ fraction: Double) -> String {
        DecimalText.significant(100 * fraction, digits: 2) + " %"
    }
}

extension MaxwellFit {
    /// `f_min 2π tau` of the slowest branch; 0 without one.
    func slowness(lowest_Hz: Double) -> Double {
        2 * Double.pi * lowest_Hz * (circuit.branches.map { abs($0.time_s) }.max() ?? 0)
    }
}
