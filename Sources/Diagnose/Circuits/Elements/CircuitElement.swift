public import ComplexModule
public import Measurements
public import RealModule

/// One kind of two-terminal element that a circuit code may name.
///
/// A new element is one file in this folder and one line in `CircuitElements`.
public protocol CircuitElement: Sendable {
    /// Makes the element.
    init()
    /// How a circuit code names it, before the number: `R`, `Wo`.
    var symbol: String { get }
    /// Its name for people.
    var name: String { get }
    /// Its impedance as a formula of its parameters and ω.
    var equation: String { get }
    /// What its values mean, in the order in which they are handed over; never empty.
    var parameters: [ElementParameter] { get }

    /// What the element is where its impedance is no more than that; most are `nil`.
    var plainLaw: PlainLaw? { get }

    /// Impedance at an angular frequency, with its derivatives.
    ///
    /// - Shape: this element's values stand in `values` from index `first` on, in the order of `parameters`; its
    ///   derivatives dZ/d(value) are put at the same places of `derivatives`.
    /// - Parameter omega_rad_per_s: positive.
    /// - Returns: ohm; not finite where a value makes the element an open circuit.
    func impedance_ohm(
        _ values: [Double], _ first: Int, at omega_rad_per_s: Double, derivatives: inout [Complex<Double>]
    ) -> Complex<Double>
}

/// Impedances so plain that a circuit computes them itself, without a call for each frequency.
public enum PlainLaw: Sendable, Hashable {
    /// `Z = value`.
    case constant
    /// `Z = iω value`.
    case rising
    /// `Z = 1/(iω value)`.
    case falling
}

extension CircuitElement {
    /// Elements of more than one term have no plain law.
    public var plainLaw: PlainLaw? { nil }
}

/// A value of a circuit element.
public struct ElementParameter: Sendable, Hashable {
    /// What a value measures, from which its range and its start follow.
    public enum Role: String, Sendable, CaseIterable {
        /// Resistance, ohm; may be negative.
        case resistance
        /// Conductance, S; may be negative.
        case conductance
        /// Capacitance, F.
        case capacitance
        /// Inductance, H; may be negative.
        case inductance
        /// Time constant, s.
        case time
        /// Admittance of a constant-phase element, S sⁿ.
        case phaseAdmittance
        /// Coefficient of a modified inductance, H sⁿ⁻¹.
        case phaseInductance
        /// Warburg coefficient, ohm s^-½.
        case diffusion
        /// Exponent, 0 to 1.
        case exponent
    }

    /// Name within the element: `n`, `tau`.
    public let name: String
    /// Unit of the value.
    public let unit: SIUnit
    /// What it measures.
    public let role: Role

    /// Defines a value.
    public init(_ name: String, _ unit: SIUnit, _ role: Role) {
        self.name = name
        self.unit = unit
        self.role = role
    }

    /// Whether a negative value has a meaning: a memory makes resistances and inductances of either sign (THEORY A.3).
    public var maySign: Bool { role == .resistance || role == .inductance || role == .conductance }

    /// The values that make sense.
    public var range: ClosedRange<Double> {
        switch role {
        case .exponent: 0...1
        case .resistance, .inductance, .conductance: -Double.infinity...Double.infinity
        default: 0...Double.infinity
        }
    }
}

/// All circuit elements, in the order of their symbols.
public enum CircuitElements {
    /// The list: a new element is one file and one line.
    public static let all: [any CircuitElement] = [
        Capacitor(),
        Gerischer(),
        HavriliakNegami(),
        Inductor(),
        MemoryBranch(),
        ModifiedInductor(),
        ConstantPhase(),
        ParallelRC(),
        Resistor(),
        Warburg(),
        WarburgOpen(),
        WarburgShort(),
        Zarc(),
    ]

    /// The element that a symbol names; `CPE` is another name of `Q`.
    public static func named(_ symbol: String) -> (any CircuitElement)? {
        let symbol = symbol == "CPE" ? "Q" : symbol
        return all.first { $0.symbol == symbol }
    }
}
