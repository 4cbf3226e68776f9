/// The technique of an EC-Lab run, in EC-Lab's words.
struct ECLabTechnique: Hashable {
    /// `Potentio Electrochemical Impedance Spectroscopy`, ...; empty where the file does not say.
    var name = ""

    /// Takes the name in words.
    init(_ name: String) { self.name = name }

    /// Takes the number in a binary file's settings; unnamed where it is not known.
    init(id: UInt8) { name = Self.names[id] ?? "" }

    /// Whether the source holds the current.
    var isCurrentControlled: Bool {
        ["Galvano", "Staircase Galvano", "Chronopotentiometry"].contains { name.hasPrefix($0) }
    }

    /// Whether the header's `E (V)` is the bias of a spectrum.
    var hasOneBias: Bool { name.hasPrefix("Potentio Electrochemical") }

    private static let names: [UInt8: String] = [
        4: "Galvanostatic Cycling with Potential Limitation", 6: "Cyclic Voltammetry", 11: "Open Circuit Voltage",
        24: "Chronoamperometry / Chronocoulometry", 25: "Chronopotentiometry", 28: "Wait",
        29: "Potentio Electrochemical Impedance Spectroscopy", 30: "Galvano Electrochemical Impedance Spectroscopy",
        50: "IR compensation (PEIS)", 51: "Cyclic Voltammetry Advanced", 108: "Linear Sweep Voltammetry",
        127: "Modulo Bat",
    ]
}
