/// Quantities as people read them: one SI prefix, digits by the uncertainty, a true minus sign.
///
/// The one door on the way out: inside, numbers are SI; here 4.8041187e-5 A becomes "48.0 µA".
public enum QuantityText {
    /// A number and its unit, ready to print.
    public struct Parts: Sendable, Equatable {
        /// The number, with its uncertainty after "±" where one is known.
        public var number: String
        /// Prefix and unit; empty for a pure number.
        public var unit: String
        /// Number and unit with a no-break space between.
        public var text: String { unit.isEmpty ? number : number + "\u{A0}" + unit }
    }

    /// A quantity with its standard error: the error has two digits, the value ends at the same place.
    ///
    /// - Parameter standardError: in the same SI unit; `nil`, zero or not finite prints the value alone.
    /// - Parameter digits: significant digits where no error is known.
    public static func parts(
        _ value: Double, standardError: Double? = nil, unit: SIUnit, digits: Int = 4
    ) -> Parts {
        guard value.isFinite else {
            return Parts(number: value.isNaN ? "–" : (value < 0 ? "−∞" : "∞"), unit: unit.symbol)
        }
        let magnitude = max(abs(value), standardError.map { $0.isFinite ? abs($0) : 0 } ?? 0)
        let prefix = prefix(for: magnitude, unit: unit, digits: digits)
        let shown = DecimalText.scaled(value, byPower: -prefix.power)
        guard let standardError, standardError.isFinite, standardError > 0 else {
            return Parts(number: minus(plain(shown, digits: digits)), unit: prefix.symbol + unit.symbol)
        }
        let error = DecimalText.scaled(standardError, byPower: -prefix.power)
        let decimals = 1 - DecimalText.decimalExponent(error, digits: 2)
        // An error far below the value would print a dozen digits that nobody reads: six significant are enough.
        let most = 5 - DecimalText.decimalExponent(shown, digits: 6)
        let kept = max(0, min(decimals, max(most, 0)))
        let number: String
        if abs(shown) >= 1e6 || (abs(shown) < 1e-4 && error < 1e-4) {
            number = DecimalText.significant(shown, digits: digits) + " ± " + DecimalText.significant(error, digits: 2)
        } else if kept < decimals {
            number = DecimalText.fixed(shown, decimals: kept) + " ± " + DecimalText.significant(error, digits: 1)
        } else {
            number = DecimalText.fixed(shown, decimals: kept) + " ± " + DecimalText.fixed(error, decimals: kept)
        }
        return Parts(number: minus(number), unit: prefix.symbol + unit.symbol)
    }

    /// A quantity as one string, for messages.
    public static func text(_ value: Double, unit: SIUnit, digits: Int = 4) -> String {
        parts(value, unit: unit, digits: digits).text
    }

    /// The SI prefix that brings a magnitude to 1...1000 (0.1...1000 for units of order one).
    ///
    /// - Returns: the prefix and its power of ten; no prefix for units that take none, and for zero.
    public static func prefix(for magnitude: Double, unit: SIUnit, digits: Int = 4) -> (symbol: String, power: Int) {
        guard unit.takesPrefix, magnitude > 0, magnitude.isFinite else { return ("", 0) }
        let exponent = DecimalText.decimalExponent(magnitude, digits: digits)
        let step = Int((Double(exponent) / 3).rounded(.down)) * 3
        let power = min(max(step, -18), 12)
        return (symbols[power] ?? "", power)
    }

    private static let symbols: [Int: String] = [
        -18: "a", -15: "f", -12: "p", -9: "n", -6: "µ", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T",
    ]

    private static func plain(_ value: Double, digits: Int) -> String {
        DecimalText.significant(value, digits: digits)
    }

    /// Typographic minus signs and powers of ten.
    static func minus(_ text: String) -> String {
        var out = ""
        for character in text { out.append(character == "-" ? "−" : character) }
        return out
    }
}
