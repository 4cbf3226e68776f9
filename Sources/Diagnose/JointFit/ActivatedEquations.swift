/// The conductance-activated memristor in the forms T1 and T2 (THEORY B.1).
///
///     I = [g_L + (g_H - g_L) x] u + C_m du/dt      dx/dt = (x_inf(u) - x) r(u)      x_inf = 1/(1 + e^-y)
///     T1: r = (e^(γ y) + e^(-(1 - γ) y))/τ_0       T2: r = k_0 + k_s e^(u/V_s) + k_r e^(-u/V_r)      y = (u - V_h)/V_x
struct ActivatedEquations<Number: SmoothNumber>: SearchedEquations {
    private enum Rates {
        case paired(tau_0_s: Number, gamma: Number)
        case free(k_0: Number, k_s: Number, V_s: Number, k_r: Number, V_r: Number)
    }

    private let g_L: Number
    private let span_S: Number
    private let V_h: Number
    private let V_x: Number
    private let rates: Rates
    let capacitance_F: Number
    let series_ohm: Number
    let voltageScale_V: Double

    init(_ places: [Number]) {
        let model = places.count == JointModel.calm.parameters.count ? JointModel.calm : .calmT2
        let values = zip(model.parameters, places).map { $0.value(at: $1) }
        g_L = values[0]
        span_S = values[1] - values[0]
        V_h = values[2]
        V_x = values[3]
        if model == .calm {
            rates = .paired(tau_0_s: values[4], gamma: values[5])
            voltageScale_V = values[3].value
        } else {
            rates = .free(k_0: values[4], k_s: values[5], V_s: values[6], k_r: values[7], V_r: values[8])
            voltageScale_V = min(values[3].value, 0.5 * values[6].value, 0.5 * values[8].value)
        }
        capacitance_F = values[values.count - 2]
        series_ohm = values[values.count - 1]
    }

    /// `x_inf(u)` and the rate at which it is approached.
    private func goal(at u_V: Number) -> (x: Number, rate_per_s: Number) {
        let y = (u_V - V_h) / V_x
        let fall = Number.exponential(Number(0) - y)
        let x = 1 / (fall + 1)
        switch rates {
        case .paired(let tau_0_s, let gamma):
            // e^(γ y) (1 + e^-y) is the sum of both rates.
            return (x, Number.exponential(gamma * y) * (fall + 1) / tau_0_s)
        case .free(let k_0, let k_s, let V_s, let k_r, let V_r):
            let set = k_s * Number.exponential(u_V / V_s)
            return (x, k_0 + set + k_r * Number.exponential(Number(0) - u_V / V_r))
        }
    }

    func steady(at u_V: Number) -> JointState<Number> {
        JointState(first: 1 / (Number.exponential((V_h - u_V) / V_x) + 1), second: Number(0))
    }

    func pull(at u_V: Number) -> (goal: JointState<Number>, rates_per_s: JointState<Number>) {
        let goal = goal(at: u_V)
        return (
            JointState(first: goal.x, second: Number(0)), JointState(first: goal.rate_per_s, second: Number(0))
        )
    }

    private func conductance_S(_ state: JointState<Number>) -> Number { g_L + span_S * state.first }

    func conduction_A(at u_V: Number, _ state: JointState<Number>) -> Number { conductance_S(state) * u_V }

    func internal_V(under applied_V: Double, _ state: JointState<Number>, near guess_V: Number) -> Number {
        applied_V / (series_ohm * conductance_S(state) + 1)
    }

    func linearized(
        at u_V: Number, _ state: JointState<Number>
    ) -> (fast_S: Number, slow: [(coupling: Number, rate_per_s: Number)]) {
        let goal = goal(at: u_V)
        // dx_inf/du = x_inf (1 - x_inf)/V_x; about a held state the change of the rate adds its part.
        let rise = goal.x * (1 - goal.x) / V_x * goal.rate_per_s
        let away = goal.x - state.first
        return (conductance_S(state), [(span_S * u_V * (rise + away * rateSlope(at: u_V)), goal.rate_per_s)])
    }

    /// Slope of the rate by the internal voltage, per volt and second.
    private func rateSlope(at u_V: Number) -> Number {
        switch rates {
        case .paired(let tau_0_s, let gamma):
            let y = (u_V - V_h) / V_x
            let up = Number.exponential(gamma * y)
            let down = Number.exponential((gamma - 1) * y)
            return (gamma * up - (1 - gamma) * down) / (V_x * tau_0_s)
        case .free(_, let k_s, let V_s, let k_r, let V_r):
            return k_s / V_s * Number.exponential(u_V / V_s) - k_r / V_r * Number.exponential(Number(0) - u_V / V_r)
        }
    }
}
