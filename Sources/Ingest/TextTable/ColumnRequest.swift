internal import Findings

/// What a user says of columns: `t=1;V=Vmeas;I=CH2/50;-ImZ=3`, with units `t=ms;I=uA`.
struct ColumnRequest {
    /// One assignment.
    struct Entry {
        /// What the column is.
        var quantity: Quantity
        /// Name or number (from 1) of the column.
        var column: String
        /// Factor besides the unit: 1/50 for a sense resistor of 50 ohm.
        var scale: Double
        /// Whether a resistor or an amplifier stands between, so that the column's own unit is another.
        var isScaled: Bool
    }

    /// The assignments.
    private(set) var entries: [Entry] = []
    /// Units by quantity.
    private(set) var units: [Quantity: String] = [:]
    /// Name of a whole layout (`layout=cycling`), for tables without names whose format knows several.
    private(set) var layout: String?

    /// Reads what the user wrote.
    /// - Throws: `columns.syntax`.
    init(_ options: ReadOptions) throws(Failure) {
        for (key, value, whole) in try Self.pairs(options.columns ?? "", option: "columns") {
            if key == "layout" {
                layout = value
                continue
            }
            let isNegated = key.hasPrefix("-")
            guard let quantity = Quantity.named(isNegated ? String(key.dropFirst()) : key) else {
                throw Failure(.columnsSyntax("columns", whole, "\"\(key)\" is no quantity"))
            }
            var entry = Entry(quantity: quantity, column: value, scale: isNegated ? -1 : 1, isScaled: false)
            for mark in ["/", "*"] as [Character] {
                guard let at = value.lastIndex(of: mark) else { continue }
                let number = ConditionFields.number(String(value[value.index(after: at)...]))
                guard let number, number != 0 else { continue }
                entry.column = String(value[..<at]).trimmingBlanks()
                entry.scale *= mark == "/" ? 1 / number : number
                entry.isScaled = true
                break
            }
            entries.append(entry)
        }
        for (key, value, whole) in try Self.pairs(options.units ?? "", option: "units") {
            guard let quantity = Quantity.named(key) else {
                throw Failure(.columnsSyntax("units", whole, "\"\(key)\" is no quantity"))
            }
            guard UnitText.parse(value, wanted: quantity.dimension) != nil else {
                throw Failure(.columnsSyntax("units", whole, "\"\(value)\" is no unit"))
            }
            units[quantity] = value
        }
    }

    private static func pairs(
        _ text: String, option: String
    ) throws(Failure) -> [(key: String, value: String, whole: String)] {
        var pairs: [(String, String, String)] = []
        for part in text.split(separator: ";") {
            let sides = part.split(separator: "=", maxSplits: 1).map { String($0).trimmingBlanks() }
            guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
                if String(part).trimmingBlanks().isEmpty { continue }
                throw Failure(.columnsSyntax(option, String(part), "an assignment name=column was expected"))
            }
            pairs.append((sides[0], sides[1], String(part)))
        }
        return pairs
    }
}

/// What can be wrong with what the user says of columns.
enum ColumnFindings {
    static let syntax = FindingKind(
        "columns.syntax", .error, "The text given for columns or units is not a list such as \"t=1;V=Vmeas;I=CH2/50\".")
    static let missing = FindingKind(
        "columns.missing", .error, "A column that the user names is not in the file.")
    static let noNames = FindingKind(
        "table.no-names", .error, "The table's columns have no names that tell what they hold, and none is guessed.")
    static let ambiguous = FindingKind(
        "table.ambiguous-column", .error, "Two columns with different numbers could be the same quantity.")
    static let repeated = FindingKind(
        "table.repeated-column", .warning, "Two columns with equal numbers bear the same meaning; the first is used.")
    static let assumed = FindingKind(
        "table.units-assumed", .warning, "Columns without a unit are taken as SI, which the file does not say.")
    static let mismatch = FindingKind(
        "table.unit-mismatch", .error, "A column's unit measures something else than its name says.")
    static let headerless = FindingKind(
        "table.headerless", .warning, "Three unnamed columns are taken as a spectrum: frequency, Z', Z''.")
    static let density = FindingKind(
        "table.current-density", .error, "A current density needs the electrode's area to become a current.")
    static let all = [syntax, missing, noNames, ambiguous, repeated, assumed, mismatch, headerless, density]
}

extension Finding {
    fileprivate static func columnsSyntax(_ option: String, _ text: String, _ what: String) -> Finding {
        Finding(
            ColumnFindings.syntax, "\(what) in \"\(text)\" of \(option)",
            fix: option == "units" ? "write units as \"t=ms;I=uA\"" : "write columns as \"t=1;V=Vmeas;I=CH2/50\"")
    }
}
