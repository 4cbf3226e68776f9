internal import Circuits
internal import Diagnostics
internal import Findings
internal import Kernels
internal import Measurements

/// A circuit as it was asked for: by name or by code.
struct RequestedCircuit: Sendable {
    /// What was typed.
    let text: String
    /// What it means.
    let circuit: Circuit

    /// Reads a name or a code.
    init(_ text: String) throws(Failure) {
        self.text = text
        if let code = NamedCircuits.code(text) {
            circuit = try Circuit(code: code)
            return
        }
        // No element begins with E, so this was meant as a name.
        guard !text.lowercased().hasPrefix("ec") else { throw Failure(.unknownCircuit(text)) }
        circuit = try Circuit(code: text)
    }
}

/// The circuits fitted to one recording, as `pinch fit` tells them.
struct SpectrumFit {
    /// The recording.
    let recording: Recording
    /// Its points as all diagnostics use them: cleaned, sorted, repeats averaged.
    let spectrum: PreparedSpectrum
    /// How the points counted.
    let weights: ImpedanceWeights
    /// The fits, lowest BIC first, and which of them to take.
    let comparison: CircuitComparison
    /// What a reader must know.
    let findings: [Finding]
    /// Whether a circuit could not be fitted.
    let isPartial: Bool

    /// The fit to take.
    var best: CircuitFit { comparison.fits[comparison.chosen] }

    /// Fits the circuits one by one; one that cannot be fitted is a finding where another can.
    ///
    /// - Throws: what the fits throw where none succeeds.
    init(
        _ recording: Recording, _ circuits: [RequestedCircuit], _ options: CircuitFitOptions
    ) throws(Failure) {
        guard let spectrum = PreparedSpectrum(recording) else { throw Failure(.notASpectrum(recording)) }
        let known = Set(circuits.flatMap { $0.circuit.values.map(\.name) })
        var fits: [CircuitFit] = []
        var faults: [Finding] = []
        for requested in circuits {
            do throws(Failure) {
                fits.append(
                    try fitCircuit(
                        requested.circuit, frequency_Hz: spectrum.frequency_Hz, real_ohm: spectrum.real_ohm,
                        imaginary_ohm: spectrum.imaginary_ohm,
                        options: options.named(in: requested.circuit, of: known)))
            } catch { faults += error.findings }
        }
        guard let comparison = CircuitComparison(fits) else {
            throw Failure(spectrum.findings.filter { $0.severity > .note } + faults)
                ?? Failure(.notASpectrum(recording))
        }
        self.recording = recording
        self.spectrum = spectrum
        self.comparison = comparison
        weights = options.weights
        isPartial = !faults.isEmpty
        let place = recording.provenance.position(of: 0)
        findings =
            spectrum.findings + faults + comparison.fits[comparison.chosen].findings(noise: spectrum.noise, at: place)
    }

    /// What the noise says of a fit.
    func lackOfFit(_ fit: CircuitFit) -> LackOfFit { fit.lackOfFit(noise: spectrum.noise) }
}

extension CircuitFitOptions {
    /// The options with the names that a circuit has; of several circuits each takes what is its own, and a name that
    /// none of them has stays, to be refused.
    fileprivate func named(in circuit: Circuit, of known: Set<String>) -> CircuitFitOptions {
        let own = Set(circuit.values.map(\.name))
        func isMeant(_ name: String) -> Bool { own.contains(name) || !known.contains(name) }
        var options = self
        options.starts = starts.filter { isMeant($0.key) }
        options.fixed = fixed.filter { isMeant($0.key) }
        options.bounds = bounds.filter { isMeant($0.key) }
        options.ties = ties.filter { isMeant($0.key) && isMeant($0.value) }
        return options
    }
}

extension CircuitFit {
    /// Warnings that a reader of the values needs.
    fileprivate func findings(noise: Double?, at place: SourcePosition) -> [Finding] {
        var findings = values.filter { $0.origin == .bound }.map { value in
            Finding(
                CircuitFindings.boundHit, "\"\(value.name)\" ends on its bound, \(value.value)", at: place,
                fix: value.parameter.range.contains(value.value.nextUp)
                    && value.parameter.range.contains(value.value.nextDown)
                    ? "widen the bound, or fit a smaller circuit"
                    : "fit a circuit without this element, or fix the value")
        }
        if correlations == nil, !freeNames.isEmpty {
            findings.append(
                Finding(
                    CircuitFindings.undetermined, "the points do not determine all values of \"\(circuit.code)\"",
                    at: place, fix: "fix values with --fix, or fit a smaller circuit"))
        }
        let scatter = max(noise ?? 0, relativeVariance.squareRoot())
        guard scatter < 0.3 else {
            findings.append(
                Finding(
                    .noCircuit,
                    "\"\(circuit.code)\" leaves \(SpectrumFit.percent(relativeVariance.squareRoot())) of |Z|"
                        + (noise.map { ", and the points themselves scatter by \(SpectrumFit.percent($0))" } ?? "")
                        + ": its values mean nothing", at: place,
                    fix: "fit another circuit, or look at the points with pinch report"))
            return findings
        }
        let lack = lackOfFit(noise: noise)
        if lack.verdict == .fail {
            findings.append(
                Finding(
                    .lackOfFit,
                    "\"\(circuit.code)\" leaves \(SpectrumFit.percent(relativeVariance.squareRoot())) of |Z| where the "
                        + "noise is \(SpectrumFit.percent(noise ?? 0)): it is not the whole circuit, or the data drift",
                    at: place, fix: "compare circuits with further --circuit, or look at the spectrum with pinch report"
                ))
        }
        return findings
    }
}

extension SpectrumFit {
    /// A part of one in percent, two digits.
    static func percent(_ part: Double) -> String { QuantityText.text(100 * part, unit: .none, digits: 2) + " %" }
}

extension Finding {
    fileprivate static func unknownCircuit(_ text: String) -> Finding {
        let names = NamedCircuits.all.map(\.id).joined(separator: ", ")
        return Finding(
            .assignment, "there is no circuit \"\(text)\"; names are \(names)",
            fix: "write EC6:3 or EC7:3 for three terms, EC1+L for the inductance of the leads, or a code")
    }

    fileprivate static func notASpectrum(_ recording: Recording) -> Finding {
        Finding(.noSpectrum, "\(recording.id) is no impedance spectrum", at: recording.provenance.position(of: 0))
    }
}

extension FindingKind {
    static let noCircuit = FindingKind(
        "fit.no-circuit", .warning,
        "A fitted circuit leaves a third of the impedance or more: the points are noise, or those of another circuit.")
    static let lackOfFit = FindingKind(
        "fit.lack-of-fit", .warning,
        "A fitted circuit leaves residuals well above the noise of the points: the device has more processes than the "
            + "circuit, or it changed during the measurement. Standard errors are then too small.")
}
