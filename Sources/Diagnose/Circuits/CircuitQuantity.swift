internal import Glibc
internal import Kernels

/// A quantity derived from a fitted circuit, with its error by the delta method.
public enum CircuitQuantity: String, Sendable, CaseIterable {
    case R_s, R_b, R_a, L_a, C_m, tau_k, tau_V, tau_I, R_dc, C_lf

    /// Whether it belongs to the memory branch.
    public var needsMemory: Bool {
        switch self {
        case .R_a, .L_a, .tau_k, .tau_V, .tau_I: true
        default: false
        }
    }

    /// Whether it is a size, which keeps its sign and may change by factors: its error is one of its logarithm.
    public var isSize: Bool {
        switch self {
        case .R_s, .R_dc, .C_lf: false
        default: true
        }
    }

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

    /// The 95 % interval of a quantity; `nil` without an error.
    ///
    /// Sizes get one by the error of their logarithm. R_b and R_a are one over a conductance, which is what the points
    /// determine: where it is hardly known, their intervals reach farther up, as far as the conductance differs from zero.
    /// - Parameter quantile: Student's for 97.5 % at the fit's degrees of freedom.
    public func interval(of quantity: CircuitQuantity, quantile: Double) -> ClosedRange<Double>? {
        guard let se, value != 0 else { return nil }
        guard quantity.isSize else { return (value - quantile * se)...(value + quantile * se) }
        let part = quantile * se / abs(value)
        var (less, more) = (exp(-part), exp(part))
        if quantity == .R_b || quantity == .R_a {
            less = 1 / (1 + part)
            if part < 0.9 { more = 1 / (1 - part) }
        }
        guard more.isFinite else { return nil }
        let ends = (value * less, value * more)
        return min(ends.0, ends.1)...max(ends.0, ends.1)
    }

    /// A number and its error.
    public init(value: Double, se: Double?) {
        self.value = value
        self.se = se
    }
}

extension MaxwellFit {
    /// Student's quantile for intervals of 95 %.
    public var intervalQuantile: Double {
        StudentDistribution.quantile(0.975, degreesOfFreedom: Double(max(1, 2 * pointCount - parameterCount)))
    }

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

    /// Covariance of two quantities, by first-order propagation; `nil` where one has none.
    public func covariance(of a: CircuitQuantity, and b: CircuitQuantity) -> Double? {
        guard let first = valueAndGradient(a)?.1, let second = valueAndGradient(b)?.1, let covariance else {
            return nil
        }
        var sum = 0.0
        for i in first.indices {
            for j in second.indices { sum += first[i] * covariance[i, j] * second[j] }
        }
        return sum.isFinite ? sum : nil
    }

    /// The largest of the capacitances of which C_lf is the difference, F: C_m, and `tau/R` of each branch that is known.
    public var largestCapacitance_F: Double {
        let divider = 1 + circuit.series_ohm * circuit.staticConductance_S
        let parts = circuit.branches.indices.map { k in
            let branch = circuit.branches[k]
            // Two branches that merge have no size of their own, only a sum.
            let variance = covariance.map { $0[3 + 2 * k, 3 + 2 * k] } ?? .infinity
            let isKnown = variance < branch.conductance_S * branch.conductance_S
            return isKnown ? abs(branch.conductance_S * branch.time_s) : 0
        }
        return parts.reduce(abs(circuit.capacitance_F)) { max($0, $1) } / (divider * divider)
    }

    /// Value and derivatives by R_s, G_b, C_m, then g and ln t of each branch.
    private func valueAndGradient(_ quantity: CircuitQuantity) -> (Double, [Double])? {
        switch quantity {
        case .R_s: return (circuit.series_ohm, padded([1, 0, 0]))
        case .R_b: return fastResistance()
        case .C_m: return (circuit.capacitance_F, padded([0, 0, 1]))
        case .R_dc: return staticResistance()
        case .C_lf: return lowFrequencyCapacitance()
        case .R_a, .L_a, .tau_k: return memoryElement(quantity)
        case .tau_V:
            guard let tau = PolesAndZeros(circuit)?.tau_V_s else { return nil }
            return (tau, RateEquation(circuit, .voltage).gradient(ofTime: tau))
        case .tau_I:
            guard let tau = PolesAndZeros(circuit)?.tau_I_s else { return nil }
            return (tau, RateEquation(circuit, .current).gradient(ofTime: tau))
        }
    }

    /// R_a, L_a and tau_k of the memory branch.
    private func memoryElement(_ quantity: CircuitQuantity) -> (Double, [Double])? {
        guard let index = circuit.memoryBranch else { return nil }
        let branch = circuit.branches[index]
        let (g, t) = (branch.conductance_S, branch.time_s)
        var gradient = padded([0, 0, 0])
        switch quantity {
        case .R_a:
            gradient[3 + 2 * index] = -1 / (g * g)
            return (1 / g, gradient)
        case .L_a:
            gradient[3 + 2 * index] = -t / (g * g)
            gradient[4 + 2 * index] = t / g
            return (t / g, gradient)
        default:
            gradient[4 + 2 * index] = t
            return (t, gradient)
        }
    }

    /// `R_b = 1/G_b`; beside a memory, a branch of negative g is a capacitor in series with -1/g, which carries no
    /// direct current, and its g is taken off G_b (EC3).
    private func fastResistance() -> (Double, [Double]) {
        let capacitive = circuit.capacitiveBranches
        let G = capacitive.reduce(circuit.fastConductance_S) { $0 + circuit.branches[$1].conductance_S }
        var gradient = padded([0, -1 / (G * G), 0])
        for index in capacitive { gradient[3 + 2 * index] = -1 / (G * G) }
        return (1 / G, gradient)
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
