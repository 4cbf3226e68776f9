import Foundation

/// The theory note's golden numbers, replayed case by case with the tolerance each carries.
public struct TheoryGolden: Sendable {
    /// A value of the golden file: number, text, list or object.
    public indirect enum Value: Sendable {
        case number(Double)
        case text(String)
        case flag(Bool)
        case list([Value])
        case object([String: Value])
        case null

        /// The member of an object; `null` where there is none.
        public subscript(key: String) -> Value {
            if case .object(let members) = self { return members[key] ?? .null }
            return .null
        }
        /// The element of a list; `null` where there is none.
        public subscript(index: Int) -> Value {
            if case .list(let elements) = self, elements.indices.contains(index) { return elements[index] }
            return .null
        }
        /// The number; not-a-number where it is none, so that a comparison fails.
        public var number: Double {
            if case .number(let number) = self { return number }
            return .nan
        }
        /// The numbers of a list.
        public var numbers: [Double] { list.map(\.number) }
        /// The elements of a list.
        public var list: [Value] {
            if case .list(let elements) = self { return elements }
            return []
        }
        /// The members of an object.
        public var members: [String: Value] {
            if case .object(let members) = self { return members }
            return [:]
        }
        /// The text; empty where it is none.
        public var text: String {
            if case .text(let text) = self { return text }
            return ""
        }
        /// The truth value; `nil` where it is none.
        public var flag: Bool? {
            if case .flag(let flag) = self { return flag }
            return nil
        }

        init(_ any: Any) {
            switch any {
            case let text as String: self = .text(text)
            case let list as [Any]: self = .list(list.map(Value.init))
            case let object as [String: Any]: self = .object(object.mapValues(Value.init))
            case let number as NSNumber:
                if CFNumberIsBoolean(number) {
                    self = .flag(number.boolValue)
                } else {
                    self = .number(number.doubleValue)
                }
            default: self = .null
            }
        }
    }

    /// `G01` to `G24`.
    public let id: String
    /// What the case is computed from.
    public let params: Value
    /// What must come out.
    public let expected: Value
    /// Relative tolerance of every expected number.
    public let relativeTolerance: Double
    /// Absolute tolerance, for numbers that may be zero.
    public let absoluteTolerance: Double

    /// A case by its id, `G01` to `G24`.
    public static func named(_ id: String) throws -> TheoryGolden {
        let data = try Data(contentsOf: URL(fileURLWithPath: SampleFiles.path("Tests/Golden/theory.json")))
        let root = Value(try JSONSerialization.jsonObject(with: data))
        guard let found = root["cases"].list.first(where: { $0["id"].text == id }) else {
            throw MissingCase(id: id)
        }
        return TheoryGolden(
            id: id, params: found["params"], expected: found["expected"], relativeTolerance: found["rtol"].number,
            absoluteTolerance: found["atol"].number)
    }

    /// Whether a computed number agrees with the expected one within the case's tolerance.
    public func agrees(_ computed: Double, _ expected: Value) -> Bool {
        let wanted = expected.number
        return abs(computed - wanted) <= relativeTolerance * abs(wanted) + absoluteTolerance
    }
}

/// The golden file has no case of that id.
struct MissingCase: Error {
    let id: String
}

/// Whether a number came from a JSON truth value.
private func CFNumberIsBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
