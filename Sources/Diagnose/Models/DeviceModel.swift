public import Findings

/// A device as equations: fast conduction, slow state, and what lies in series and in parallel (THEORY A.1).
///
///     I = C_m du/dt + f(u, x)        dx/dt = g(u, x)        V = u + R_s I
///
/// A model states `f`, `g`, their partial derivatives and the steady state; impedance, steps and sweeps follow from
/// these alone, so what one model says in the three measurements agrees by construction.
public protocol DeviceModel: Sendable {
    /// Stable public id, as in `pinch simulate ID`.
    var id: String { get }
    /// What the model is, in one line.
    var summary: String { get }
    /// Series resistance R_s, ohm, ≥ 0.
    var seriesResistance_ohm: Double { get }
    /// Fast (geometric) capacitance C_m parallel to the conduction, F, ≥ 0.
    var fastCapacitance_F: Double { get }
    /// Names of the slow variables with their typical sizes, in the order of `state`; empty for a device without memory.
    var stateVariables: [StateVariable] { get }

    /// The model with its default parameters.
    init()
    /// The parameters and where their values stand, in the order in which they are printed.
    static var slots: [ParameterSlot<Self>] { get }

    /// Conduction current `f(u, x)`, A.
    func conduction_A(at u_V: Double, _ state: [Double]) -> Double
    /// Rates `g(u, x)` of the slow variables, per second; shape as `state`.
    func rates_per_s(at u_V: Double, _ state: [Double]) -> [Double]
    /// State after an infinite time at a constant internal voltage; where nothing moves, that of an unwritten device.
    func steadyState(at u_V: Double) -> [Double]
    /// Partial derivatives of `f` and `g`.
    func slopes(at u_V: Double, _ state: [Double]) -> ModelSlopes
    /// How long the state takes to follow a constant internal voltage, s; `nil` where it does not move.
    func settlingTime_s(atInternal u_V: Double) -> Double?
}

extension DeviceModel {
    /// The slowest of the relaxation times.
    public func settlingTime_s(atInternal u_V: Double) -> Double? {
        let linear = linearized(atInternal: u_V)
        return stateVariables.indices.compactMap { linear.tau_k_s($0) }.max()
    }
}

/// A slow variable of a model.
public struct StateVariable: Sendable, Hashable {
    /// Name in the equations.
    public let name: String
    /// Size below which a difference means nothing, in the variable's own unit.
    public let negligible: Double

    /// Names a variable.
    public init(_ name: String, negligible: Double) {
        self.name = name
        self.negligible = negligible
    }
}

/// Partial derivatives of a model at a point; n is the number of slow variables.
public struct ModelSlopes: Sendable, Hashable {
    /// `df/du`, S.
    public var f_u: Double
    /// `df/dx`, A per unit of x; shape [n].
    public var f_x: [Double]
    /// `dg/du`; shape [n].
    public var g_u: [Double]
    /// `dg/dx`, per second, row by row; shape [n * n].
    public var g_x: [Double]

    /// Holds derivatives; without slow variables only `f_u`.
    public init(f_u: Double, f_x: [Double] = [], g_u: [Double] = [], g_x: [Double] = []) {
        self.f_u = f_u
        self.f_x = f_x
        self.g_u = g_u
        self.g_x = g_x
    }
}

/// The models, in alphabetical order.
public enum DeviceModels {
    /// Each model with its default parameters.
    public static let all: [any DeviceModel] = [
        ConductanceActivated(),
        ConicalChannel(),
        FreelyActivated(),
        PlainRC(),
        PlainResistor(),
        SpikingNeuron(),
        ThresholdAdaptive(),
        TwoBranch(),
        Yakopcic(),
    ]

    /// The model of an id.
    ///
    /// - Throws: `model.unknown`, with the nearest id.
    public static func named(_ id: String) throws(Failure) -> any DeviceModel {
        if let found = all.first(where: { $0.id == id }) { return found }
        throw Failure(
            Finding(
                ModelFindings.unknownModel, "there is no model \"\(id)\"",
                fix: Suggestion.fix(for: id, in: all.map(\.id))))
    }
}
