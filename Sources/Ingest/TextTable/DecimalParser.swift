/// Decimal text to the nearest double, from bytes.
///
/// Goals in order: exactly what correct rounding gives (strtod's result), then speed. Three steps: Clinger's exact
/// products, then 128-bit products and quotients whose error is known, then the standard library for the rest.
/// - Source: W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990; D. Lemire, "Number parsing at
///   a gigabyte per second", Softw. Pract. Exper. 51 (2021), for the error bound of truncated products.
enum DecimalParser {
    /// The number that a range of bytes holds, times ten to the `exponent`, rounded once.
    ///
    /// The shift makes 48.0 in mA and 0.048 in A the same double.
    /// - Parameter range: without blanks at its ends.
    /// - Parameter decimalComma: whether the decimal mark is a comma (then a point is refused).
    /// - Returns: `nil` where the bytes are not one whole decimal number; infinity where it exceeds a double.
    static func double(
        _ bytes: Span<UInt8>, _ range: Range<Int>, decimalComma: Bool = false, exponent shift: Int = 0
    ) -> Double? {
        guard let parts = DecimalParts(bytes, range, decimalComma: decimalComma) else { return nil }
        if parts.mantissa == 0 && !parts.isTruncated { return parts.isNegative ? -0.0 : 0 }
        let power = parts.exponent + shift
        if !parts.isTruncated, let magnitude = ExactDecimal.double(parts.mantissa, power: power) {
            return parts.isNegative ? -magnitude : magnitude
        }
        return slow(bytes, range, decimalComma: decimalComma, shift: shift)
    }

    /// The same by the standard library: any number of digits, any exponent.
    private static func slow(
        _ bytes: Span<UInt8>, _ range: Range<Int>, decimalComma: Bool, shift: Int
    ) -> Double? {
        var text: [UInt8] = []
        text.reserveCapacity(range.count + 8)
        var written = 0
        var i = range.lowerBound
        while i < range.upperBound {
            let byte = bytes[i]
            if byte | 0x20 == UInt8(ascii: "e") {
                // The parts were checked before: what follows is a signed integer, clamped as there.
                written = DecimalParts.exponent(bytes, i + 1..<range.upperBound) ?? 0
                break
            }
            text.append(decimalComma && byte == UInt8(ascii: ",") ? UInt8(ascii: ".") : byte)
            i += 1
        }
        return Double(String(decoding: text, as: UTF8.self) + "e\(written + shift)")
    }
}

/// A decimal number taken apart: sign, up to 19 digits, power of ten.
struct DecimalParts {
    /// Whether a minus stands in front.
    var isNegative = false
    /// The first 19 significant digits.
    var mantissa: UInt64 = 0
    /// Power of ten of the mantissa's last digit.
    var exponent = 0
    /// Whether digits other than zero were left out of the mantissa.
    var isTruncated = false

    /// Takes a number apart; `nil` where the bytes are not one.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>, decimalComma: Bool) {
        var i = range.lowerBound
        let end = range.upperBound
        guard i < end else { return nil }
        if bytes[i] == UInt8(ascii: "-") || bytes[i] == UInt8(ascii: "+") {
            isNegative = bytes[i] == UInt8(ascii: "-")
            i += 1
        }
        var digits = 0
        var hasDigit = false
        var afterMark = false
        let mark = decimalComma ? UInt8(ascii: ",") : UInt8(ascii: ".")
        while i < end {
            let byte = bytes[i]
            let digit = byte &- UInt8(ascii: "0")
            if digit < 10 {
                hasDigit = true
                if digits < 19 {
                    mantissa = mantissa &* 10 &+ UInt64(digit)
                    if mantissa != 0 { digits += 1 }
                    if afterMark { exponent -= 1 }
                } else {
                    if digit != 0 { isTruncated = true }
                    if !afterMark { exponent += 1 }
                }
            } else if byte == mark, !afterMark {
                afterMark = true
            } else {
                break
            }
            i += 1
        }
        guard hasDigit else { return nil }
        guard i < end else { return }
        guard bytes[i] | 0x20 == UInt8(ascii: "e"), let written = Self.exponent(bytes, i + 1..<end) else { return nil }
        exponent += written
    }

    /// The integer after an `e`, clamped where it is far beyond any double; `nil` where it is none.
    static func exponent(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var i = range.lowerBound
        guard i < range.upperBound else { return nil }
        let isNegative = bytes[i] == UInt8(ascii: "-")
        if isNegative || bytes[i] == UInt8(ascii: "+") { i += 1 }
        guard i < range.upperBound else { return nil }
        var value = 0
        while i < range.upperBound {
            let digit = bytes[i] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            if value < 100_000 { value = value * 10 + Int(digit) }
            i += 1
        }
        return isNegative ? -value : value
    }
}
