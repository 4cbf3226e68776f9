internal import Circuits
internal import Diagnostics
internal import Findings
internal import FoundationEssentials
internal import Kernels
internal import Measurements

/// The fits as JSON.
extension SpectrumFit {
    private struct Document: Encodable {
        let schema = "pinch.fit/1"
        let tool = Version.tool
        let fits: [Entry]
        let comparisons: [Comparison]?
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
        let residualRelative: Double
        let noise: Double?
        let lack_of_fit: Lack
        let runsProbability: Double?
        let aicc: Double?
        let bic: Double
        let bounds_hit: [String]
        let stop: String
        let values: [Value]
        let correlations: [Correlation]?

        enum CodingKeys: String, CodingKey {
            case file, sha256, recording, bias_V, circuit, boukamp, weights, points, degrees_of_freedom, residual, noise
            case lack_of_fit, aicc, bic, bounds_hit, stop, values, correlations
            case residualRelative = "residual_relative"
            case runsProbability = "runs_p"
        }
    }

    private struct Lack: Encodable {
        let verdict: String
        let ratio: Double?
        let p: Double?
    }

    private struct Value: Encodable {
        let name: String
        let value: Double
        let se: Double?
        let low: Double?
        let high: Double?
        let level: Double?
        let interval: String?
        let unit: String
        let origin: String
    }

    private struct Correlation: Encodable {
        let a: String
        let b: String
        let value: Double
    }

    private struct Comparison: Encodable {
        let file: String
        let recording: String
        let chosen: String
        let candidates: [String]
        let undecided: Bool
        let lowest_aicc: String
    }

    /// All fits as one document, circuit by circuit; which to take stands in `comparisons` where there are several.
    static func json(_ fits: [SpectrumFit]) throws(Failure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let compared = fits.filter { $0.comparison.fits.count > 1 }.map(\.comparisonEntry)
        let document = Document(fits: fits.flatMap(\.entries), comparisons: compared.isEmpty ? nil : compared)
        do {
            return Array(try encoder.encode(document)) + [0x0A]
        } catch {
            throw Failure(Finding(.notFinite, "a fit gave a number that is not finite: \(error)"))
        }
    }

    private var entries: [Entry] {
        comparison.fits.map { fit in
            let lack = lackOfFit(fit)
            return Entry(
                file: recording.provenance.file, sha256: recording.provenance.sha256, recording: recording.id,
                bias_V: recording.conditions.bias_V, circuit: fit.circuit.code, boukamp: fit.circuit.boukampCode,
                weights: weights.rawValue, points: fit.pointCount, degrees_of_freedom: fit.degreesOfFreedom,
                residual: fit.residualVariance.squareRoot(), residualRelative: fit.relativeVariance.squareRoot(),
                noise: spectrum.noise, lack_of_fit: Lack(verdict: lack.verdict.rawValue, ratio: lack.ratio, p: lack.p),
                runsProbability: fit.runsProbability, aicc: fit.aicc, bic: fit.bic,
                bounds_hit: fit.values.filter { $0.origin == .bound }.map(\.name), stop: fit.stop.rawValue,
                values: fit.values.map(Self.entry), correlations: Self.correlations(fit))
        }
    }

    private var comparisonEntry: Comparison {
        Comparison(
            file: recording.provenance.file, recording: recording.id, chosen: best.circuit.code,
            candidates: comparison.fits.prefix(comparison.candidateCount).map(\.circuit.code),
            undecided: comparison.isUndecided, lowest_aicc: comparison.fits[comparison.preferredByAICc].circuit.code)
    }

    private static func entry(_ value: FittedValue) -> Value {
        func finite(_ end: Double?) -> Double? { end.flatMap { $0.isFinite ? $0 : nil } }
        return Value(
            name: value.name, value: value.value, se: value.se, low: finite(value.interval?.lowerBound),
            high: finite(value.interval?.upperBound), level: value.interval == nil ? nil : 0.95,
            interval: value.interval == nil ? nil : value.isProfiled ? "profile" : "standard error",
            unit: value.parameter.unit.rawValue, origin: value.origin.rawValue)
    }

    /// Each pair of fitted values once.
    private static func correlations(_ fit: CircuitFit) -> [Correlation]? {
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
