/// What a column of a file means.
enum Quantity: String, Sendable, CaseIterable {
    case time = "t"
    case voltage = "V"
    case current = "I"
    case frequency = "f"
    case realZ = "ReZ"
    case imaginaryZ = "ImZ"
    case modulusZ = "|Z|"
    case phaseZ = "phase"
    case bias = "bias"
    case resistance = "R"
    case conductance = "G"
    case index = "n"
    case loop = "loop"
    case pulseVoltage = "pulse_V"
    case pulseWidth = "width"
    case readVoltage = "read_V"
    case currentDensity = "J"

    /// What its unit measures.
    var dimension: Dimension {
        switch self {
        case .time, .pulseWidth: .time
        case .voltage, .bias, .pulseVoltage, .readVoltage: .voltage
        case .current: .current
        case .currentDensity: .currentDensity
        case .frequency: .frequency
        case .realZ, .imaginaryZ, .modulusZ, .resistance: .resistance
        case .conductance: .conductance
        case .phaseZ: .angle
        case .index, .loop: .number
        }
    }

    /// The SI unit of the stored numbers.
    var unitText: String {
        switch dimension {
        case .time: "s"
        case .voltage: "V"
        case .current: "A"
        case .currentDensity: "A/m2"
        case .frequency: "Hz"
        case .resistance: "ohm"
        case .conductance: "S"
        case .angle: "rad"
        case .number: "1"
        }
    }

    /// The quantity that a user's short name means (`t`, `V`, `I`, `ReZ`, `Z'`, ...).
    static func named(_ text: String) -> Quantity? {
        if let exact = Quantity(rawValue: text) { return exact }
        return ColumnLabel(text).quantity
    }

    /// Names that mean a quantity, in lower case and without unit.
    static let names: [String: Quantity] = {
        var names: [String: Quantity] = [:]
        func add(_ quantity: Quantity, _ texts: String...) { for text in texts { names[text] = quantity } }
        add(.time, "t", "time", "elapsed time", "elapsed", "timestamp", "corrected time", "relative time", "zeit")
        add(.voltage, "v", "e", "u", "voltage", "potential", "ewe", "<ewe>", "<ewe", "vf", "av", "spannung", "vmeas")
        add(.voltage, "v1", "ch1 voltage", "e(v)", "vdevice", "voltage applied", "applied voltage", "applied potential")
        add(
            .current, "i", "current", "<i>", "im", "ai", "strom", "imeas", "i1", "measured current", "i_read",
            "iread", "read current")
        add(.currentDensity, "j", "current density", "currentdensity")
        add(.frequency, "f", "freq", "freq.", "frequency", "frequenz")
        add(
            .realZ, "re(z)", "z'", "zre", "zreal", "real", "re", "z real", "real(z)", "z_re", "rez", "re z", "zs'",
            "z_real")
        add(.realZ, "data: z'", "re_z", "real part")
        add(
            .imaginaryZ, "im(z)", "z''", "zim", "zimag", "zimg", "imag", "imaginary", "z imag", "imag(z)", "z_im", "imz"
        )
        add(.imaginaryZ, "im z", "zs''", "z_imag", "data: z''", "im_z", "imaginary part")
        add(
            .modulusZ, "|z|", "zmod", "z", "impedance", "impedance magnitude", "modulus", "absz", "zabs", "abs(z)",
            "mod z")
        add(
            .phaseZ, "phase(z)", "phase", "theta", "zphz", "phase angle", "theta-z", "phasez", "theta (z)", "phz",
            "arg(z)")
        add(.bias, "bias", "dc bias", "vdc", "edc", "dc level", "dc voltage", "bias voltage", "e dc")
        add(.resistance, "r", "resistance", "res", "widerstand")
        add(.conductance, "g", "conductance", "cond")
        add(.index, "n", "index", "pt", "point", "#", "no", "pulse", "pulse number", "pulse index", "number")
        add(.loop, "loop", "loop_index", "cycle", "cycle number", "cycle_number", "scan", "loop index", "cycle index")
        add(.loop, "sweep", "spectrum")
        add(
            .pulseVoltage, "pulse_v", "pulse voltage", "pulse height", "pulse amplitude", "amplitude", "v_pulse",
            "vpulse", "v pulse", "v_write", "vwrite", "v write", "write_v", "write voltage", "v_prog",
            "programming voltage")
        add(.pulseWidth, "width", "pulse width", "pulse_width", "pulse widths", "pulse duration")
        add(.readVoltage, "read voltage", "v_read", "vread", "read_v", "readvoltage")
        return names
    }()
}
