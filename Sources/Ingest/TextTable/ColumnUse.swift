internal import Measurements

/// A column of a file that is read into numbers.
struct ColumnUse: Sendable {
    /// Position in the row, from 0.
    var index: Int
    /// What it is.
    var label: ColumnLabel
    /// Factor of the user besides the unit (a sense resistor, an amplifier).
    var scale = 1.0
    /// Whether a row without this number is of no use.
    var isRequired = true

    /// How the numbers become SI, for the record.
    var source: ColumnSource {
        var factor = label.factor * scale
        // The power of ten was applied in the digits; here it is one number for people.
        if label.exponent != 0 { factor *= ExactPower.ten(label.exponent) }
        return ColumnSource(
            quantity: label.quantity?.rawValue ?? "", name: label.name, number: index + 1,
            unit: label.unitFound.isEmpty ? (label.quantity?.unitText ?? "") : label.unitFound,
            unitSource: label.unitSource, factor: factor)
    }
}

/// Powers of ten for small exponents.
enum ExactPower {
    /// `10^n`, correctly rounded.
    static func ten(_ n: Int) -> Double { Double("1e\(n)") ?? 1 }
}
