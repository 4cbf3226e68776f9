public import ComplexModule
internal import Measurements
public import RealModule

/// A skewed, depressed arc: the Havriliak-Negami relaxation written as an impedance.
public struct HavriliakNegami: CircuitElement {
    /// Symbol in circuit codes.
    public let symbol = "H"
    /// Name for people.
    public let name = "Havriliak-Negami relaxation"
    /// Its impedance.
    public let equation = "Z = R/(1 + (iωτ)ⁿ)ᵇ"
    /// Its values.
    public let parameters = [
        ElementParameter("R", .ohm, .resistance), ElementParameter("tau", .second, .time),
        ElementParameter("n", .none, .exponent), ElementParameter("b", .none, .exponent),
    ]

    /// Makes the element.
    public init() {}

    /// Impedance with derivatives.
    public func impedance_ohm(
        _ values: [Double], _ first: Int, at omega_rad_per_s: Double, derivatives: inout [Complex<Double>]
    ) -> Complex<Double> {
        let (tau, n, b) = (values[first + 1], values[first + 2], values[first + 3])
        let power = ImaginaryPower(omega_rad_per_s * tau, n)
        let base = Complex.log(1 + power.value)
        let share = Complex.exp(base.multiplied(by: -b))
        let z = share.multiplied(by: values[first])
        let slope = z.multiplied(by: -b) * power.value / (1 + power.value)
        derivatives[first] = share
        derivatives[first + 1] = slope.multiplied(by: n / tau)
        derivatives[first + 2] = slope * power.logarithm
        derivatives[first + 3] = -z * base
        return z
    }
}
