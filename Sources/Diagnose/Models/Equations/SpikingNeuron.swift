import Measurements

/// Spiking neuron as a device: a capacitor, a negative resistance and a chemical inductor (FitzHugh-Nagumo,
/// THEORY B.4).
///
///     I = C_m du/dt + (1/R_N)(-u + u^3/(3 u_0^2)) + w        tau_k dw/dt = (u + u_a)/R_w - w
///
/// At a constant current between its two Hopf points it spikes without end; at a constant voltage it is stable.
public struct SpikingNeuron: DeviceModel {
    /// Capacitance, F.
    public var C_m = 1e-6
    /// Size of the negative resistance, ohm.
    public var R_N = 1e3
    /// Voltage at which the fast resistance turns positive, V.
    public var u_0 = 1.0
    /// Resistance of the slow branch, ohm.
    public var R_w = 800.0
    /// Relaxation time of the slow branch, s.
    public var tau_k = 15.625e-3
    /// Offset of the slow branch, V.
    public var u_a = 0.7

    /// The textbook neuron (0.7, 0.8, 0.08) in ms, mA and V: THEORY G11.
    public init() {}

    /// Id of the model.
    public var id: String { "fitzhugh-nagumo" }
    /// What the model is.
    public var summary: String { "spiking neuron: capacitor, negative resistance, chemical inductor (FitzHugh-Nagumo)" }
    /// None: a resistance in series would leave several currents to one voltage.
    public var seriesResistance_ohm: Double { 0 }
    /// Capacitance, F.
    public var fastCapacitance_F: Double { C_m }
    /// The slow current.
    public var stateVariables: [StateVariable] { [StateVariable("w", negligible: 1e-15)] }

    /// The parameters.
    public static var slots: [ParameterSlot<SpikingNeuron>] {
        [
            ParameterSlot(\.C_m, ModelParameter("C_m", .farad, 1e-6, in: 1e-18...1, "capacitance")),
            ParameterSlot(\.R_N, ModelParameter("R_N", .ohm, 1e3, in: 1e-3...1e15, "size of the negative resistance")),
            ParameterSlot(
                \.u_0, ModelParameter("u_0", .volt, 1, in: 1e-3...100, "where the fast resistance turns positive")),
            ParameterSlot(\.R_w, ModelParameter("R_w", .ohm, 800, in: 1e-3...1e15, "resistance of the slow branch")),
            ParameterSlot(
                \.tau_k, ModelParameter("tau_k", .second, 15.625e-3, in: 1e-12...1e12, "time of the slow branch")),
            ParameterSlot(\.u_a, ModelParameter("u_a", .volt, 0.7, in: -100...100, "offset of the slow branch")),
        ]
    }

    /// `(1/R_N)(-u + u^3/(3 u_0^2)) + w`.
    public func conduction_A(at u_V: Double, _ state: [Double]) -> Double {
        (u_V * u_V * u_V / (3 * u_0 * u_0) - u_V) / R_N + state[0]
    }

    /// `((u + u_a)/R_w - w)/tau_k`.
    public func rates_per_s(at u_V: Double, _ state: [Double]) -> [Double] {
        [((u_V + u_a) / R_w - state[0]) / tau_k]
    }

    /// `(u + u_a)/R_w`.
    public func steadyState(at u_V: Double) -> [Double] { [(u_V + u_a) / R_w] }

    /// Derivatives of the two lines above.
    public func slopes(at u_V: Double, _ state: [Double]) -> ModelSlopes {
        ModelSlopes(
            f_u: (u_V * u_V / (u_0 * u_0) - 1) / R_N, f_x: [1], g_u: [1 / (R_w * tau_k)], g_x: [-1 / tau_k])
    }
}
