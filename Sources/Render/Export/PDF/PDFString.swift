/// Texts as the objects of a PDF have them (ISO 32000-1, 7.3.4 and 7.9.2).
enum PDFString {
    /// A text: plain where it is ASCII, else UTF-16, high byte first, after a mark, in hexadecimal digits.
    static func text(_ text: String) -> String {
        guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            return "<feff" + text.utf16.map { hexadecimal($0) }.joined() + ">"
        }
        var out = "("
        for scalar in text.unicodeScalars {
            if scalar == "(" || scalar == ")" || scalar == "\\" { out += "\\" }
            out.unicodeScalars.append(scalar)
        }
        return out + ")"
    }

    /// A name with its slash; what a name may not have stands as `#XX`.
    static func name(_ text: String) -> String {
        text.utf8.reduce(into: "/") { name, byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E, 0x5F:
                name.unicodeScalars.append(Unicode.Scalar(byte))
            default: name += "#" + hexadecimal(UInt16(byte)).suffix(2)
            }
        }
    }

    /// A date as PDF writes it, from what `DocumentDate` gives.
    static func date(_ date: String) -> String {
        var digits = "D:"
        for scalar in date.unicodeScalars where scalar != "-" && scalar != ":" && scalar != "T" {
            digits.unicodeScalars.append(scalar)
        }
        // A zone's hours and minutes have an apostrophe between.
        guard let sign = date.dropFirst(10).firstIndex(where: { $0 == "+" || $0 == "-" }) else { return "(\(digits))" }
        let zone = date[sign...].filter { $0 != ":" }
        let time = digits.prefix(2 + 14)
        return "(\(time)\(zone.prefix(3))'\(zone.suffix(2)))"
    }

    private static func hexadecimal(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
}

extension [UInt8] {
    /// Adds a number between two texts; cheaper than a text made of the three.
    mutating func append(_ before: String, number: Int, _ after: String) {
        self += before.utf8
        var digits: (UInt64, Int) = (0, 0)
        var rest = number.magnitude
        // At most eight digits are kept in one word; larger numbers are rare.
        while rest > 0, digits.1 < 8 {
            digits.0 = digits.0 << 8 | UInt64(0x30 + rest % 10)
            digits.1 += 1
            rest /= 10
        }
        if rest > 0 {
            self += String(number).utf8
        } else if digits.1 == 0 {
            append(0x30)
        } else {
            for _ in 0..<digits.1 {
                append(UInt8(truncatingIfNeeded: digits.0))
                digits.0 >>= 8
            }
        }
        self += after.utf8
    }
}
