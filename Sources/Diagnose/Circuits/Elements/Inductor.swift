public import ComplexModule
internal import Measurements
public import RealModule

/// An inductor, of either sign: magnetic in a lead, chemical in a branch with memory (THEORY A.2, A.3).
public struct Inductor: CircuitElement {
    /// Symbol in circuit codes.
    public let symbol = "L"
    /// Name for people.
    public let name = "inductor"
    /// Its impedance.
    public let equation = "Z = iωL"
    /// Its values.
    public let parameters = [ElementParameter("L", .henry, .inductance)]
    /// Rises as iω.
    public let plainLaw: PlainLaw? = .rising

    /// Makes the element.
    public init() {}

    /// Impedance with derivatives.
    public func impedance_ohm(
        _ values: [Double], _ first: Int, at omega_rad_per_s: Double, derivatives: inout [Complex<Double>]
    ) -> Complex<Double> {
        derivatives[first] = Complex(0, omega_rad_per_s)
        return Complex(0, omega_rad_per_s * values[first])
    }
}
