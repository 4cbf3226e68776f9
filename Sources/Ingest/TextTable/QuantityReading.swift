/// A number with its unit inside a text of a header: `0.9995V`, `-1.825nA`, `10 mV`.
enum QuantityReading {
    /// The number in SI where the text starts with one of that dimension; `nil` else.
    static func number(_ text: String, _ dimension: Dimension) -> Double? {
        let trimmed = text.trimmingBlanks()
        let digits = trimmed.prefix { $0.isASCII && ($0.isNumber || "+-.,".contains($0)) }
        var rest = trimmed.dropFirst(digits.count)
        var mantissa = String(digits)
        // `1.5e-3 V`, but not the `E` of a word.
        if let mark = rest.first, mark == "e" || mark == "E" {
            let power = rest.dropFirst().prefix { $0.isASCII && ($0.isNumber || $0 == "-" || $0 == "+") }
            if power.contains(where: \.isNumber) {
                mantissa += "e" + power
                rest = rest.dropFirst(1 + power.count)
            }
        }
        let word = String(rest).trimmingBlanks().prefix { !" ,;".contains($0) }
        guard let unit = UnitText.parse(String(word)), unit.dimension == dimension else { return nil }
        let bytes = Array(mantissa.replacing(",", with: ".").utf8)
        let span = bytes.span
        guard let value = DecimalParser.double(span, 0..<span.count, exponent: unit.exponent), value.isFinite else {
            return nil
        }
        return value * unit.factor
    }
}
