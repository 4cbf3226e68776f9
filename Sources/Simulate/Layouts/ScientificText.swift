import Glibc
import Measurements

/// Numbers as instruments write them: fixed digits, no locale.
enum ScientificText {
    /// `value` to a number of significant digits, without zeros at the end: `0.05`, `1.25e-05`.
    static func short(_ value: Double, digits: Int) -> String {
        let text = DecimalText.significant(value, digits: digits)
        let parts = text.split(separator: "e", maxSplits: 1)
        guard let mantissa = parts.first, mantissa.contains(".") else { return text }
        var kept = mantissa
        while kept.last == "0" { kept.removeLast() }
        if kept.last == "." { kept.removeLast() }
        return parts.count > 1 ? "\(kept)e\(parts[1])" : String(kept)
    }

    /// `value` as `-3.4669900E-005`, the way of EC-Lab: digits after the point, three digits of exponent.
    static func wide(_ value: Double, decimals: Int) -> String {
        guard value.isFinite else { return "NaN" }
        let exponent = DecimalText.decimalExponent(value, digits: decimals + 1)
        // Powers to 22 are exact; two factors keep the largest shifts in range.
        let shift = decimals - exponent
        let scaled = (scaled(abs(value), by: shift)).rounded()
        let digits = String(UInt64(scaled))
        let padded = digits + String(repeating: "0", count: max(0, decimals + 1 - digits.count))
        let power = String(abs(value == 0 ? 0 : exponent))
        let places = String(repeating: "0", count: max(0, 3 - power.count)) + power
        let sign = value < 0 ? "-" : ""
        return sign + padded.prefix(1) + "." + padded.dropFirst() + "E" + (exponent < 0 && value != 0 ? "-" : "+")
            + places
    }

    private static func scaled(_ value: Double, by power: Int) -> Double {
        var result = value
        for _ in 0..<abs(power) where power != 0 { result = power > 0 ? result * 10 : result / 10 }
        return result
    }

    /// Natural logarithm.
    static func logarithm(_ x: Double) -> Double { log(x) }
    /// Exponential.
    static func exponential(_ x: Double) -> Double { exp(x) }
}
