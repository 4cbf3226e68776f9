/// The fixed point of EC1 as a dynamical system: trace, determinant and kind.
///
/// - Source: THEORY F.1 and the sign table F.3.
public struct FixedPoint: Sendable, Hashable {
    /// What becomes of a small disturbance.
    public enum Kind: String, Sendable {
        case stableNode = "stable node"
        case stableFocus = "stable focus"
        case unstableNode = "unstable node"
        case unstableFocus = "unstable focus"
        case saddle
    }

    /// Sum of the two rates, 1/s.
    public let trace_per_s: Double
    /// Product of the two rates, 1/s².
    public let determinant_per_s2: Double

    /// Under current control, or under voltage control through the circuit's own series resistance.
    ///
    /// - Returns: `nil` unless the circuit has one branch and a capacitance (and a series resistance, under voltage
    ///   control: without one the capacitor follows the source and the device has one rate only).
    public init?(_ circuit: MaxwellCircuit, voltageControl: Bool = false) {
        guard circuit.branches.count == 1, let branch = circuit.branches.first, branch.time_s != 0,
            circuit.capacitance_F != 0, !voltageControl || circuit.series_ohm != 0
        else { return nil }
        let load = voltageControl ? 1 / circuit.series_ohm : 0
        let conductance = circuit.fastConductance_S + load
        trace_per_s = -(1 / branch.time_s + conductance / circuit.capacitance_F)
        determinant_per_s2 = (conductance + branch.conductance_S) / (circuit.capacitance_F * branch.time_s)
    }

    /// Its kind.
    public var kind: Kind {
        if determinant_per_s2 < 0 { return .saddle }
        let isFocus = trace_per_s * trace_per_s < 4 * determinant_per_s2
        if trace_per_s < 0 { return isFocus ? .stableFocus : .stableNode }
        return isFocus ? .unstableFocus : .unstableNode
    }

    /// Load at which a voltage-controlled device begins to oscillate, ohm; `nil` for none.
    ///
    /// `R_s,crit = 1/(-1/R_b - C_m/tau_k)`.
    public static func criticalLoad_ohm(_ circuit: MaxwellCircuit) -> Double? {
        guard circuit.branches.count == 1, let branch = circuit.branches.first, branch.time_s > 0 else { return nil }
        let load = 1 / (-circuit.fastConductance_S - circuit.capacitance_F / branch.time_s)
        return load > 0 && load.isFinite ? load : nil
    }
}
