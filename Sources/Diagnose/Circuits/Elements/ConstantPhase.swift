public import ComplexModule
internal import Measurements
public import RealModule

/// A constant-phase element: a capacitor with a distribution of times.
public struct ConstantPhase: CircuitElement {
    /// Symbol in circuit codes.
    public let symbol = "Q"
    /// Name for people.
    public let name = "constant-phase element"
    /// Its impedance.
    public let equation = "Z = 1/(Q (iω)ⁿ)"
    /// Its values.
    public let parameters = [
        ElementParameter("Q", .siemensSecondPower, .phaseAdmittance), ElementParameter("n", .none, .exponent),
    ]

    /// Makes the element.
    public init() {}

    /// Impedance with derivatives.
    public func impedance_ohm(
        _ values: [Double], _ first: Int, at omega_rad_per_s: Double, derivatives: inout [Complex<Double>]
    ) -> Complex<Double> {
        let power = ImaginaryPower(omega_rad_per_s, values[first + 1])
        let z = 1 / power.value.multiplied(by: values[first])
        derivatives[first] = -z.divided(by: values[first])
        derivatives[first + 1] = -z * power.logarithm
        return z
    }
}
