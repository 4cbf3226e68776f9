/// A JSON value that is written with its members in the order given, so that the same value gives the same bytes.
indirect enum JSONText: Sendable {
    case number(Double)
    case integer(Int)
    case text(String)
    case list([JSONText])
    case object([(String, JSONText)])

    /// A number where there is one that JSON can hold; members without one are left out.
    static func member(_ name: String, _ value: Double?) -> [(String, JSONText)] {
        guard let value, value.isFinite else { return [] }
        return [(name, .number(value))]
    }

    /// The text, indented by two blanks a level.
    func written(indent: String = "") -> String {
        let inner = indent + "  "
        switch self {
        case .number(let value): return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
        case .integer(let value): return "\(value)"
        case .text(let text): return Self.quoted(text)
        case .list(let elements):
            guard !elements.isEmpty else { return "[]" }
            let lines = elements.map { inner + $0.written(indent: inner) }
            return "[\n" + lines.joined(separator: ",\n") + "\n" + indent + "]"
        case .object(let members):
            guard !members.isEmpty else { return "{}" }
            let lines = members.map { inner + Self.quoted($0.0) + ": " + $0.1.written(indent: inner) }
            return "{\n" + lines.joined(separator: ",\n") + "\n" + indent + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
