import Glibc
import Measurements

/// Conical nanofluidic channel: ions gather in it or leave it, so that its conductance follows the voltage late
/// (THEORY B.3).
///
///     I = g_0 r u + C_m du/dt        dr/dt = (g_inf(u)/g_0 - r)/tau        tau = L^2/(12 D)
///
/// `r` is the conductance over that at rest. `psi_0 < 0` conducts better at positive voltages.
/// - Source: the steady conductance and its constants in THEORY B.3, golden case G10.
public struct ConicalChannel: DeviceModel {
    /// Radius of the base, m.
    public var R_base = 200e-9
    /// Radius of the tip, m.
    public var R_tip = 50e-9
    /// Length, m.
    public var L = 10e-6
    /// Diffusion coefficient of the ions, m2/s.
    public var D = 1.75e-9
    /// Permittivity of the liquid, F/m.
    public var epsilon = 7.10371488220944e-10
    /// Potential of the wall, V.
    public var psi_0 = -10.2464e-3
    /// Viscosity of the liquid, Pa s.
    public var eta = 1.00934733776548e-3
    /// Temperature, K.
    public var T = 293.15
    /// Charges on the wall, 1/m2, with their sign.
    public var sigma = -1.5e15
    /// Ions of one sign in the reservoirs, 1/m3.
    public var rho_b = 6.0221409e22
    /// Fast capacitance, F.
    public var C_m = 0.0
    /// Series resistance, ohm.
    public var R_s = 0.0

    /// The channel of THEORY G10.
    public init() {}

    /// Id of the model.
    public var id: String { "conical-channel" }
    /// What the model is.
    public var summary: String { "conical nanofluidic channel: conductance follows the voltage with one time" }
    /// Series resistance, ohm.
    public var seriesResistance_ohm: Double { R_s }
    /// Fast capacitance, F.
    public var fastCapacitance_F: Double { C_m }
    /// The conductance over that at rest.
    public var stateVariables: [StateVariable] { [StateVariable("r", negligible: 1e-12)] }

    /// The parameters.
    public static var slots: [ParameterSlot<ConicalChannel>] {
        [
            ParameterSlot(\.R_base, ModelParameter("R_base", .meter, 200e-9, in: 1e-9...1e-3, "radius of the base")),
            ParameterSlot(\.R_tip, ModelParameter("R_tip", .meter, 50e-9, in: 1e-9...1e-3, "radius of the tip")),
            ParameterSlot(\.L, ModelParameter("L", .meter, 10e-6, in: 1e-8...1e-1, "length")),
            ParameterSlot(
                \.D, ModelParameter("D", .none, 1.75e-9, in: 1e-14...1e-6, "diffusion coefficient, m2/s")),
            ParameterSlot(
                \.epsilon,
                ModelParameter("epsilon", .none, 7.10371488220944e-10, in: 1e-13...1e-7, "permittivity, F/m")),
            ParameterSlot(
                \.psi_0, ModelParameter("psi_0", .volt, -10.2464e-3, in: -1...1, "potential of the wall")),
            ParameterSlot(
                \.eta, ModelParameter("eta", .none, 1.00934733776548e-3, in: 1e-6...1e3, "viscosity, Pa s")),
            ParameterSlot(\.T, ModelParameter("T", .kelvin, 293.15, in: 200...500, "temperature")),
            ParameterSlot(
                \.sigma, ModelParameter("sigma", .none, -1.5e15, in: -1e20...1e20, "charges on the wall, 1/m2")),
            ParameterSlot(
                \.rho_b, ModelParameter("rho_b", .none, 6.0221409e22, in: 1e15...1e29, "ions in the liquid, 1/m3")),
            ParameterSlot(\.C_m, ModelParameter("C_m", .farad, 0, in: 0...1, "fast capacitance")),
            ParameterSlot(\.R_s, ModelParameter("R_s", .ohm, 0, in: 0...1e12, "series resistance")),
        ]
    }

    // The constants of the golden case's source; those of 2019 shift it by a part in a million.
    private static let charge_C = 1.60217662e-19
    private static let boltzmann_J_per_K = 1.38064852e-23

    /// Relaxation time, s.
    public var tau_s: Double { L * L / (12 * D) }

    /// Conductance at rest, S.
    public var restConductance_S: Double {
        let perVolt = Self.charge_C / (Self.boltzmann_J_per_K * T)
        return .pi * R_tip * R_base / L * 2 * rho_b * Self.charge_C * perVolt * D
    }

    /// Dukhin number: charges on the wall over ions in the tip.
    public var dukhinNumber: Double { sigma / (2 * rho_b * R_tip) }

    /// Flow against diffusion in the drift of ions.
    public var flowRatio: Double {
        Self.charge_C / (Self.boltzmann_J_per_K * T) * D * eta / (epsilon * psi_0)
    }

    /// How strongly the charge of the wall bends the conductance.
    public var selectivity: Double { -2 * flowRatio * (1 - R_tip / R_base) * dukhinNumber }

    /// Péclet number of the flow through the tip, per volt.
    private var pecletPerVolt: Double {
        let flow_m3_per_Vs = Double.pi * R_tip * R_base * epsilon * psi_0 / (eta * L)
        return flow_m3_per_Vs * L / (D * .pi * R_tip * R_tip)
    }

    /// Steady conductance over that at rest, with its slope in 1/V.
    public func steadyRatio(at u_V: Double) -> (value: Double, slope_per_V: Double) {
        let whole = pecletPerVolt * R_tip / R_base
        var sum = 0.0
        var slope = 0.0
        // Five Gauss points in each of sixteen pieces: better than 1e-12 for flows that leave any conductance.
        for piece in 0..<Self.pieces {
            for (node, weight) in zip(Self.nodes, Self.weights) {
                let z = (Double(piece) + 0.5 + 0.5 * node) / Double(Self.pieces)
                let radius = R_base - (R_base - R_tip) * z
                let part = z * R_tip / radius
                let drift = Self.share(part, of: whole, at: u_V)
                sum += weight * (part - drift.value)
                slope -= weight * drift.slope
            }
        }
        let scale = selectivity / Double(2 * Self.pieces)
        return (1 + scale * sum, scale * slope)
    }

    /// `(e^(a b u) - 1)/(e^(b u) - 1)` with `a = part` and `b = whole` per volt, and its slope against `u`.
    private static func share(_ part: Double, of whole: Double, at u: Double) -> (value: Double, slope: Double) {
        let x = whole * u
        // Near zero both are small: the value tends to `part`.
        guard abs(x) > 1e-5 else {
            return (part * (1 + 0.5 * (part - 1) * x), 0.5 * part * (part - 1) * whole)
        }
        if x > 0 {
            // Divided by the larger exponential, so that nothing overflows.
            let below = -expm1(-x)
            let value = exp((part - 1) * x) * -expm1(-part * x) / below
            let rise = part * exp((part - 1) * x) / below - value / below
            return (value, whole * rise)
        }
        let below = expm1(x)
        let value = expm1(part * x) / below
        return (value, whole * (part * exp(part * x) - value * exp(x)) / below)
    }

    private static let pieces = 16
    private static let nodes = [
        -0.906179845938663992797626878299, -0.538469310105683091036314420700, 0, 0.538469310105683091036314420700,
        0.906179845938663992797626878299,
    ]
    private static let weights = [
        0.236926885056189087514264040720, 0.478628670499366468041291514836, 0.568888888888888888888888888889,
        0.478628670499366468041291514836, 0.236926885056189087514264040720,
    ]

    /// `g_0 r u`.
    public func conduction_A(at u_V: Double, _ state: [Double]) -> Double { restConductance_S * state[0] * u_V }

    /// `(g_inf/g_0 - r)/tau`.
    public func rates_per_s(at u_V: Double, _ state: [Double]) -> [Double] {
        [(steadyRatio(at: u_V).value - state[0]) / tau_s]
    }

    /// `g_inf/g_0`.
    public func steadyState(at u_V: Double) -> [Double] { [steadyRatio(at: u_V).value] }

    /// Derivatives of the two lines above.
    public func slopes(at u_V: Double, _ state: [Double]) -> ModelSlopes {
        ModelSlopes(
            f_u: restConductance_S * state[0], f_x: [restConductance_S * u_V],
            g_u: [steadyRatio(at: u_V).slope_per_V / tau_s], g_x: [-1 / tau_s])
    }
}
