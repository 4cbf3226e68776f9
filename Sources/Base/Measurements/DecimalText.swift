/// Numbers as decimal text without locale, for people.
public enum DecimalText {
    /// `value` with a fixed number of decimals; a true minus sign is the caller's matter.
    ///
    /// Exact for magnitudes below 2^53 / 10^decimals; larger ones print as integers with their trailing digits.
    public static func fixed(_ value: Double, decimals: Int) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : (value < 0 ? "-inf" : "inf") }
        let places = max(0, decimals)
        let scale = power10(places)
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 9e18 else { return "\(value)" }
        let digits = String(UInt64(scaled))
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard places > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return sign + padded.dropLast(places) + "." + padded.suffix(places)
    }

    /// `value` with a number of significant digits, plain from 1e-4 to 1e6, else with an exponent.
    public static func significant(_ value: Double, digits: Int) -> String {
        guard value.isFinite else { return fixed(value, decimals: 0) }
        guard value != 0 else { return "0" }
        let exponent = decimalExponent(value, digits: digits)
        if exponent >= -4 && exponent < 6 { return fixed(value, decimals: max(0, digits - 1 - exponent)) }
        let mantissa = scaled(value, byPower: -exponent)
        return fixed(mantissa, decimals: digits - 1) + "e\(exponent)"
    }

    /// Power of ten of the first digit after rounding to `digits` significant digits (9.996 to 3 digits is 1).
    public static func decimalExponent(_ value: Double, digits: Int) -> Int {
        guard value != 0, value.isFinite else { return 0 }
        var exponent = 0
        var magnitude = abs(value)
        // Division by exact powers keeps 1000 at exponent 3 where a logarithm may say 2.9999.
        while magnitude >= 1e10 {
            magnitude /= 1e10
            exponent += 10
        }
        while magnitude < 1e-10 {
            magnitude *= 1e10
            exponent -= 10
        }
        while magnitude >= 10 {
            magnitude /= 10
            exponent += 1
        }
        while magnitude < 1 {
            magnitude *= 10
            exponent -= 1
        }
        let scale = power10(max(0, digits - 1))
        if (magnitude * scale).rounded() >= 10 * scale { exponent += 1 }
        return exponent
    }

    static func power10(_ n: Int) -> Double {
        var result = 1.0
        for _ in 0..<n { result *= 10 }
        return result
    }

    static func scaled(_ value: Double, byPower power: Int) -> Double {
        power >= 0 ? value * power10(power) : value / power10(-power)
    }
}

extension String {
    /// `0.0300` becomes `0.03`; text without a point stays.
    package var trimmedZeros: String {
        guard contains("."), !contains("e") else { return self }
        var text = self
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }
}
