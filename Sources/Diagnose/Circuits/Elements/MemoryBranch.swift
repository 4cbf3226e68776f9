public import ComplexModule
internal import Measurements
public import RealModule

/// A conductance that follows the voltage with a delay, of either sign: one term of the signed Maxwell form.
///
/// A positive G is an inductive branch (`R_a = 1/G`, `L_a = τ/G`), a negative one a conduction capacitance.
/// - Source: THEORY E.2 (EC7), A.2.
public struct MemoryBranch: CircuitElement {
    /// Symbol in circuit codes.
    public let symbol = "M"
    /// Name for people.
    public let name = "memory branch (signed Maxwell term)"
    /// Its impedance.
    public let equation = "Z = (1 + iωτ)/G"
    /// Its values.
    public let parameters = [
        ElementParameter("G", .siemens, .conductance), ElementParameter("tau", .second, .time),
    ]

    /// Makes the element.
    public init() {}

    /// Impedance with derivatives.
    public func impedance_ohm(
        _ values: [Double], _ first: Int, at omega_rad_per_s: Double, derivatives: inout [Complex<Double>]
    ) -> Complex<Double> {
        let R = 1 / values[first]
        let z = Complex(R, R * omega_rad_per_s * values[first + 1])
        derivatives[first] = z.multiplied(by: -R)
        derivatives[first + 1] = Complex(0, omega_rad_per_s * R)
        return z
    }
}
