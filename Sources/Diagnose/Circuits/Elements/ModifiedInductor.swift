public import ComplexModule
internal import Measurements
public import RealModule

/// An inductor with a distribution of times: the constant-phase form of `L`.
public struct ModifiedInductor: CircuitElement {
    /// Symbol in circuit codes.
    public let symbol = "La"
    /// Name for people.
    public let name = "modified inductor"
    /// Its impedance.
    public let equation = "Z = L (iω)ⁿ"
    /// Its values.
    public let parameters = [
        ElementParameter("L", .henrySecondPower, .phaseInductance), ElementParameter("n", .none, .exponent),
    ]

    /// Makes the element.
    public init() {}

    /// Impedance with derivatives.
    public func impedance_ohm(
        _ values: [Double], _ first: Int, at omega_rad_per_s: Double, derivatives: inout [Complex<Double>]
    ) -> Complex<Double> {
        let power = ImaginaryPower(omega_rad_per_s, values[first + 1])
        let z = power.value.multiplied(by: values[first])
        derivatives[first] = power.value
        derivatives[first + 1] = z * power.logarithm
        return z
    }
}
