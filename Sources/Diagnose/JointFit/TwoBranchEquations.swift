/// The perovskite device with an inductive and a capacitive slow branch (THEORY B.2).
///
///     I = C_g du/dt + I_b0 (e^(u/V_b) - 1) + w + C_s(v_s) (u - v_s)/tau_C        C_s = C_s0 e^(v_s/V_c)
///     tau_L dw/dt = I_a0 (e^(u/V_a) - 1) - w                                     tau_C dv_s/dt = u - v_s
struct TwoBranchEquations<Number: SmoothNumber>: SearchedEquations {
    private let I_b0: Number
    private let V_b: Number
    private let I_a0: Number
    private let V_a: Number
    private let rate_L: Number
    private let C_s0: Number
    private let V_c: Number
    private let rate_C: Number
    let capacitance_F: Number
    let series_ohm: Number
    let voltageScale_V: Double

    init(_ places: [Number]) {
        let values = zip(JointModel.twoBranch.parameters, places).map { $0.value(at: $1) }
        capacitance_F = values[0]
        I_b0 = values[1]
        V_b = values[2]
        I_a0 = values[3]
        V_a = values[4]
        rate_L = 1 / values[5]
        C_s0 = values[6]
        V_c = values[7]
        rate_C = 1 / values[8]
        series_ohm = values[9]
        voltageScale_V = min(values[2].value, values[4].value, values[7].value)
    }

    func steady(at u_V: Number) -> JointState<Number> {
        JointState(first: I_a0 * Number.exponentialMinusOne(u_V / V_a), second: u_V)
    }

    func pull(at u_V: Number) -> (goal: JointState<Number>, rates_per_s: JointState<Number>) {
        (steady(at: u_V), JointState(first: rate_L, second: rate_C))
    }

    private func surface_S(_ state: JointState<Number>) -> Number {
        C_s0 * Number.exponential(state.second / V_c) * rate_C
    }

    func conduction_A(at u_V: Number, _ state: JointState<Number>) -> Number {
        I_b0 * Number.exponentialMinusOne(u_V / V_b) + state.first + surface_S(state) * (u_V - state.second)
    }

    func internal_V(under applied_V: Double, _ state: JointState<Number>, near guess_V: Number) -> Number {
        let surface = surface_S(state)
        var u = guess_V
        // The drop over R_s is small where the model holds; what a fourth step would change is rounding.
        for _ in 0..<3 {
            let grown = Number.exponentialMinusOne(u / V_b)
            let excess =
                u - applied_V + series_ohm * (I_b0 * grown + state.first + surface * (u - state.second))
            let slope = series_ohm * (I_b0 / V_b * (grown + 1) + surface) + 1
            u = u - excess / slope
        }
        return u
    }

    func linearized(
        at u_V: Number, _ state: JointState<Number>
    ) -> (fast_S: Number, slow: [(coupling: Number, rate_per_s: Number)]) {
        let surface = surface_S(state)
        let fast = I_b0 / V_b * Number.exponential(u_V / V_b) + surface
        let inductive = I_a0 / V_a * Number.exponential(u_V / V_a) * rate_L
        let capacitive = surface * ((u_V - state.second) / V_c - 1) * rate_C
        return (fast, [(inductive, rate_L), (capacitive, rate_C)])
    }
}
