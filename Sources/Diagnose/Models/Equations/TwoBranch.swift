import Glibc
import Measurements

/// Perovskite device with an inductive and a capacitive slow branch (THEORY B.2).
///
///     I = C_g du/dt + I_b0 (e^(u/V_b) - 1) + w + C_s(v_s) (u - v_s)/tau_C        C_s = C_s0 e^(v_s/V_c)
///     tau_L dw/dt = I_a0 (e^(u/V_a) - 1) - w                                     tau_C dv_s/dt = u - v_s
///
/// Capacitive (regular) below a crossover voltage and inductive (inverted) above it where `V_a < V_c`.
public struct TwoBranch: DeviceModel {
    /// Geometric capacitance, F.
    public var C_g = 2e-8
    /// Scale of the fast current, A.
    public var I_b0 = 1e-8
    /// Voltage scale of the fast current, V.
    public var V_b = 0.1
    /// Scale of the slow current, A.
    public var I_a0 = 1e-9
    /// Voltage scale of the slow current, V.
    public var V_a = 0.06
    /// Relaxation time of the slow current, s.
    public var tau_L = 2.0
    /// Surface capacitance at 0 V, F.
    public var C_s0 = 1e-6
    /// Voltage scale of the surface capacitance, V.
    public var V_c = 0.15
    /// Relaxation time of the surface charge, s.
    public var tau_C = 0.5
    /// Series resistance, ohm.
    public var R_s = 30.0

    /// The parameters of THEORY G09.
    public init() {}

    /// Id of the model.
    public var id: String { "two-branch" }
    /// What the model is.
    public var summary: String { "perovskite device: exponential conduction, slow current and surface capacitance" }
    /// Series resistance, ohm.
    public var seriesResistance_ohm: Double { R_s }
    /// Geometric capacitance, F.
    public var fastCapacitance_F: Double { C_g }
    /// The slow current and the surface voltage.
    public var stateVariables: [StateVariable] {
        [StateVariable("w", negligible: 1e-17), StateVariable("v_s", negligible: 1e-12)]
    }

    /// The parameters.
    public static var slots: [ParameterSlot<TwoBranch>] {
        [
            ParameterSlot(\.C_g, ModelParameter("C_g", .farad, 2e-8, in: 0...1, "geometric capacitance")),
            ParameterSlot(\.I_b0, ModelParameter("I_b0", .ampere, 1e-8, in: 1e-18...1, "scale of the fast current")),
            ParameterSlot(\.V_b, ModelParameter("V_b", .volt, 0.1, in: 5e-3...100, "voltage scale, fast current")),
            ParameterSlot(\.I_a0, ModelParameter("I_a0", .ampere, 1e-9, in: 1e-18...1, "scale of the slow current")),
            ParameterSlot(\.V_a, ModelParameter("V_a", .volt, 0.06, in: 5e-3...100, "voltage scale, slow current")),
            ParameterSlot(
                \.tau_L, ModelParameter("tau_L", .second, 2, in: 1e-12...1e12, "relaxation of the slow current")),
            ParameterSlot(\.C_s0, ModelParameter("C_s0", .farad, 1e-6, in: 0...1, "surface capacitance at 0 V")),
            ParameterSlot(
                \.V_c, ModelParameter("V_c", .volt, 0.15, in: 5e-3...100, "voltage scale, surface capacitance")),
            ParameterSlot(
                \.tau_C, ModelParameter("tau_C", .second, 0.5, in: 1e-12...1e12, "relaxation of the surface charge")),
            ParameterSlot(\.R_s, ModelParameter("R_s", .ohm, 30, in: 0...1e9, "series resistance")),
        ]
    }

    /// Surface capacitance at a surface voltage, F.
    public func surfaceCapacitance_F(at v_s_V: Double) -> Double { C_s0 * exp(v_s_V / V_c) }

    /// The three conduction terms of the first line.
    public func conduction_A(at u_V: Double, _ state: [Double]) -> Double {
        I_b0 * expm1(u_V / V_b) + state[0] + surfaceCapacitance_F(at: state[1]) * (u_V - state[1]) / tau_C
    }

    /// The second line.
    public func rates_per_s(at u_V: Double, _ state: [Double]) -> [Double] {
        [(I_a0 * expm1(u_V / V_a) - state[0]) / tau_L, (u_V - state[1]) / tau_C]
    }

    /// `w = I_a0 (e^(u/V_a) - 1)`, `v_s = u`.
    public func steadyState(at u_V: Double) -> [Double] { [I_a0 * expm1(u_V / V_a), u_V] }

    /// Derivatives of the lines above.
    public func slopes(at u_V: Double, _ state: [Double]) -> ModelSlopes {
        let surface = surfaceCapacitance_F(at: state[1])
        return ModelSlopes(
            f_u: I_b0 / V_b * exp(u_V / V_b) + surface / tau_C,
            f_x: [1, surface / tau_C * ((u_V - state[1]) / V_c - 1)],
            g_u: [I_a0 / V_a * exp(u_V / V_a) / tau_L, 1 / tau_C],
            g_x: [-1 / tau_L, 0, 0, -1 / tau_C])
    }
}
