import Glibc
import Measurements

/// Conductance-activated quasi-linear memristor with one activation variable (CALM, form T1 of THEORY B.1).
///
///     I = [g_L + (g_H - g_L) x] u + C_m du/dt      dx/dt = (x_inf(u) - x)/tau(u)      y = (u - V_h)/V_x
///     x_inf = 1/(1 + e^-y)                         tau = tau_0/(e^(gam y) + e^(-(1 - gam) y))
///
/// Volatile and nonvolatile devices are the same equations: a bell `tau(u)` about a positive `V_h` forgets at 0 V, one
/// about 0 V with a huge `tau_0` keeps its state.
public struct ConductanceActivated: DeviceModel {
    /// Conductance at x = 0, S.
    public var g_L = 1e-5
    /// Conductance at x = 1, S.
    public var g_H = 1e-3
    /// Voltage at which half the activation is reached, V.
    public var V_h = 0.5
    /// Steepness of the activation, V.
    public var V_x = 0.08
    /// Speed: `tau` at `V_h` is half of it, s.
    public var tau_0 = 0.2
    /// Asymmetry of the two rates, between 0 and 1.
    public var gamma = 0.5
    /// Fast capacitance, F.
    public var C_m = 1e-8
    /// Series resistance, ohm.
    public var R_s = 20.0

    /// The volatile set of THEORY G04 to G07, with 20 ohm in series.
    public init() {}

    /// Id of the model.
    public var id: String { "calm" }
    /// What the model is.
    public var summary: String { "conductance-activated quasi-linear memristor, one activation variable (CALM, T1)" }
    /// Series resistance, ohm.
    public var seriesResistance_ohm: Double { R_s }
    /// Fast capacitance, F.
    public var fastCapacitance_F: Double { C_m }
    /// The activation.
    public var stateVariables: [StateVariable] { [StateVariable("x", negligible: 1e-12)] }

    /// The parameters.
    public static var slots: [ParameterSlot<ConductanceActivated>] {
        [
            ParameterSlot(\.g_L, ModelParameter("g_L", .siemens, 1e-5, in: 1e-15...1e3, "conductance at x = 0")),
            ParameterSlot(\.g_H, ModelParameter("g_H", .siemens, 1e-3, in: 1e-15...1e3, "conductance at x = 1")),
            ParameterSlot(\.V_h, ModelParameter("V_h", .volt, 0.5, in: -100...100, "voltage of half activation")),
            ParameterSlot(\.V_x, ModelParameter("V_x", .volt, 0.08, in: 1e-3...100, "steepness of the activation")),
            ParameterSlot(\.tau_0, ModelParameter("tau_0", .second, 0.2, in: 1e-12...1e15, "speed: twice tau at V_h")),
            ParameterSlot(
                \.gamma, ModelParameter("gamma", .none, 0.5, in: 0.01...0.99, "share of the rising rate in the slope")),
            ParameterSlot(\.C_m, ModelParameter("C_m", .farad, 1e-8, in: 0...1, "fast capacitance")),
            ParameterSlot(\.R_s, ModelParameter("R_s", .ohm, 20, in: 0...1e9, "series resistance")),
        ]
    }

    /// Steady activation `x_inf(u)`.
    public func activation(at u_V: Double) -> Double { 1 / (1 + exp(-(u_V - V_h) / V_x)) }

    /// Relaxation time `tau(u)`, s.
    public func relaxationTime_s(at u_V: Double) -> Double {
        let y = (u_V - V_h) / V_x
        return tau_0 / (exp(gamma * y) + exp(-(1 - gamma) * y))
    }

    /// The activation after a time at a constant internal voltage, exactly (THEORY B.1, closed forms).
    public func relaxed(_ x: Double, at u_V: Double, for time_s: Double) -> Double {
        let goal = activation(at: u_V)
        return goal + (x - goal) * exp(-time_s / relaxationTime_s(at: u_V))
    }

    /// Conductance at an activation, S.
    public func conductance_S(_ x: Double) -> Double { g_L + (g_H - g_L) * x }

    /// `[g_L + (g_H - g_L) x] u`.
    public func conduction_A(at u_V: Double, _ state: [Double]) -> Double { conductance_S(state[0]) * u_V }

    /// `alpha (1 - x) - beta x`, which does not lose digits where x is near its goal of 0 or 1.
    public func rates_per_s(at u_V: Double, _ state: [Double]) -> [Double] {
        let (rise, fall) = rateConstants(at: u_V)
        return [rise * (1 - state[0]) - fall * state[0]]
    }

    /// `x_inf(u)`.
    public func steadyState(at u_V: Double) -> [Double] { [activation(at: u_V)] }

    /// Derivatives of the two lines above.
    public func slopes(at u_V: Double, _ state: [Double]) -> ModelSlopes {
        let (rise, fall) = rateConstants(at: u_V)
        let x = state[0]
        return ModelSlopes(
            f_u: conductance_S(x), f_x: [(g_H - g_L) * u_V],
            g_u: [(gamma * rise * (1 - x) + (1 - gamma) * fall * x) / V_x], g_x: [-(rise + fall)])
    }

    /// The two exponential rates `alpha`, `beta`, 1/s.
    private func rateConstants(at u_V: Double) -> (rise: Double, fall: Double) {
        let y = (u_V - V_h) / V_x
        return (exp(gamma * y) / tau_0, exp(-(1 - gamma) * y) / tau_0)
    }
}
