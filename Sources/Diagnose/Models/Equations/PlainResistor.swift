import Measurements

/// A resistor: the device without memory and without charge.
public struct PlainResistor: DeviceModel {
    /// Resistance, ohm.
    public var R = 1e4

    /// 10 kilohm.
    public init() {}

    /// Id of the model.
    public var id: String { "resistor" }
    /// What the model is.
    public var summary: String { "a resistor; every diagnostic must find no memory" }
    /// Nothing in series that could be told from `R`.
    public var seriesResistance_ohm: Double { 0 }
    /// No capacitance.
    public var fastCapacitance_F: Double { 0 }
    /// No memory.
    public var stateVariables: [StateVariable] { [] }

    /// The parameters.
    public static var slots: [ParameterSlot<PlainResistor>] {
        [ParameterSlot(\.R, ModelParameter("R", .ohm, 1e4, in: 1e-6...1e15, "resistance"))]
    }

    /// `u/R`.
    public func conduction_A(at u_V: Double, _ state: [Double]) -> Double { u_V / R }
    /// None.
    public func rates_per_s(at u_V: Double, _ state: [Double]) -> [Double] { [] }
    /// None.
    public func steadyState(at u_V: Double) -> [Double] { [] }
    /// `1/R`.
    public func slopes(at u_V: Double, _ state: [Double]) -> ModelSlopes { ModelSlopes(f_u: 1 / R) }
}
