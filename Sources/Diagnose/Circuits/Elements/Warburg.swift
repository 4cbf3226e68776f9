public import ComplexModule
internal import Measurements
public import RealModule

/// Diffusion into a half-space.
public struct Warburg: CircuitElement {
    /// Symbol in circuit codes.
    public let symbol = "W"
    /// Name for people.
    public let name = "Warburg element"
    /// Its impedance.
    public let equation = "Z = A (1 − i)/√ω"
    /// Its values.
    public let parameters = [ElementParameter("A", .ohmPerRootSecond, .diffusion)]

    /// Makes the element.
    public init() {}

    /// Impedance with derivatives.
    public func impedance_ohm(
        _ values: [Double], _ first: Int, at omega_rad_per_s: Double, derivatives: inout [Complex<Double>]
    ) -> Complex<Double> {
        let size = 1 / omega_rad_per_s.squareRoot()
        derivatives[first] = Complex(size, -size)
        return Complex(values[first] * size, -values[first] * size)
    }
}
