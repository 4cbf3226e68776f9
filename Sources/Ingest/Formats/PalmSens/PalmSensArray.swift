internal import Measurements

/// One array of a PalmSens session: description, unit by its class, values.
struct PalmSensArray {
    /// `Frequency`, `ZRe`, `scan1channel1`, ...
    var description: String
    /// What the values measure; `nil` for what is not used here.
    var dimension: Dimension?
    /// The values in SI.
    var values: [Double]
    /// The class of the unit without its path: `MicroAmpere`, `ZIm`.
    var unitClass: String
    /// The power of ten that the class's name begins with.
    var exponent: Int
    /// Which values, counted from 0, the instrument marked as overloaded (status 1; 2 is an underload).
    var overloads: [Int]

    /// Reads an array; `nil` where the value is none.
    init?(_ value: JSONValue?) {
        guard let value, let data = value["datavalues"], data.kind == .array else { return nil }
        description = value["description"]?.string ?? ""
        let path = value["unit"]?["type"]?.string ?? ""
        unitClass = path.split(separator: ".").last.map(String.init) ?? ""
        (dimension, exponent) = Self.unit(unitClass)
        let exponent = exponent
        values = data.elements.map { $0["v"]?.number(exponent: exponent) ?? .nan }
        overloads = data.elements.enumerated().filter { $0.element["s"]?.number == 1 }.map(\.offset)
    }

    /// What a unit's class means.
    ///
    /// The class is the truth: the short text says `A` where the values are microampere.
    private static func unit(_ name: String) -> (Dimension?, Int) {
        var base = name
        var exponent = 0
        for (prefix, power) in prefixes where name.hasPrefix(prefix) && name.count > prefix.count {
            base = String(name.dropFirst(prefix.count))
            exponent = power
        }
        guard let dimension = bases[base.lowercased()] else { return (nil, 0) }
        return (dimension, exponent)
    }

    private static let prefixes = [
        ("Pico", -12), ("Nano", -9), ("Micro", -6), ("Milli", -3), ("Kilo", 3), ("Mega", 6), ("Giga", 9),
    ]

    private static let bases: [String: Dimension] = [
        "ampere": .current, "volt": .voltage, "time": .time, "second": .time, "hertz": .frequency, "ohm": .resistance,
        "z": .resistance, "zre": .resistance, "zim": .resistance,
    ]

    /// Where the values came from, for the record.
    func source(_ quantity: Quantity, number: Int, isNegated: Bool = false) -> ColumnSource {
        ColumnSource(
            quantity: quantity.rawValue, name: description, number: number, unit: unitClass, unitSource: "header",
            factor: ExactPower.ten(exponent) * (isNegated ? -1 : 1))
    }
}
