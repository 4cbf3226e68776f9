import Measurements

/// A resistor and a capacitor in parallel, with a resistor in series: charge, but no memory of the conductance.
public struct PlainRC: DeviceModel {
    /// Parallel resistance, ohm.
    public var R_p = 1e5
    /// Parallel capacitance, F.
    public var C_p = 1e-7
    /// Series resistance, ohm.
    public var R_s = 100.0

    /// 100 kilohm, 100 nF, 100 ohm.
    public init() {}

    /// Id of the model.
    public var id: String { "rc" }
    /// What the model is.
    public var summary: String { "resistor and capacitor in parallel, resistor in series; no memory" }
    /// Series resistance, ohm.
    public var seriesResistance_ohm: Double { R_s }
    /// The capacitor, F.
    public var fastCapacitance_F: Double { C_p }
    /// No memory.
    public var stateVariables: [StateVariable] { [] }

    /// The parameters.
    public static var slots: [ParameterSlot<PlainRC>] {
        [
            ParameterSlot(\.R_p, ModelParameter("R_p", .ohm, 1e5, in: 1e-6...1e15, "parallel resistance")),
            ParameterSlot(\.C_p, ModelParameter("C_p", .farad, 1e-7, in: 0...1, "parallel capacitance")),
            ParameterSlot(\.R_s, ModelParameter("R_s", .ohm, 100, in: 0...1e9, "series resistance")),
        ]
    }

    /// `u/R_p`.
    public func conduction_A(at u_V: Double, _ state: [Double]) -> Double { u_V / R_p }
    /// None.
    public func rates_per_s(at u_V: Double, _ state: [Double]) -> [Double] { [] }
    /// None.
    public func steadyState(at u_V: Double) -> [Double] { [] }
    /// `1/R_p`.
    public func slopes(at u_V: Double, _ state: [Double]) -> ModelSlopes { ModelSlopes(f_u: 1 / R_p) }
}
