import Glibc
import Measurements

/// Memory that moves only beyond two thresholds of the voltage (VTEAM, THEORY B.5), linear in resistance.
///
///     dw/dt = k_off (u/v_off - 1)^a_off F_off(w)   for u > v_off > 0
///             k_on (u/v_on - 1)^a_on F_on(w)       for u < v_on < 0;      0 between
///     I = u/[R_on + (R_off - R_on)(w - w_on)/(w_off - w_on)] + C_m du/dt
///
/// A positive voltage raises `w` and with it the resistance: RESET, opposite to CALM. Between the thresholds nothing
/// moves: retention is infinite, and small signals see a resistance with a capacitor.
public struct ThresholdAdaptive: DeviceModel {
    /// Rate toward `w_on`, per second and unit of w, < 0.
    public var k_on = -50.0
    /// Exponent of that rate.
    public var alpha_on = 3.0
    /// Threshold of that rate, V, < 0.
    public var v_on = -0.8
    /// Rate toward `w_off`, > 0.
    public var k_off = 20.0
    /// Exponent of that rate.
    public var alpha_off = 3.0
    /// Threshold of that rate, V, > 0.
    public var v_off = 0.6
    /// Resistance at `w_on`, ohm.
    public var R_on = 1e3
    /// Resistance at `w_off`, ohm.
    public var R_off = 1e5
    /// State of low resistance.
    public var w_on = 0.0
    /// State of high resistance.
    public var w_off = 1.0
    /// Width of the windows that slow the state at its ends; 0 for none.
    public var w_c = 0.0
    /// State of a device that has not been written.
    public var w_0 = 1.0
    /// Fast capacitance, F.
    public var C_m = 0.0
    /// Series resistance, ohm.
    public var R_s = 0.0

    /// The device of THEORY G13, in its state of high resistance.
    public init() {}

    /// Id of the model.
    public var id: String { "vteam" }
    /// What the model is.
    public var summary: String { "threshold memory, linear in resistance; positive voltage is RESET (VTEAM)" }
    /// Series resistance, ohm.
    public var seriesResistance_ohm: Double { R_s }
    /// Fast capacitance, F.
    public var fastCapacitance_F: Double { C_m }
    /// The state.
    public var stateVariables: [StateVariable] { [StateVariable("w", negligible: 1e-10 * abs(w_off - w_on))] }

    /// The parameters.
    public static var slots: [ParameterSlot<ThresholdAdaptive>] {
        [
            ParameterSlot(\.k_on, ModelParameter("k_on", .perSecond, -50, in: -1e15 ... -1e-15, "rate toward w_on")),
            ParameterSlot(\.alpha_on, ModelParameter("alpha_on", .none, 3, in: 1...20, "exponent of that rate")),
            ParameterSlot(\.v_on, ModelParameter("v_on", .volt, -0.8, in: -100 ... -1e-3, "threshold of that rate")),
            ParameterSlot(\.k_off, ModelParameter("k_off", .perSecond, 20, in: 1e-15...1e15, "rate toward w_off")),
            ParameterSlot(\.alpha_off, ModelParameter("alpha_off", .none, 3, in: 1...20, "exponent of that rate")),
            ParameterSlot(\.v_off, ModelParameter("v_off", .volt, 0.6, in: 1e-3...100, "threshold of that rate")),
            ParameterSlot(\.R_on, ModelParameter("R_on", .ohm, 1e3, in: 1e-3...1e15, "resistance at w_on")),
            ParameterSlot(\.R_off, ModelParameter("R_off", .ohm, 1e5, in: 1e-3...1e15, "resistance at w_off")),
            ParameterSlot(\.w_on, ModelParameter("w_on", .none, 0, in: -1e3...1e3, "state of low resistance")),
            ParameterSlot(\.w_off, ModelParameter("w_off", .none, 1, in: -1e3...1e3, "state of high resistance")),
            ParameterSlot(\.w_c, ModelParameter("w_c", .none, 0, in: 0...1e3, "width of the windows; 0 for none")),
            ParameterSlot(\.w_0, ModelParameter("w_0", .none, 1, in: -1e3...1e3, "state before the first write")),
            ParameterSlot(\.C_m, ModelParameter("C_m", .farad, 0, in: 0...1, "fast capacitance")),
            ParameterSlot(\.R_s, ModelParameter("R_s", .ohm, 0, in: 0...1e9, "series resistance")),
        ]
    }

    /// Resistance in a state, ohm; the state is clipped to its ends.
    public func resistance_ohm(_ w: Double) -> Double { R_on + slope_ohm * (clipped(w) - w_on) }

    private var slope_ohm: Double { w_off == w_on ? 0 : (R_off - R_on) / (w_off - w_on) }
    private func clipped(_ w: Double) -> Double { min(max(w, lowest), highest) }

    /// `u/R(w)`.
    public func conduction_A(at u_V: Double, _ state: [Double]) -> Double { u_V / resistance_ohm(state[0]) }

    /// The rate of the state; none outward at its ends.
    public func rates_per_s(at u_V: Double, _ state: [Double]) -> [Double] { [rate(at: u_V, state[0]).value] }

    /// The end to which a voltage beyond its threshold drives; between the thresholds `w_0`, as nothing moves.
    public func steadyState(at u_V: Double) -> [Double] {
        [u_V > v_off ? highest : u_V < v_on ? lowest : clipped(w_0)]
    }

    /// Derivatives of the two lines above.
    public func slopes(at u_V: Double, _ state: [Double]) -> ModelSlopes {
        let R = resistance_ohm(state[0])
        let rate = rate(at: u_V, state[0])
        return ModelSlopes(
            f_u: 1 / R, f_x: [-u_V / (R * R) * slope_ohm], g_u: [rate.perVolt], g_x: [rate.perState])
    }

    /// How long the state takes from end to end at a voltage; `nil` between the thresholds.
    public func settlingTime_s(atInternal u_V: Double) -> Double? {
        let middle = 0.5 * (w_on + w_off)
        let rate = abs(rate(at: u_V, middle).value)
        return rate > 0 ? abs(w_off - w_on) / rate : nil
    }

    private func rate(at u_V: Double, _ w: Double) -> (value: Double, perVolt: Double, perState: Double) {
        if u_V > v_off, w < highest {
            return moved(k_off, alpha_off, v_off, u_V, stopping(highest - w, -1, window(w - w_off, rising: true)))
        }
        if u_V < v_on, w > lowest {
            return moved(k_on, alpha_on, v_on, u_V, stopping(w - lowest, 1, window(w - w_on, rising: false)))
        }
        return (0, 0, 0)
    }

    private var lowest: Double { min(w_on, w_off) }
    private var highest: Double { max(w_on, w_off) }

    /// A window that ends over the last billionth of the range: a rate that ends at once has no solution to a step
    /// that reaches the end.
    private func stopping(
        _ left: Double, _ sign: Double, _ window: (value: Double, slope: Double)
    ) -> (value: Double, slope: Double) {
        let layer = 1e-9 * (highest - lowest)
        guard left < layer else { return window }
        return (window.value * left / layer, window.slope * left / layer + window.value * sign / layer)
    }

    private func moved(
        _ k: Double, _ alpha: Double, _ threshold_V: Double, _ u_V: Double, _ window: (value: Double, slope: Double)
    ) -> (value: Double, perVolt: Double, perState: Double) {
        let beyond = u_V / threshold_V - 1
        let power = k * pow(beyond, alpha)
        return (
            power * window.value, k * alpha * pow(beyond, alpha - 1) / threshold_V * window.value,
            power * window.slope
        )
    }

    /// `exp(-exp(±(w - end)/w_c))` with its slope; 1 without a window.
    private func window(_ distance: Double, rising: Bool) -> (value: Double, slope: Double) {
        guard w_c > 0 else { return (1, 0) }
        let sign: Double = rising ? 1 : -1
        let inner = exp(min(sign * distance / w_c, 700))
        let value = exp(-inner)
        return (value, -sign * inner / w_c * value)
    }
}
