public import ComplexModule
internal import Measurements
public import RealModule

/// A capacitor.
public struct Capacitor: CircuitElement {
    /// Symbol in circuit codes.
    public let symbol = "C"
    /// Name for people.
    public let name = "capacitor"
    /// Its impedance.
    public let equation = "Z = 1/(iωC)"
    /// Its values.
    public let parameters = [ElementParameter("C", .farad, .capacitance)]
    /// Falls as 1/(iω).
    public let plainLaw: PlainLaw? = .falling

    /// Makes the element.
    public init() {}

    /// Impedance with derivatives.
    public func impedance_ohm(
        _ values: [Double], _ first: Int, at omega_rad_per_s: Double, derivatives: inout [Complex<Double>]
    ) -> Complex<Double> {
        let capacitance = values[first]
        let z = Complex(0, -1 / (omega_rad_per_s * capacitance))
        derivatives[first] = -z.divided(by: capacitance)
        return z
    }
}
