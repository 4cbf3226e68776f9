internal import Measurements

/// Where a number holds, as a report prints it: `0.5 V, cycle 2, lobe +`.
enum PlaceText {
    /// The keys that apply; of these only some, or without some.
    static func text(_ place: Place, only shown: Set<String>? = nil, without hidden: Set<String> = []) -> String {
        // A small step's bias is the level that it leads to: once is enough.
        let isTwice = place.V != nil && place.V == place.bias_V && shown == nil
        let hidden = isTwice ? hidden.union(["bias_V"]) : hidden
        return place.entries.filter { (shown?.contains($0.key) ?? true) && !hidden.contains($0.key) }.map { entry in
            let value = self.value(entry.text, entry.unit)
            return switch entry.key {
            case "bias_V": "bias " + value
            case "V": value
            case "V_read": "read " + value
            case "of": quantity(value)
            case "rate_V_per_s", "state", "definition", "temperature_K": value
            default: entry.key + "\u{A0}" + (value == "-" ? "−" : value)
            }
        }.joined(separator: ", ")
    }

    /// The quantity that a statistic speaks of without its family: `V_set` of `hysteresis.V_set`.
    static func quantity(_ id: String) -> String {
        // Words such as "sweep 2.00 mV/s" are no id, and their dot is a decimal one.
        id.contains(where: \.isWhitespace) ? id : id.split(separator: ".").last.map(String.init) ?? id
    }

    /// One key's value as a number; `nil` where it is none.
    static func number(_ place: Place, key: String) -> Double? {
        place.entries.first { $0.key == key }.flatMap { Double($0.text) }
    }

    /// A key's text with its unit, as people read it.
    static func value(_ text: String, _ unit: SIUnit) -> String {
        guard unit != .none, var number = Double(text) else { return text }
        // The middle of a sweep is 0 V but for rounding.
        if unit == .volt, abs(number) < 1e-9 { number = 0 }
        // A temperature as the sheet has it.
        let parts =
            unit == .kelvin
            ? QuantityText.parts(((number - 273.15) * 100).rounded() / 100, unit: .celsius)
            : QuantityText.parts(number, unit: unit)
        return parts.number.trimmedZeros + (parts.unit.isEmpty ? "" : "\u{A0}" + parts.unit)
    }
}
