public import Diagnostics
internal import Measurements

/// An option in force, as text.
public struct OptionText: Sendable, Hashable {
    /// Its name in options files.
    public let name: String
    /// Its value in force.
    public let value: String
    /// Its unit; empty for none.
    public let unit: String
    /// What it means.
    public let meaning: String

    /// The options with the values in force, in the order of their definitions.
    public static func all(_ options: DiagnoseOptions) -> [OptionText] {
        var values: [String: String] = [:]
        for child in Mirror(reflecting: options).children {
            guard let name = child.label else { continue }
            values[name] = text(of: child.value)
        }
        return DiagnoseOptions.definitions.map {
            OptionText(name: $0.name, value: values[$0.name] ?? $0.defaultText, unit: $0.unit, meaning: $0.meaning)
        }
    }

    /// `nil` where the option is not set and its default depends on the data.
    private static func text(of value: Any) -> String? {
        switch value {
        case let number as Double: DecimalText.significant(number, digits: 6).trimmedZeros
        case let depth as Depth: depth.rawValue
        // What has no case of its own is asked for its protocols, which takes a million instructions a type.
        case let number as Int: "\(number)"
        case let flag as Bool: "\(flag)"
        case let text as String: text
        default:
            if Mirror(reflecting: value).displayStyle == .optional {
                Mirror(reflecting: value).children.first.flatMap { text(of: $0.value) }
            } else {
                "\(value)"
            }
        }
    }
}
