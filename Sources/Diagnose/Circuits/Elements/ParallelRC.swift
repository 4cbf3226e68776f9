public import ComplexModule
internal import Measurements
public import RealModule

/// A resistance beside a capacitance, told by its time constant: a step of a Voigt chain, of either sign.
public struct ParallelRC: CircuitElement {
    /// Symbol in circuit codes.
    public let symbol = "K"
    /// Name for people.
    public let name = "resistance beside a capacitance"
    /// Its impedance.
    public let equation = "Z = R/(1 + iωτ)"
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
        let share = 1 / Complex(1, omega_rad_per_s * values[first + 1])
        let z = share.multiplied(by: values[first])
        derivatives[first] = share
        derivatives[first + 1] = -z * share * Complex(0, omega_rad_per_s)
        return z
    }
}
