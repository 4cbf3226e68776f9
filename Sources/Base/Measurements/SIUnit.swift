/// The units that leave the program.
///
/// Inside it, every number is in one of these and its name ends in the unit.
public enum SIUnit: String, Sendable, Codable, CaseIterable {
    case none = "1"
    case volt = "V"
    case ampere = "A"
    case amperePerSecond = "A/s"
    case siemensPerSecond = "S/s"
    case electronvolt = "eV"
    case second = "s"
    case ohm = "ohm"
    case siemens = "S"
    case farad = "F"
    case henry = "H"
    case hertz = "Hz"
    case watt = "W"
    case coulomb = "C"
    case joule = "J"
    case kelvin = "K"
    case celsius = "degC"
    case squareMeter = "m2"
    case meter = "m"
    case voltPerSecond = "V/s"
    case perSecond = "1/s"
    case perSecondSquared = "1/s2"
    case radianPerSecond = "rad/s"
    case perVolt = "1/V"
    case degree = "deg"
    case siemensSecondPower = "S s^n"
    case henrySecondPower = "H s^(n-1)"
    case ohmPerRootSecond = "ohm/s^0.5"

    /// How the unit is printed in a report.
    public var symbol: String {
        switch self {
        case .none: ""
        case .ohm: "Ω"
        case .celsius: "°C"
        case .squareMeter: "m²"
        case .perSecond: "s⁻¹"
        case .perSecondSquared: "s⁻²"
        case .perVolt: "V⁻¹"
        case .degree: "°"
        case .siemensSecondPower: "S sⁿ"
        case .henrySecondPower: "H sⁿ⁻¹"
        case .ohmPerRootSecond: "Ω s^-½"
        default: rawValue
        }
    }

    /// Whether a prefix (n, µ, m, k, M) may stand before the symbol.
    public var takesPrefix: Bool {
        switch self {
        case .none, .celsius, .kelvin, .squareMeter, .perSecond, .perSecondSquared, .perVolt, .degree,
            .radianPerSecond, .siemensSecondPower, .henrySecondPower, .ohmPerRootSecond:
            false
        default: true
        }
    }

    /// Endings that a stored number's name may bear, in code; `make lint` checks names against this list.
    public static let nameSuffixes = [
        "V", "A", "s", "ohm", "S", "F", "H", "Hz", "W", "C", "J", "K", "m", "m2", "V_per_s", "per_s", "rad_per_s",
        "per_V", "deg", "rad", "W_per_m2", "cm2", "nm", "A2", "per_s2", "per_ohm", "per_A", "A_per_s", "S_per_s", "eV",
    ]
}
