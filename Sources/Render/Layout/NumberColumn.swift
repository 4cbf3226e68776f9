internal import LibXML
internal import Measurements
internal import Templates

/// A column of a table whose unit stands in its head: one prefix for all its numbers.
struct NumberColumn {
    /// What stands behind the name of the column, in parentheses; empty for a pure number.
    let head: String
    private let power: Int
    private let format: NumberFormat
    private let digits: Int
    private let decimals: Int?

    /// The shared unit of the numbers that a column selects; `nil` where its unit shall stand in its cells.
    init?(_ column: TemplateNode, over selected: [XMLNode], in flow: inout Flow) {
        guard flow.text(column, "unit-in") == "head", let unit = flow.unit(column, "unit") else { return nil }
        let outer = flow.node
        defer { flow.node = outer }
        var sizes: [Double] = []
        for node in selected {
            flow.node = node
            guard let number = flow.evaluate(column, "select")?.number, number.isFinite, number != 0 else { continue }
            sizes.append(abs(number))
        }
        format = NumberFormat(rawValue: flow.text(column, "format")) ?? .auto
        digits = flow.integer(column, "digits") ?? 4
        let least = sizes.min() ?? 1
        let most = sizes.max() ?? 1
        switch format {
        case .percent: (power, head) = (-2, "%")
        // Biases are read in volts: 0.3 and 1.2 V rather than 300 and 1200 mV.
        case .auto where unit == .volt && most >= 0.1: (power, head) = (0, unit.symbol)
        case .auto:
            let prefix = QuantityText.prefix(for: (least * most).squareRoot(), unit: unit)
            (power, head) = (prefix.power, prefix.symbol + unit.symbol)
        case .plain, .engineering, .scientific: (power, head) = (0, unit.symbol)
        }
        let isFree = ["se", "digits", "decimals"].allSatisfy { column.attributes[$0] == nil }
        let isPlain = format == .auto || format == .plain || format == .percent
        decimals = isFree && isPlain ? Self.decimals(sizes, power, digits) : flow.integer(column, "decimals")
    }

    /// As many decimals for all as the number that needs most of them has at so many digits.
    private static func decimals(_ sizes: [Double], _ power: Int, _ digits: Int) -> Int {
        let scale = DecimalScale(power)
        return sizes.map { size in
            let number = scale.divide(size)
            let places = max(0, min(digits - 1 - DecimalText.decimalExponent(number, digits: digits), 12))
            let text = DecimalText.fixed(number, decimals: places).trimmedZeros
            return text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
        }.max() ?? 0
    }

    /// A number of the column.
    func text(_ value: Double, standardError: Double?) -> String {
        let inside: NumberFormat = format == .auto || format == .percent ? .plain : format
        let scale = DecimalScale(power)
        return inside.parts(
            scale.divide(value), standardError: standardError.map(scale.divide), unit: .none, digits: digits,
            decimals: decimals
        ).number
    }
}
