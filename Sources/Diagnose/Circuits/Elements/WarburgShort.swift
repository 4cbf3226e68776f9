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
        let phase = omega_rad_per_s * values[first + 1]
        let depth = DiffusionDepth(phase)
        let share = depth.tanh / depth.root
        // d/dq of tanh(q)/q is (1 - tanh²)/q - (tanh(q)/q)/q, and dq/dτ = q/(2τ).
        let slope =
            phase < 1e-3 ? Self.shallowSlope(phase) : (1 - depth.tanh * depth.tanh - share).multiplied(by: 0.5)
        derivatives[first] = share
        derivatives[first + 1] = slope.multiplied(by: values[first] / values[first + 1])
        return share.multiplied(by: values[first])
    }

    /// The slope where the formula would be a difference of like numbers: `s d/ds` of the series of tanh(√s)/√s, s = iωτ.
    ///
    /// Four terms leave 1e-13 of the first below s = 1e-3.
    private static func shallowSlope(_ phase: Double) -> Complex<Double> {
        let s = Complex(0, phase)
        let terms = [248.0 / 2835, -17.0 / 105, 4.0 / 15, -1.0 / 3]
        return s * terms.reduce(Complex.zero) { $0 * s + Complex($1) }
    }
}
