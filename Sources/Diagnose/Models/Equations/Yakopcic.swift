import Glibc
import Measurements

/// Threshold memory with hyperbolic conduction (Yakopcic, THEORY B.5).
///
///     I = a_1 x sinh(b u) for u >= 0, a_2 x sinh(b u) for u < 0; + C_m du/dt
///     dx/dt = eta g(u) f(x)      g = A_p (e^u - e^V_p) for u > V_p, -A_n (e^-u - e^V_n) for u < -V_n, else 0
///     f = e^(-al_p (x - x_p)) [(x_p - x)/(1 - x_p) + 1] for x >= x_p and eta u > 0
///         e^(al_n (x + x_n - 1)) x/(1 - x_n) for x <= 1 - x_n and eta u < 0; else 1
///
/// Ports in circulation differ in the negative window, and one multiplies the current by the voltage once more; this
/// is the form of the theory.
public struct Yakopcic: DeviceModel {
    /// Scale of the current at positive voltage, A.
    public var a_1 = 0.17
    /// Scale of the current at negative voltage, A.
    public var a_2 = 0.17
    /// Bend of the current, 1/V.
    public var b = 0.05
    /// Rate at positive voltage, 1/s.
    public var A_p = 4000.0
    /// Rate at negative voltage, 1/s.
    public var A_n = 4000.0
    /// Positive threshold, V.
    public var V_p = 0.16
    /// Negative threshold, V, as a positive number.
    public var V_n = 0.15
    /// State from which rising slows.
    public var x_p = 0.3
    /// Part of the range, from above, in which falling is not slowed.
    public var x_n = 0.5
    /// How fast rising slows.
    public var al_p = 1.0
    /// How fast falling slows.
    public var al_n = 5.0
    /// Direction of the state with the voltage, 1 or -1.
    public var eta = 1.0
    /// State before the first write.
    public var x_0 = 0.11
    /// Fast capacitance, F.
    public var C_m = 0.0
    /// Series resistance, ohm.
    public var R_s = 0.0

    /// The parameters commonly fitted to a titanium dioxide device.
    public init() {}

    /// Id of the model.
    public var id: String { "yakopcic" }
    /// What the model is.
    public var summary: String { "threshold memory with hyperbolic conduction (Yakopcic)" }
    /// Series resistance, ohm.
    public var seriesResistance_ohm: Double { R_s }
    /// Fast capacitance, F.
    public var fastCapacitance_F: Double { C_m }
    /// The state.
    public var stateVariables: [StateVariable] { [StateVariable("x", negligible: 1e-10)] }

    /// The parameters.
    public static var slots: [ParameterSlot<Yakopcic>] {
        [
            ParameterSlot(\.a_1, ModelParameter("a_1", .ampere, 0.17, in: 1e-18...1e3, "current scale, u >= 0")),
            ParameterSlot(\.a_2, ModelParameter("a_2", .ampere, 0.17, in: 1e-18...1e3, "current scale, u < 0")),
            ParameterSlot(\.b, ModelParameter("b", .perVolt, 0.05, in: 1e-6...100, "bend of the current")),
            ParameterSlot(\.A_p, ModelParameter("A_p", .perSecond, 4000, in: 0...1e15, "rate at positive voltage")),
            ParameterSlot(\.A_n, ModelParameter("A_n", .perSecond, 4000, in: 0...1e15, "rate at negative voltage")),
            ParameterSlot(\.V_p, ModelParameter("V_p", .volt, 0.16, in: 0...100, "positive threshold")),
            ParameterSlot(\.V_n, ModelParameter("V_n", .volt, 0.15, in: 0...100, "negative threshold, as positive")),
            ParameterSlot(\.x_p, ModelParameter("x_p", .none, 0.3, in: 0...0.999, "from where rising slows")),
            ParameterSlot(\.x_n, ModelParameter("x_n", .none, 0.5, in: 0...0.999, "where falling is not slowed")),
            ParameterSlot(\.al_p, ModelParameter("al_p", .none, 1, in: 0...1e3, "how fast rising slows")),
            ParameterSlot(\.al_n, ModelParameter("al_n", .none, 5, in: 0...1e3, "how fast falling slows")),
            ParameterSlot(\.eta, ModelParameter("eta", .none, 1, in: -1...1, "direction of the state")),
            ParameterSlot(\.x_0, ModelParameter("x_0", .none, 0.11, in: 0...1, "state before the first write")),
            ParameterSlot(\.C_m, ModelParameter("C_m", .farad, 0, in: 0...1, "fast capacitance")),
            ParameterSlot(\.R_s, ModelParameter("R_s", .ohm, 0, in: 0...1e9, "series resistance")),
        ]
    }

    private func clipped(_ x: Double) -> Double { min(max(x, 0), 1) }
    private func scale_A(_ u_V: Double) -> Double { u_V >= 0 ? a_1 : a_2 }

    /// `a x sinh(b u)`.
    public func conduction_A(at u_V: Double, _ state: [Double]) -> Double {
        scale_A(u_V) * clipped(state[0]) * sinh(b * u_V)
    }

    /// `eta g f`; none outward at the ends of the state.
    public func rates_per_s(at u_V: Double, _ state: [Double]) -> [Double] {
        let drive = eta * motion(u_V).value
        return [isStopped(state[0], drive) ? 0 : drive * window(state[0], rising: drive > 0).value]
    }

    /// The end to which a voltage beyond its threshold drives; between the thresholds `x_0`, as nothing moves.
    public func steadyState(at u_V: Double) -> [Double] {
        let drive = eta * motion(u_V).value
        return [drive > 0 ? 1 : drive < 0 ? 0 : clipped(x_0)]
    }

    /// Derivatives of the two lines above.
    public func slopes(at u_V: Double, _ state: [Double]) -> ModelSlopes {
        let motion = motion(u_V)
        let drive = eta * motion.value
        let window = isStopped(state[0], drive) ? (value: 0, slope: 0) : window(state[0], rising: drive > 0)
        let scale = scale_A(u_V)
        return ModelSlopes(
            f_u: scale * clipped(state[0]) * b * cosh(b * u_V), f_x: [scale * sinh(b * u_V)],
            g_u: [eta * motion.slope_per_V * window.value], g_x: [drive * window.slope])
    }

    /// How long the state takes from end to end without its windows; `nil` between the thresholds.
    public func settlingTime_s(atInternal u_V: Double) -> Double? {
        let rate = abs(eta * motion(u_V).value)
        return rate > 0 ? 1 / rate : nil
    }

    private func isStopped(_ x: Double, _ drive: Double) -> Bool { drive > 0 ? x >= 1 : x <= 0 }

    /// `g(u)` with its slope.
    private func motion(_ u_V: Double) -> (value: Double, slope_per_V: Double) {
        if u_V > V_p { return (A_p * (exp(u_V) - exp(V_p)), A_p * exp(u_V)) }
        if u_V < -V_n { return (-A_n * (exp(-u_V) - exp(V_n)), A_n * exp(-u_V)) }
        return (0, 0)
    }

    /// `f(x)` with its slope.
    private func window(_ x: Double, rising: Bool) -> (value: Double, slope: Double) {
        if rising, x >= x_p {
            let decay = exp(-al_p * (x - x_p))
            let share = (x_p - x) / (1 - x_p) + 1
            return (decay * share, -decay * (al_p * share + 1 / (1 - x_p)))
        }
        if !rising, x <= 1 - x_n {
            let decay = exp(al_n * (x + x_n - 1))
            return (decay * x / (1 - x_n), decay * (al_n * x + 1) / (1 - x_n))
        }
        return (1, 0)
    }
}
