public import ComplexModule
internal import Measurements
public import RealModule

/// Diffusion into a layer that ends at a wall: capacitive at rest.
public struct WarburgOpen: CircuitElement {
    /// Symbol in circuit codes.
    public let symbol = "Wo"
    /// Name for people.
    public let name = "Warburg element, blocked end"
    /// Its impedance.
    public let equation = "Z = R coth(√(iωτ))/√(iωτ)"
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
        let depth = DiffusionDepth(omega_rad_per_s * values[first + 1])
        let share = 1 / (depth.root * depth.tanh)
        // d/dq of coth(q)/q is -(coth(q)/q)/q - (coth² - 1)/q, and dq/dτ = q/(2τ).
        let square = 1 / (depth.tanh * depth.tanh)
        let slope = (share + square - 1).multiplied(by: -0.5)
        derivatives[first] = share
        derivatives[first + 1] = slope.multiplied(by: values[first] / values[first + 1])
        return share.multiplied(by: values[first])
    }
}
