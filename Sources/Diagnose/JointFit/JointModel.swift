internal import Measurements

/// The models that may be asked to explain a device.
public enum JointModel: String, Sendable, CaseIterable, Codable {
    /// Conductance-activated, form T1 (THEORY B.1).
    case calm = "calm"
    /// The same with the three free rates of form T2.
    case calmT2 = "calm-T2"
    /// The perovskite device (THEORY B.2).
    case twoBranch = "two-branch"

    /// The parameters, in the order in which they are searched and printed.
    public var parameters: [JointParameter] {
        switch self {
        case .calm:
            [
                JointParameter("g_L", .siemens), JointParameter("g_H", .siemens), JointParameter("V_h", .volt, .linear),
                JointParameter("V_x", .volt), JointParameter("tau_0", .second), JointParameter("gamma", .none, .logit),
                JointParameter("C_m", .farad), JointParameter("R_s", .ohm),
            ]
        case .calmT2:
            [
                JointParameter("g_L", .siemens), JointParameter("g_H", .siemens), JointParameter("V_h", .volt, .linear),
                JointParameter("V_x", .volt), JointParameter("k_0", .perSecond), JointParameter("k_s", .perSecond),
                JointParameter("V_s", .volt), JointParameter("k_r", .perSecond), JointParameter("V_r", .volt),
                JointParameter("C_m", .farad), JointParameter("R_s", .ohm),
            ]
        case .twoBranch:
            [
                JointParameter("C_g", .farad), JointParameter("I_b0", .ampere), JointParameter("V_b", .volt),
                JointParameter("I_a0", .ampere), JointParameter("V_a", .volt), JointParameter("tau_L", .second),
                JointParameter("C_s0", .farad), JointParameter("V_c", .volt), JointParameter("tau_C", .second),
                JointParameter("R_s", .ohm),
            ]
        }
    }

    /// Number of slow variables.
    var stateCount: Int { self == .twoBranch ? 2 : 1 }
}

/// The slow variables of a model; one with a single one leaves the second at zero.
struct JointState<Number: SmoothNumber> {
    var first: Number
    var second: Number
}

/// A model's equations in the form in which a run needs them: each slow variable follows a steady value at a rate.
protocol JointEquations {
    associatedtype Number: SmoothNumber
    /// Series resistance, ohm.
    var series_ohm: Number { get }
    /// Fast capacitance, F.
    var capacitance_F: Number { get }
    /// Change of the voltage over which the rates change by a good part, V: runs take steps well below it.
    var voltageScale_V: Double { get }
    /// The state after an infinite time at an internal voltage.
    func steady(at u_V: Number) -> JointState<Number>
    /// The steady value of each slow variable at an internal voltage, and the rate at which it is followed, per second.
    func pull(at u_V: Number) -> (goal: JointState<Number>, rates_per_s: JointState<Number>)
    /// Conduction current at an internal voltage, A.
    func conduction_A(at u_V: Number, _ state: JointState<Number>) -> Number
    /// The internal voltage under an applied one, V, found from a guess.
    func internal_V(under applied_V: Double, _ state: JointState<Number>, near guess_V: Number) -> Number
    /// Fast conductance `df/du` and, for each slow variable, `f_x g_u` in S/s and its rate `-g_x` per second.
    func linearized(
        at u_V: Number, _ state: JointState<Number>
    ) -> (fast_S: Number, slow: [(coupling: Number, rate_per_s: Number)])
}

/// Equations with parameters that a search moves.
protocol SearchedEquations: JointEquations {
    /// The equations with parameters at places of the search, in the order of `JointModel.parameters`.
    init(_ places: [Number])
}
