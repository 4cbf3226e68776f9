public import ComplexModule
internal import Measurements
public import RealModule

/// Diffusion through a layer to a reservoir: resistive at rest.
public struct WarburgShort: CircuitElement {
    /// Symbol in circuit codes.
    public let symbol = "Ws"
    /// Name for people.
    public let name = "Warburg element, open end"
    /// Its impedance.
    public let equation = "Z = R tanh(√(iωτ))/√(iωτ)"
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
        let share = depth.tanh / depth.root
        // d/dq of tanh(q)/q is (1 - tanh²)/q - (tanh(q)/q)/q, and dq/dτ = q/(2τ).
        let square = depth.tanh * depth.tanh
        let slope = (1 - square - share).multiplied(by: 0.5)
        derivatives[first] = share
        derivatives[first + 1] = slope.multiplied(by: values[first] / values[first + 1])
        return share.multiplied(by: values[first])
    }
}
