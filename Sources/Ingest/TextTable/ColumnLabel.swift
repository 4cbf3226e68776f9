/// A column's name taken apart: what it means, its unit, its sign.
///
/// The one door where units come in.
///
/// Reads `<I>/mA`, `-Im(Z)/Ohm`, `Voltage (mV)`, `I [A]`, `time_s`, `Z" / ohm`, `neg. Phase / °`, `Smu1.V[1][1]`.
struct ColumnLabel: Hashable, Sendable {
    /// The name as the file has it.
    var name: String
    /// What it means; `nil` for what this program has no use for.
    var quantity: Quantity?
    /// The unit's text as found; empty if the name has none.
    var unitFound = ""
    /// The unit, where its text is one.
    var unit: UnitText?
    /// Who said the unit: `header`, `unit row`, `user`, `assumed`.
    var unitSource = "header"
    /// Whether the file stores the negated quantity.
    var isNegated = false
    /// Whether it is what was asked of the source and not what was measured.
    var isSetpoint = false

    /// Reads a name.
    init(_ name: String) {
        self.name = name
        var text = name.trimmingBlanks()
        if let (rest, found) = Self.unit(of: text) {
            text = rest
            unitFound = found
        }
        var key = Self.key(text)
        for mark in ["-", "\u{2212}", "neg. ", "neg ", "minus "] where key.count > mark.count && key.hasPrefix(mark) {
            isNegated = true
            key = String(key.dropFirst(mark.count)).trimmingBlanks()
        }
        quantity = Self.quantity(key)
        isSetpoint = Self.setpoints.contains { key.holds($0) }
        if quantity == nil { quantity = Self.quantity(within: key) }
        settleUnit()
    }

    /// The numbers' way to SI: a power of ten, and a factor for what is none.
    var exponent: Int { unit?.exponent ?? 0 }
    /// Factor besides the power of ten; negative where the file stores the negated quantity.
    var factor: Double { (unit?.factor ?? 1) * (isNegated ? -1 : 1) }

    /// Takes a unit from a row of units or from the user.
    mutating func take(unit text: String, from source: String) {
        unitFound = text.trimmingBlanks()
        unitSource = source
        unit = UnitText.parse(Self.bracketless(unitFound), wanted: quantity?.dimension)
        settleQuantity()
    }

    private mutating func settleUnit() {
        guard !unitFound.isEmpty else { return }
        unit = UnitText.parse(unitFound, wanted: quantity?.dimension)
        settleQuantity()
    }

    /// `Current (mA/cm2)` is a current density, whatever the name says; `Z` in degrees is none.
    private mutating func settleQuantity() {
        if quantity == .current, unit?.dimension == .currentDensity { quantity = .currentDensity }
        // `Im` is a current for some and an imaginary part for others: the unit tells.
        if quantity == .current, unit?.dimension == .resistance { quantity = isImaginaryName ? .imaginaryZ : nil }
        if quantity == .index, let dimension = unit?.dimension, dimension != .number { quantity = nil }
    }

    private var isImaginaryName: Bool { name.lowercased().drop { $0 == "-" || $0 == " " }.hasPrefix("im") }

    private static let setpoints = ["applied", "control", "set ", "setpoint", "source", "nominal", "target", "program"]

    /// Lower case, one kind of prime and quote, no index brackets, no path of a signal (`WE(1).Current`).
    private static func key(_ text: String) -> String {
        var key = text.lowercased()
        if !key.isASCII || key.utf8.contains(0x22) || key.utf8.contains(0x60) {
            for (odd, plain) in [
                ("\u{2032}\u{2032}", "''"), ("\u{2033}", "''"), ("\"", "''"), ("\u{2032}", "'"), ("\u{2019}", "'"),
                ("\u{B4}", "'"), ("`", "'"),
            ] {
                key = key.replacing(odd, with: plain)
            }
        }
        if key.hasSuffix("]"), let bracket = key.firstIndex(of: "["), bracket != key.startIndex {
            key = String(key[..<bracket])
        }
        if key.hasSuffix("-data") { key = String(key.dropLast(5)) }
        if let dot = key.lastIndex(of: "."), key.index(after: dot) < key.endIndex, !key.hasPrefix("neg") {
            key = String(key[key.index(after: dot)...])
        }
        return key.trimmingBlanks()
    }

    private static func quantity(_ key: String) -> Quantity? {
        if let known = Quantity.names[key] { return known }
        guard key.utf8.contains(0x5F) else { return nil }
        return Quantity.names[key.replacing("_", with: " ").trimmingBlanks()]
    }

    /// What a longer name speaks of, where it speaks of one thing only.
    private static func quantity(within key: String) -> Quantity? {
        for word in ["range", "compliance", "limit", "error", "std", "power", "density", "ece", "noise", "ac "]
        where key.holds(word) { return nil }
        if key.holds("voltage") || key.holds("potential") { return .voltage }
        if key.holds("current") { return .current }
        if key.holds("freq") { return .frequency }
        if key.hasPrefix("time") { return .time }
        return nil
    }

    /// The name without its unit, and the unit; `nil` where none is written.
    static func unit(of text: String) -> (rest: String, unit: String)? {
        for (open, close) in [("(", ")"), ("[", "]")] where text.hasSuffix(close) {
            guard let start = text.lastIndex(of: Character(open)) else { continue }
            let inside = String(text[text.index(after: start)...].dropLast())
            let rest = String(text[..<start]).trimmingBlanks()
            if UnitText.parse(inside) != nil || inside == "?" { return (rest, inside) }
            // An unknown text in brackets is a unit if what stands before is a known name.
            if !rest.isEmpty, quantity(key(rest)) != nil, quantity(key(text)) == nil { return (rest, inside) }
        }
        if let slash = text.lastIndex(of: "/") {
            let inside = String(text[text.index(after: slash)...]).trimmingBlanks()
            let rest = String(text[..<slash]).trimmingBlanks()
            if UnitText.parse(inside) != nil { return (rest, inside) }
            // `J/mA/cm2`: the unit itself holds a slash.
            if let earlier = rest.lastIndex(of: "/") {
                let longer = String(text[text.index(after: earlier)...]).trimmingBlanks()
                if UnitText.parse(longer) != nil { return (String(rest[..<earlier]).trimmingBlanks(), longer) }
            }
        }
        if let comma = text.lastIndex(of: ",") {
            // `Current, uA`: only behind a known name, as texts hold commas.
            let inside = String(text[text.index(after: comma)...]).trimmingBlanks()
            let rest = String(text[..<comma]).trimmingBlanks()
            if UnitText.parse(inside) != nil, quantity(key(rest)) != nil { return (rest, inside) }
        }
        if let line = text.lastIndex(of: "_") {
            let inside = String(text[text.index(after: line)...])
            let rest = String(text[..<line])
            // `current_A`, `time_s`; a name such as `loop_index` or `z_re` ends in no unit.
            if quantity(key(text)) == nil, UnitText.parse(inside) != nil { return (rest, inside) }
        }
        return nil
    }

    private static func bracketless(_ text: String) -> String {
        for (open, close) in [("(", ")"), ("[", "]")] where text.hasPrefix(open) && text.hasSuffix(close) {
            return String(text.dropFirst().dropLast())
        }
        return text
    }
}
