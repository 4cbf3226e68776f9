/// How a template wants a number printed.
public enum NumberFormat: String, Sendable, Hashable, CaseIterable {
    /// With an SI prefix where the unit takes one; digits by the error.
    case auto
    /// In the unit as it stands, without a prefix: `0.000048 A`.
    case plain
    /// With a power of ten in steps of three: `48.0 × 10⁻⁶ A`.
    case engineering
    /// With any power of ten: `4.80 × 10⁻⁵ A`.
    case scientific
    /// A hundred times the number: `4.8 %`.
    case percent

    /// A quantity in this format.
    ///
    /// - Parameter standardError: in the same SI unit; it gives the digits unless `decimals` does.
    /// - Parameter digits: significant digits where no error is known.
    /// - Parameter decimals: digits after the point, whatever the error; `nil` lets error and digits decide.
    public func parts(
        _ value: Double, standardError: Double? = nil, unit: SIUnit, digits: Int = 4, decimals: Int? = nil
    ) -> QuantityText.Parts {
        guard value.isFinite else { return QuantityText.parts(value, unit: unit) }
        let error = standardError.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
        let size = max(abs(value), error ?? 0)
        switch self {
        case .auto:
            let prefix = QuantityText.prefix(for: size, unit: unit, digits: digits)
            guard decimals != nil else {
                return QuantityText.parts(value, standardError: error, unit: unit, digits: digits)
            }
            return scaled(value, error, power: prefix.power, digits, decimals, prefix.symbol + unit.symbol)
        case .plain: return scaled(value, error, power: 0, digits, decimals, unit.symbol)
        case .percent:
            var parts = scaled(value, error, power: -2, digits, decimals, "%")
            parts.unit = "%"
            return parts
        case .engineering, .scientific:
            let exponent = DecimalText.decimalExponent(size, digits: digits)
            let power = self == .scientific ? exponent : Int((Double(exponent) / 3).rounded(.down)) * 3
            var parts = scaled(value, error, power: power, digits, decimals, unit.symbol)
            guard power != 0 else { return parts }
            let isSum = parts.number.contains("±")
            parts.number = (isSum ? "(\(parts.number))" : parts.number) + " × 10" + Self.raised(power)
            return parts
        }
    }

    /// A number divided by a power of ten, with its error and a unit's text.
    private func scaled(
        _ value: Double, _ error: Double?, power: Int, _ digits: Int, _ decimals: Int?, _ unit: String
    ) -> QuantityText.Parts {
        let shown = DecimalText.scaled(value, byPower: -power)
        let shownError = error.map { DecimalText.scaled($0, byPower: -power) }
        guard abs(shown) < 1e15 else {
            return QuantityText.Parts(number: QuantityText.parts(shown, unit: .none, digits: digits).number, unit: unit)
        }
        // An error has two digits, a number without one its significant digits, but none below the twelfth decimal.
        let wanted =
            decimals ?? shownError.map { 1 - DecimalText.decimalExponent($0, digits: 2) }
            ?? (digits - 1 - DecimalText.decimalExponent(shown, digits: digits))
        let places = max(0, min(wanted, 12))
        var number = DecimalText.fixed(shown, decimals: places)
        if let shownError { number += " ± " + DecimalText.fixed(shownError, decimals: places) }
        return QuantityText.Parts(number: QuantityText.minus(number), unit: unit)
    }

    /// A whole number in raised figures: `⁻⁶`.
    public static func raised(_ number: Int) -> String {
        let figures: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
        return (number < 0 ? "⁻" : "") + String("\(abs(number))".compactMap { $0.wholeNumberValue.map { figures[$0] } })
    }
}
