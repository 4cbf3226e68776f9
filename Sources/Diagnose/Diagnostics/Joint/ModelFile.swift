public import Findings
internal import FoundationEssentials
internal import JointFit
internal import Measurements

/// A model with its parameters as a file: what a joint fit found, for `pinch simulate --model`.
public struct ModelFile: Sendable, Codable, Hashable {
    /// Schema of the file.
    public var schema = "pinch.model/1"
    /// Id of the device that it was fitted to; empty if none.
    public var device = ""
    /// Id of the model, as in `pinch list models`.
    public var model: String
    /// Values by name, SI.
    public var parameters: [String: Double]

    /// Schemas that hold a model and its parameters; the truth of a simulated device is one.
    private static let known = ["pinch.model/1", "pinch.truth/1"]

    /// What the joint fit of a device found; `nil` where no model explains it or one of its parameters is not determined.
    public init?(_ analysis: DeviceAnalysis) {
        guard let label = analysis.labels.first(where: { $0.id == "model.chosen" }) else { return nil }
        let metrics = analysis.metrics.filter { $0.id.hasPrefix("model.") }
        guard let model = JointModel(rawValue: label.value) else { return nil }
        var values: [String: Double] = [:]
        for parameter in model.parameters {
            if let found = metrics.first(where: { $0.id == "model." + parameter.name }) {
                values[parameter.name] = found.value
            } else if Self.maybeAbsent.contains(parameter.name) {
                // Too small for any recording to show it.
                values[parameter.name] = 0
            } else {
                return nil
            }
        }
        device = analysis.id
        self.model = model.rawValue
        parameters = values
    }

    /// Parameters that a device may be without.
    private static let maybeAbsent: Set<String> = ["C_m", "C_g", "R_s", "k_0"]

    /// The file: keys sorted, one a line.
    public func json() throws(Failure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        do {
            return Array(try encoder.encode(self)) + [0x0A]
        } catch {
            throw Failure(Finding(.analysisNotFinite, "the model could not be written: \(error)"))
        }
    }

    /// Reads a file that `json` wrote, or the `truth.json` of a simulated device.
    ///
    /// - Throws: `model.unreadable`.
    public static func read(_ bytes: [UInt8], file: String) throws(Failure) -> ModelFile {
        struct Shape: Decodable {
            let schema: String
            let device: String?
            let model: String
            let parameters: [String: Double]
        }
        let position = SourcePosition(file: file)
        let fix = "give the -model.json that pinch report wrote, or the truth.json of a simulated device"
        guard let shape = try? JSONDecoder().decode(Shape.self, from: Data(bytes)) else {
            throw Failure(
                Finding(
                    .modelUnreadable, "no JSON object with \"schema\", \"model\" and \"parameters\"", at: position,
                    fix: fix))
        }
        guard known.contains(shape.schema) else {
            throw Failure(
                Finding(
                    .modelUnreadable,
                    "schema \"\(shape.schema)\" where \(known.map { "\"\($0)\"" }.joined(separator: " or ")) was expected",
                    at: position, fix: fix))
        }
        return ModelFile(model: shape.model, parameters: shape.parameters, device: shape.device ?? "")
    }

    private init(model: String, parameters: [String: Double], device: String) {
        self.model = model
        self.parameters = parameters
        self.device = device
    }
}

extension FindingKind {
    static let modelUnreadable = FindingKind(
        "model.unreadable", .error, "The file holds no model with its parameters.")
}
