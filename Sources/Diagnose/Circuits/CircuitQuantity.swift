internal import Kernels

/// A quantity derived from a fitted circuit, with its error by the delta method.
public enum CircuitQuantity: String, Sendable, CaseIterable {
    case R_s, R_b, R_a, L_a, C_m, tau_k, tau_V, tau_I, R_dc, C_lf

    /// Whether it rests on the slow end of the spectrum, so that a memory slower than the record takes it away.
    public var needsSlowEnd: Bool {
        switch self {
        case .R_s, .R_b, .C_m: false
        default: true
        }
    }
}

/// A number with its standard error.
public struct CircuitEstimate: Sendable, Hashable {
    /// The value.
    public let value: Double
    /// Its standard error; absent where the data do not determine the parameters.
    public let se: Double?

    /// A number and its error.
    public init(value: Double, se: Double?) {
        self.value = value
        self.se = se
    }
}

extension MaxwellFit {
    /// A quantity of the fitted circuit; `nil` where the circuit has none, or where it is not finite.
    ///
    /// Errors by first-order propagation of the full covariance.
    public func estimate(_ quantity: CircuitQuantity) -> CircuitEstimate? {
        guard let (value, gradient) = valueAndGradient(quantity), value.isFinite else { return nil }
        let variance = covariance.map { $0.quadraticForm(gradient) }
        // Rounding can leave a tiny negative variance of a quantity known exactly.
        let se = variance.flatMap { $0.isFinite ? max($0, 0).squareRoot() : nil }
        return CircuitEstimate(value: value, se: se)
    }

    /// Value and derivatives by R_s, G_b, C_m, g, ln t (the last two only with a branch).
    private func valueAndGradient(_ quantity: CircuitQuantity) -> (Double, [Double])? {
        let circuit = circuit
        let (R, G, C) = (circuit.series_ohm, circuit.fastConductance_S, circuit.capacitance_F)
        switch quantity {
        case .R_s: return (R, padded([1, 0, 0]))
        case .R_b: return (1 / G, padded([0, -1 / (G * G), 0]))
        case .C_m: return (C, padded([0, 0, 1]))
        case .R_dc: return staticResistance()
        case .C_lf: return lowFrequencyCapacitance()
        default: break
        }
        guard circuit.branches.count == 1, let branch = circuit.branches.first else { return nil }
        let (g, t) = (branch.conductance_S, branch.time_s)
        switch quantity {
        case .R_a: return (1 / g, [0, 0, 0, -1 / (g * g), 0])
        case .L_a: return (t / g, [0, 0, 0, -t / (g * g), t / g])
        case .tau_k: return (t, [0, 0, 0, 0, t])
        case .tau_V:
            guard let tau = PolesAndZeros(circuit)?.tau_V_s else { return nil }
            return PolesAndZeros.gradientOfTauV(circuit, tau_V_s: tau).map { (tau, $0) }
        default:
            guard let tau = PolesAndZeros(circuit)?.tau_I_s else { return nil }
            return PolesAndZeros.gradientOfTauI(circuit, tau_I_s: tau).map { (tau, $0) }
        }
    }

    /// `R_dc = R_s + 1/G`, G the sum of all conductances.
    private func staticResistance() -> (Double, [Double]) {
        let G = circuit.staticConductance_S
        let slope = -1 / (G * G)
        return (circuit.R_dc_ohm, [1, slope, 0] + circuit.branches.flatMap { _ in [slope, 0] })
    }

    /// `C_lf = (C - sum g t)/(1 + R_s G)²`.
    private func lowFrequencyCapacitance() -> (Double, [Double]) {
        let R = circuit.series_ohm
        let G = circuit.staticConductance_S
        let q = 1 + R * G
        let value = circuit.C_lf_F
        let byConductance = -2 * value * R / q
        let branches = circuit.branches.flatMap { branch in
            [
                byConductance - branch.time_s / (q * q),
                -branch.conductance_S * branch.time_s / (q * q),
            ]
        }
        return (value, [-2 * value * G / q, byConductance, 1 / (q * q)] + branches)
    }

    private func padded(_ gradient: [Double]) -> [Double] {
        gradient + Array(repeating: 0, count: 2 * circuit.branches.count)
    }
}
