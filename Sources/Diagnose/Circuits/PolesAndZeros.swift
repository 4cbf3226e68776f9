public import ComplexModule
internal import Kernels
public import RealModule

/// Poles and zeros of the impedance: the rates at which the device relaxes when its current, or its voltage, is held.
///
/// - Source: THEORY A.7. Zeros of Z rule under voltage control, poles of Z under current control.
public struct PolesAndZeros: Sendable, Hashable {
    /// `Z = numerator/denominator`, coefficients of 1, s, s².
    let numerator: [Double]
    let denominator: [Double]
    /// Roots of the denominator, 1/s, slowest first.
    public let poles_per_s: [Complex<Double>]
    /// Roots of the numerator, 1/s, slowest first.
    public let zeros_per_s: [Complex<Double>]

    /// Poles and zeros of a circuit with at most one branch; `nil` for more.
    public init?(_ circuit: MaxwellCircuit) {
        guard circuit.branches.count <= 1 else { return nil }
        let branch = circuit.branches.first ?? .init(conductance_S: 0, time_s: 0)
        let (R, G, C) = (circuit.series_ohm, circuit.fastConductance_S, circuit.capacitance_F)
        let (g, t) = (branch.conductance_S, branch.time_s)
        // Y_int (1 + s t), and (1 + R_s Y_int)(1 + s t).
        denominator = [G + g, C + G * t, C * t]
        numerator = [1 + R * (G + g), R * C + t * (1 + R * G), R * C * t]
        poles_per_s = RootFinding.quadratic(denominator[2], denominator[1], denominator[0])
        zeros_per_s = RootFinding.quadratic(numerator[2], numerator[1], numerator[0])
    }

    /// Relaxation time of the slow mode under voltage control, s; `nil` where it rings or grows.
    public var tau_V_s: Double? { Self.slowTime(zeros_per_s) }

    /// Relaxation time of the slow mode under current control, s; `nil` where it rings or grows.
    public var tau_I_s: Double? { Self.slowTime(poles_per_s) }

    private static func slowTime(_ rates: [Complex<Double>]) -> Double? {
        guard let slow = rates.first, slow.imaginary == 0, slow.real < 0 else { return nil }
        return -1 / slow.real
    }
}

/// Derivatives of the slow times by the parameters R_s, G_b, C_m, g, ln t, for the delta method.
extension PolesAndZeros {
    /// Gradient of `tau_V_s` for a circuit with one branch.
    static func gradientOfTauV(_ circuit: MaxwellCircuit, tau_V_s: Double) -> [Double]? {
        guard let branch = circuit.branches.first else { return nil }
        let s = -1 / tau_V_s
        let (R, G, C) = (circuit.series_ohm, circuit.fastConductance_S, circuit.capacitance_F)
        let (g, t) = (branch.conductance_S, branch.time_s)
        // F(s) = (1 + R (G + C s))(1 + s t) + R g = 0, and ds = -dF/F'(s), dtau = ds/s².
        let a = 1 + R * (G + C * s)
        let b = 1 + s * t
        let slope = R * C * b + a * t
        let partial = [(G + C * s) * b + g, R * b, R * s * b, R, a * s * t]
        return partial.map { -$0 / (slope * s * s) }
    }

    /// Gradient of `tau_I_s` for a circuit with one branch.
    static func gradientOfTauI(_ circuit: MaxwellCircuit, tau_I_s: Double) -> [Double]? {
        guard let branch = circuit.branches.first else { return nil }
        let s = -1 / tau_I_s
        let (G, C) = (circuit.fastConductance_S, circuit.capacitance_F)
        let t = branch.time_s
        // F(s) = (G + C s)(1 + s t) + g = 0.
        let a = G + C * s
        let b = 1 + s * t
        let slope = C * b + a * t
        let partial = [0, b, s * b, 1, a * s * t]
        return partial.map { -$0 / (slope * s * s) }
    }
}
