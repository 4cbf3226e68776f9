public import ComplexModule
internal import Measurements
public import RealModule

/// A resistance beside a constant-phase element, told by its time constant: a depressed semicircle (Cole and Cole).
public struct Zarc: CircuitElement {
    /// Symbol in circuit codes.
    public let symbol = "Zarc"
    /// Name for people.
    public let name = "depressed arc"
    /// Its impedance.
    public let equation = "Z = R/(1 + (iωτ)ⁿ)"
    /// Its values.
    public let parameters = [
        ElementParameter("R", .ohm, .resistance), ElementParameter("tau", .second, .time),
        ElementParameter("n", .none, .exponent),
    ]

    /// Makes the element.
    public init() {}

    /// Impedance with derivatives.
    public func impedance_ohm(
        _ values: [Double], _ first: Int, at omega_rad_per_s: Double, derivatives: inout [Complex<Double>]
    ) -> Complex<Double> {
        let (tau, n) = (values[first + 1], values[first + 2])
        let power = ImaginaryPower(omega_rad_per_s * tau, n)
        let share = 1 / (1 + power.value)
        let z = share.multiplied(by: values[first])
        let slope = -z * share * power.value
        derivatives[first] = share
        derivatives[first + 1] = slope.multiplied(by: n / tau)
        derivatives[first + 2] = slope * power.logarithm
        return z
    }
}
