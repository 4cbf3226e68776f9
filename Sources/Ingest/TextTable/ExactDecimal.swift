/// `mantissa × 10^power` rounded to the nearest double, where 128 bits are enough to be sure.
enum ExactDecimal {
    /// Powers of ten that a double holds exactly.
    private static let tens: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// Powers of five that 64 bits hold: 5^27 is the last.
    private static let fives: [UInt64] = (0...27).map { n in (0..<n).reduce(1 as UInt64) { five, _ in five * 5 } }

    /// The nearest double, or `nil` where this method cannot be sure (rare) or the power is out of its reach.
    /// - Parameter mantissa: at least 1.
    static func double(_ mantissa: UInt64, power: Int) -> Double? {
        if mantissa <= 1 << 53 && power >= -22 && power <= 22 {
            // Both factors are exact, so the processor's one rounding is the right one.
            return power < 0 ? Double(mantissa) / tens[-power] : Double(mantissa) * tens[power]
        }
        guard power >= -54, power <= 54, mantissa > 0 else { return nil }
        var value = Scaled(mantissa)
        var left = abs(power)
        while left > 0 {
            let step = min(left, 27)
            if power < 0 { value.divide(by: fives[step]) } else { value.multiply(by: fives[step]) }
            left -= step
        }
        value.exponent += power
        return value.rounded()
    }

    /// `(bits + part) × 2^exponent`, the top bit of `bits` set, where 0 ≤ part < error.
    private struct Scaled {
        var bits: UInt64
        var exponent: Int
        var error: UInt64 = 0

        init(_ mantissa: UInt64) {
            exponent = -mantissa.leadingZeroBitCount
            bits = mantissa << UInt64(mantissa.leadingZeroBitCount)
        }

        mutating func multiply(by factor: UInt64) {
            let normal = factor << UInt64(factor.leadingZeroBitCount)
            let product = bits.multipliedFullWidth(by: normal)
            exponent += 64 - factor.leadingZeroBitCount
            let shift: UInt64 = product.high >> 63 == 0 ? 1 : 0
            bits = shift == 0 ? product.high : product.high << 1 | product.low >> 63
            exponent -= Int(shift)
            let cut = product.low << shift != 0
            // An error below e becomes one below 2 e, as the factor is below 2; what was cut adds one.
            error = error * 2 + (cut ? 1 : 0)
        }

        mutating func divide(by divisor: UInt64) {
            let zeros = divisor.leadingZeroBitCount
            let result = (divisor << UInt64(zeros)).dividingFullWidth((bits >> 1, bits << 63))
            exponent += zeros - 63
            bits = result.quotient
            error = error + (result.remainder != 0 ? 1 : 0)
            if bits >> 63 == 0 {
                // One bit is free at the bottom; it is unknown when something was cut, so the error doubles.
                bits <<= 1
                exponent -= 1
                error *= 2
            }
        }

        /// The nearest double (ties to even) if every value that the error allows rounds to it.
        func rounded() -> Double? {
            let low = bits & 0x7FF
            // Halfway is 0x400: an exact value decides ties itself, an uncertain one must keep clear of it.
            // Once something was cut, the true value lies strictly above `bits`, so a tie is then none.
            if error > 0 {
                if low < 0x400 && low + error > 0x400 { return nil }
                if low + error > 0xC00 { return nil }
            }
            let up = low > 0x400 || (low == 0x400 && (error > 0 || (bits >> 11) & 1 == 1))
            let kept = Double((bits >> 11) + (up ? 1 : 0))
            // Powers within ±54 keep the result far from the ends of the range, so this scaling is exact.
            return kept * Double(bitPattern: UInt64(1023 + exponent + 11) << 52)
        }
    }
}
