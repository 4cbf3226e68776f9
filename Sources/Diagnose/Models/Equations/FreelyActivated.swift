import Glibc
import Measurements

/// Conductance-activated quasi-linear memristor with three free rates (CALM, form T2 of THEORY B.1).
///
///     I = [g_L + (g_H - g_L) x] u + C_m du/dt      dx/dt = (x_inf(u) - x)/tau(u)      x_inf = 1/(1 + e^-((u - V_h)/V_x))
///     1/tau = k_0 + k_s e^(u/V_s) + k_r e^(-u/V_r)
///
/// For devices whose times refuse the bell of T1: rising and falling rates have scales of their own, and a third one that no
/// voltage moves.
public struct FreelyActivated: DeviceModel {
    /// Conductance at x = 0, S.
    public var g_L = 1e-5
    /// Conductance at x = 1, S.
    public var g_H = 1e-3
    /// Voltage at which half the activation is reached, V.
    public var V_h = 0.5
    /// Steepness of the activation, V.
    public var V_x = 0.08
    /// Rate that no voltage moves, 1/s.
    public var k_0 = 0.1
    /// Rising rate at 0 V, 1/s.
    public var k_s = 0.2
    /// Voltage scale of the rising rate, V.
    public var V_s = 0.16
    /// Falling rate at 0 V, 1/s.
    public var k_r = 100.0
    /// Voltage scale of the falling rate, V.
    public var V_r = 0.16
    /// Fast capacitance, F.
    public var C_m = 1e-8
    /// Series resistance, ohm.
    public var R_s = 20.0

    /// A volatile device near that of `calm`.
    public init() {}

    /// Id of the model.
    public var id: String { "calm-T2" }
    /// What the model is.
    public var summary: String { "conductance-activated memristor with three free rates (CALM, T2)" }
    /// Series resistance, ohm.
    public var seriesResistance_ohm: Double { R_s }
    /// Fast capacitance, F.
    public var fastCapacitance_F: Double { C_m }
    /// The activation.
    public var stateVariables: [StateVariable] { [StateVariable("x", negligible: 1e-12)] }

    /// The parameters.
    public static var slots: [ParameterSlot<FreelyActivated>] {
        [
            ParameterSlot(\.g_L, ModelParameter("g_L", .siemens, 1e-5, in: 1e-15...1e3, "conductance at x = 0")),
            ParameterSlot(\.g_H, ModelParameter("g_H", .siemens, 1e-3, in: 1e-15...1e3, "conductance at x = 1")),
            ParameterSlot(\.V_h, ModelParameter("V_h", .volt, 0.5, in: -100...100, "voltage of half activation")),
            ParameterSlot(\.V_x, ModelParameter("V_x", .volt, 0.08, in: 1e-3...100, "steepness of the activation")),
            ParameterSlot(\.k_0, ModelParameter("k_0", .perSecond, 0.1, in: 0...1e12, "rate that no voltage moves")),
            ParameterSlot(\.k_s, ModelParameter("k_s", .perSecond, 0.2, in: 0...1e12, "rising rate at 0 V")),
            ParameterSlot(\.V_s, ModelParameter("V_s", .volt, 0.16, in: 1e-3...1e6, "voltage scale, rising rate")),
            ParameterSlot(\.k_r, ModelParameter("k_r", .perSecond, 100, in: 0...1e12, "falling rate at 0 V")),
            ParameterSlot(\.V_r, ModelParameter("V_r", .volt, 0.16, in: 1e-3...1e6, "voltage scale, falling rate")),
            ParameterSlot(\.C_m, ModelParameter("C_m", .farad, 1e-8, in: 0...1, "fast capacitance")),
            ParameterSlot(\.R_s, ModelParameter("R_s", .ohm, 20, in: 0...1e9, "series resistance")),
        ]
    }

    /// Steady activation `x_inf(u)`.
    public func activation(at u_V: Double) -> Double { 1 / (1 + exp(-(u_V - V_h) / V_x)) }

    /// Sum of the rates, 1/s, and its slope by the internal voltage.
    private func rate(at u_V: Double) -> (value: Double, slope: Double) {
        let (set, reset) = (k_s * exp(u_V / V_s), k_r * exp(-u_V / V_r))
        return (k_0 + set + reset, set / V_s - reset / V_r)
    }

    /// Conductance at an activation, S.
    private func conductance_S(_ x: Double) -> Double { g_L + (g_H - g_L) * x }

    /// `[g_L + (g_H - g_L) x] u`.
    public func conduction_A(at u_V: Double, _ state: [Double]) -> Double { conductance_S(state[0]) * u_V }

    /// `(x_inf - x)/tau`.
    public func rates_per_s(at u_V: Double, _ state: [Double]) -> [Double] {
        [(activation(at: u_V) - state[0]) * rate(at: u_V).value]
    }

    /// `x_inf(u)`.
    public func steadyState(at u_V: Double) -> [Double] { [activation(at: u_V)] }

    /// Derivatives of the two lines above.
    public func slopes(at u_V: Double, _ state: [Double]) -> ModelSlopes {
        let goal = activation(at: u_V)
        let rate = rate(at: u_V)
        return ModelSlopes(
            f_u: conductance_S(state[0]), f_x: [(g_H - g_L) * u_V],
            g_u: [goal * (1 - goal) / V_x * rate.value + (goal - state[0]) * rate.slope], g_x: [-rate.value])
    }
}
