/// What a unit measures, as far as columns need it.
enum Dimension: String, Sendable {
    case time, voltage, current, currentDensity, frequency, resistance, conductance, angle, number
}

/// A unit as instruments write it: what it measures, and how its numbers become SI.
struct UnitText: Hashable, Sendable {
    /// What it measures.
    var dimension: Dimension
    /// Power of ten to SI.
    var exponent: Int
    /// Factor to SI that is no power of ten (minutes, degrees); 1 else.
    var factor = 1.0

    /// Reads a unit: `mA`, `µA`, `Ohm`, `kΩ`, `deg`, `mA/cm²`, `V vs. Ref.`.
    ///
    /// - Parameter wanted: what the column is known to measure; settles letters that mean two things (`S`, `s`).
    /// - Returns: `nil` where the text is no unit known here.
    static func parse(_ text: String, wanted: Dimension? = nil) -> UnitText? {
        var unit = text.trimmingBlanks()
        if unit.holds(" vs"), let versus = unit.firstRange(of: " vs") { unit = String(unit[..<versus.lowerBound]) }
        if !unit.isASCII { unit = Mojibake.mended(unit).replacing("\u{3BC}", with: "u").replacing("\u{B5}", with: "u") }
        guard !unit.isEmpty else { return nil }
        if let found = exact(unit), wanted == nil || found.dimension == wanted { return found }
        if wanted == .time, unit == "S" { return UnitText(dimension: .time, exponent: 0) }
        if let found = exact(unit) { return found }
        return exact(unit.lowercased())
    }

    private static func exact(_ unit: String) -> UnitText? {
        if let whole = wholes[unit] { return whole }
        if let (base, rest) = density(unit), let current = exact(base), current.dimension == .current {
            return UnitText(dimension: .currentDensity, exponent: current.exponent + rest)
        }
        if let base = bases[unit] { return UnitText(dimension: base, exponent: 0) }
        guard let first = unit.first, let power = prefixes[first], let base = bases[String(unit.dropFirst())],
            base != .angle
        else { return nil }
        return UnitText(dimension: base, exponent: power)
    }

    /// `mA/cm2` as `mA` and the power of ten of 1/cm2.
    private static func density(_ unit: String) -> (String, Int)? {
        for (ending, power) in [
            ("/cm2", 4), ("/cm^2", 4), ("/cm\u{B2}", 4), ("/m2", 0), ("/m^2", 0), ("/m\u{B2}", 0), (" cm-2", 4),
            ("cm-2", 4),
        ] where unit.hasSuffix(ending) {
            return (String(unit.dropLast(ending.count)).trimmingBlanks(), power)
        }
        return nil
    }

    private static let prefixes: [Character: Int] = [
        "f": -15, "p": -12, "n": -9, "u": -6, "m": -3, "k": 3, "K": 3, "M": 6, "G": 9, "T": 12,
    ]

    private static let bases: [String: Dimension] = [
        "s": .time, "sec": .time, "secs": .time, "second": .time, "seconds": .time, "Sec": .time,
        "V": .voltage, "v": .voltage, "Volt": .voltage, "volt": .voltage, "Volts": .voltage, "volts": .voltage,
        "A": .current, "a": .current, "Amp": .current, "amp": .current, "Amps": .current, "amps": .current,
        "Ampere": .current, "ampere": .current,
        "Hz": .frequency, "hz": .frequency, "Hertz": .frequency, "hertz": .frequency,
        "Ohm": .resistance, "ohm": .resistance, "Ohms": .resistance, "ohms": .resistance, "OHM": .resistance,
        // The ohm sign U+2126 equals this omega in Swift.
        "\u{3A9}": .resistance, "\u{3C9}": .resistance,
        "S": .conductance, "Ohm-1": .conductance, "Siemens": .conductance, "siemens": .conductance,
        "rad": .angle,
    ]

    private static let wholes: [String: UnitText] = [
        "deg": degree, "Deg": degree, "degree": degree, "degrees": degree, "\u{B0}": degree, "deg.": degree,
        "radian": UnitText(dimension: .angle, exponent: 0), "mrad": UnitText(dimension: .angle, exponent: -3),
        "min": UnitText(dimension: .time, exponent: 0, factor: 60),
        "minutes": UnitText(dimension: .time, exponent: 0, factor: 60),
        "h": UnitText(dimension: .time, exponent: 0, factor: 3600),
        "hours": UnitText(dimension: .time, exponent: 0, factor: 3600),
        "#": UnitText(dimension: .number, exponent: 0), "1": UnitText(dimension: .number, exponent: 0),
        "-": UnitText(dimension: .number, exponent: 0),
    ]

    private static let degree = UnitText(dimension: .angle, exponent: 0, factor: 3.14159265358979323846 / 180)
}

extension String {
    /// Without blanks, tabs and no-break spaces at its ends; by bytes, as characters take a step for each one passed.
    func trimmingBlanks() -> String {
        let bytes = utf8.span
        var (low, high) = (0, bytes.count)
        while low < high {
            if TextBytes.isBlank(bytes[low]) {
                low += 1
            } else if low + 1 < high, bytes[low] == 0xC2, bytes[low + 1] == 0xA0 {
                low += 2
            } else {
                break
            }
        }
        while high > low {
            if TextBytes.isBlank(bytes[high - 1]) {
                high -= 1
            } else if high - low >= 2, bytes[high - 2] == 0xC2, bytes[high - 1] == 0xA0 {
                high -= 2
            } else {
                break
            }
        }
        if low == 0, high == bytes.count { return self }
        return String(Substring(utf8.dropFirst(low).prefix(high - low)))
    }

    /// Whether all bytes are ASCII.
    var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }

    /// Whether the text starts as a row of numbers does, blanks before it passed over.
    var startsWithNumber: Bool {
        let first = utf8.first { !TextBytes.isBlank($0) }
        return first.map { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") } ?? false
    }

    /// Whether a short ASCII word stands in the text, byte by byte.
    ///
    /// The standard library's search takes thousands of steps to begin; names of columns are asked for many words.
    func holds(_ word: String) -> Bool {
        let text = utf8.span
        let wanted = word.utf8.span
        guard !wanted.isEmpty else { return true }
        guard text.count >= wanted.count else { return false }
        let first = wanted[0]
        for start in 0...text.count - wanted.count where text[start] == first {
            var length = 1
            while length < wanted.count, text[start + length] == wanted[length] { length += 1 }
            if length == wanted.count { return true }
        }
        return false
    }
}
