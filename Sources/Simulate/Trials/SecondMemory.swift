import Measurements
import Models

/// A device with one more slow current beside its own: `tau dw/dt = share f_ss(u) - w` (THEORY B.2, the branch of w).
///
/// It stands in for what a session did not reckon with; it is no model of its own to choose or to fit.
struct SecondMemory: DeviceModel {
    /// The device without it.
    var base: any DeviceModel = ConductanceActivated()
    /// Steady slow current over the device's own steady current.
    var share = 0.5
    /// Its relaxation time, s.
    var tau_s = 30.0

    init() {}

    init(_ base: any DeviceModel, share: Double, tau_s: Double) {
        self.base = base
        self.share = share
        self.tau_s = tau_s
    }

    var id: String { base.id + "+w" }
    var summary: String { base.summary + ", and one more slow current" }
    var seriesResistance_ohm: Double { base.seriesResistance_ohm }
    var fastCapacitance_F: Double { base.fastCapacitance_F }
    var stateVariables: [StateVariable] { base.stateVariables + [StateVariable("w2", negligible: 1e-17)] }
    static var slots: [ParameterSlot<SecondMemory>] { [] }

    func conduction_A(at u_V: Double, _ state: [Double]) -> Double {
        base.conduction_A(at: u_V, Array(state.dropLast())) + (state.last ?? 0)
    }

    func rates_per_s(at u_V: Double, _ state: [Double]) -> [Double] {
        base.rates_per_s(at: u_V, Array(state.dropLast())) + [(goal_A(at: u_V) - (state.last ?? 0)) / tau_s]
    }

    func steadyState(at u_V: Double) -> [Double] { base.steadyState(at: u_V) + [goal_A(at: u_V)] }

    func slopes(at u_V: Double, _ state: [Double]) -> ModelSlopes {
        let own = base.slopes(at: u_V, Array(state.dropLast()))
        let n = own.f_x.count
        let linear = base.linearized(atInternal: u_V)
        var rates: [Double] = []
        for k in 0..<n { rates += Array(own.g_x[(k * n)..<((k + 1) * n)]) + [0] }
        return ModelSlopes(
            f_u: own.f_u, f_x: own.f_x + [1],
            g_u: own.g_u + [share * linear.G_int_S / tau_s],
            g_x: rates + [Double](repeating: 0, count: n) + [-1 / tau_s])
    }

    private func goal_A(at u_V: Double) -> Double {
        share * base.conduction_A(at: u_V, base.steadyState(at: u_V))
    }
}
