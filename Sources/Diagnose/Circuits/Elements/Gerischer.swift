public import ComplexModule
internal import Measurements
public import RealModule

/// Diffusion with a reaction on the way.
public struct Gerischer: CircuitElement {
    /// Symbol in circuit codes.
    public let symbol = "G"
    /// Name for people.
    public let name = "Gerischer element"
    /// Its impedance.
    public let equation = "Z = R/√(1 + iωτ)"
    /// Its values.
    public let parameters = [
        ElementParameter("R", .ohm, .resistance), ElementParameter("tau", .second, .time),
    ]

    /// Makes the element.
    public init() {}

    /// Impedance with derivatives.
    public func impedance_ohm(
        _ values: [Double], _ first: Int, at omega_rad_per_s: Double, derivatives: inout [Complex<Double>]
    ) -> Complex<Double> {
        let base = Complex(1, omega_rad_per_s * values[first + 1])
        let share = 1 / Complex.sqrt(base)
        let z = share.multiplied(by: values[first])
        derivatives[first] = share
        derivatives[first + 1] = z * Complex(0, -0.5 * omega_rad_per_s) / base
        return z
    }
}
