internal import Circuits
internal import Findings
internal import FoundationEssentials
internal import Kernels
internal import Measurements

/// A circuit fitted to one recording, as `pinch fit` tells it.
struct SpectrumFit {
    private let recording: Recording
    private let fit: CircuitFit
    private let weights: ImpedanceWeights
    /// What a reader must know of the fit.
    let findings: [Finding]

    /// Fits the points that are not excluded.
    init(
        _ recording: Recording, _ spectrum: ImpedanceSpectrum, _ circuit: Circuit, _ options: CircuitFitOptions
    ) throws(Failure) {
        let excluded = Set(recording.excluded)
        let used = spectrum.frequency_Hz.indices.filter { !excluded.contains($0) }
        self.recording = recording
        weights = options.weights
        fit = try fitCircuit(
            circuit, frequency_Hz: used.map { spectrum.frequency_Hz[$0] }, real_ohm: used.map { spectrum.real_ohm[$0] },
            imaginary_ohm: used.map { spectrum.imaginary_ohm[$0] }, options: options)
        findings = fit.findings(at: recording.provenance.position(of: 0))
    }

    /// The weighted residual by degree of freedom, as a part of |Z| where the weights say so.
    private var residualText: String {
        let deviation = fit.residualVariance.squareRoot()
        switch weights {
        case .modulus: return "residual \(QuantityText.text(100 * deviation, unit: .none, digits: 3)) % of |Z|"
        case .proportional:
            return "residual \(QuantityText.text(100 * deviation, unit: .none, digits: 3)) % of each part"
        case .unit: return "residual \(QuantityText.text(deviation, unit: .ohm, digits: 3))"
        }
    }

    /// A table for the terminal.
    var text: String {
        let provenance = recording.provenance
        var lines = "\(provenance.file): \(recording.id)"
        if let bias = recording.conditions.bias_V { lines += ", bias \(QuantityText.text(bias, unit: .volt))" }
        lines += "\n\(fit.circuit.code), \(fit.pointCount) points, \(weights.rawValue) weights, \(residualText), "
        lines += "BIC \(QuantityText.text(fit.bic, unit: .none, digits: 5))\n"
        let rows = fit.values.map { value -> [String] in
            let unit = value.parameter.unit
            let parts = QuantityText.parts(value.value, standardError: value.se, unit: unit)
            return [value.name, parts.text, Self.intervalText(value), Self.note(value)]
        }
        return lines + TextTable(["value", "± standard error", "95 % interval", "how"], rows).plain + "\n"
    }

    private static func intervalText(_ value: FittedValue) -> String {
        guard let interval = value.interval else { return "-" }
        let unit = value.parameter.unit
        let ends = [interval.lowerBound, interval.upperBound].map { QuantityText.text($0, unit: unit) }
        return ends.joined(separator: " to ")
    }

    private static func note(_ value: FittedValue) -> String {
        switch value.origin {
        case .fitted: value.isProfiled ? "fitted; interval by profile" : "fitted"
        case .fixed: "fixed"
        case .tied: "tied"
        case .bound: "on its bound"
        }
    }
}

extension CircuitFit {
    /// Warnings that a reader of the values needs.
    fileprivate func findings(at place: SourcePosition) -> [Finding] {
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
        return findings
    }
}

/// The same as JSON.
extension SpectrumFit {
    private struct Document: Encodable {
        let schema = "pinch.fit/1"
        let tool = Version.tool
        let fits: [Entry]
    }

    private struct Entry: Encodable {
        let file: String
        let sha256: String
        let recording: String
        let bias_V: Double?
        let circuit: String
        let boukamp: String
        let weights: String
        let points: Int
        let degrees_of_freedom: Int
        let residual: Double
        let bic: Double
        let stop: String
        let values: [Value]
        let correlations: [Correlation]?
    }

    private struct Value: Encodable {
        let name: String
        let value: Double
        let se: Double?
        let low: Double?
        let high: Double?
        let level: Double?
        let unit: String
        let origin: String
    }

    private struct Correlation: Encodable {
        let a: String
        let b: String
        let value: Double
    }

    /// All fits as one document.
    static func json(_ fits: [SpectrumFit]) throws(Failure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(Document(fits: fits.map(\.entry)))) + [0x0A]
        } catch {
            throw Failure(Finding(.notFinite, "a fit gave a number that is not finite: \(error)"))
        }
    }

    private var entry: Entry {
        Entry(
            file: recording.provenance.file, sha256: recording.provenance.sha256, recording: recording.id,
            bias_V: recording.conditions.bias_V, circuit: fit.circuit.code, boukamp: fit.circuit.boukampCode,
            weights: weights.rawValue, points: fit.pointCount, degrees_of_freedom: fit.degreesOfFreedom,
            residual: fit.residualVariance.squareRoot(), bic: fit.bic, stop: fit.stop.rawValue,
            values: fit.values.map(Self.entry), correlations: correlations)
    }

    private static func entry(_ value: FittedValue) -> Value {
        func finite(_ end: Double?) -> Double? { end.flatMap { $0.isFinite ? $0 : nil } }
        return Value(
            name: value.name, value: value.value, se: value.se, low: finite(value.interval?.lowerBound),
            high: finite(value.interval?.upperBound), level: value.interval == nil ? nil : 0.95,
            unit: value.parameter.unit.rawValue, origin: value.origin.rawValue)
    }

    /// Each pair of fitted values once.
    private var correlations: [Correlation]? {
        guard let matrix = fit.correlations else { return nil }
        return fit.freeNames.indices.flatMap { i in
            fit.freeNames.indices.dropFirst(i + 1).map { j in
                Correlation(a: fit.freeNames[i], b: fit.freeNames[j], value: matrix[i, j])
            }
        }
    }
}

extension FindingKind {
    static let notFinite = FindingKind(
        "fit.not-finite", .error,
        "A fit gave a number that is not finite. That is a fault of the program: please report it.")
}
