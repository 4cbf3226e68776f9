public import ComplexModule
internal import Measurements
public import RealModule

/// A resistor, of either sign: the fast conduction of a device can have a falling current.
public struct Resistor: CircuitElement {
    /// Symbol in circuit codes.
    public let symbol = "R"
    /// Name for people.
    public let name = "resistor"
    /// Its impedance.
    public let equation = "Z = R"
    /// Its values.
    public let parameters = [ElementParameter("R", .ohm, .resistance)]
    /// Constant.
    public let plainLaw: PlainLaw? = .constant

    /// Makes the element.
    public init() {}

    /// Impedance with derivatives.
    public func impedance_ohm(
        _ values: [Double], _ first: Int, at omega_rad_per_s: Double, derivatives: inout [Complex<Double>]
    ) -> Complex<Double> {
        derivatives[first] = 1
        return Complex(values[first])
    }
}
