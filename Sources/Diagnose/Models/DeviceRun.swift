public import Findings
import Kernels

/// A model device under a voltage source, carried from one stretch of a measurement to the next.
///
/// The unknowns are the current and the slow variables:
///
///     R_s C_m dI/dt = C_m dV/dt + f(V - R_s I, x) - I        dx/dt = g(V - R_s I, x)
///
/// which holds exactly for steps and ramps, with or without `R_s` and `C_m`: where `R_s C_m` is 0 the first line is
/// algebraic. Only the charge of an ideal voltage step on a capacitor without any series resistance, an impulse, is
/// left out of the current.
public struct DeviceRun {
    /// The device.
    public let model: any DeviceModel
    /// Applied voltage now, V.
    public private(set) var voltage_V: Double
    /// Current now, A.
    public private(set) var current_A: Double
    /// Slow variables now.
    public private(set) var state: [Double]
    /// Time since the run began, s.
    public private(set) var time_s = 0.0

    private var integrator: StiffIntegrator

    /// A device at rest under a constant voltage.
    public init(_ model: any DeviceModel, restingAt voltage_V: Double, relativeTolerance: Double = 1e-10) {
        let point = model.operatingPoint(at: voltage_V)
        self.init(model, at: voltage_V, state: point.state, relativeTolerance: relativeTolerance)
    }

    /// A device in a given state under a voltage, its fast charge settled.
    public init(
        _ model: any DeviceModel, at voltage_V: Double, state: [Double], relativeTolerance: Double = 1e-10
    ) {
        self.model = model
        self.voltage_V = voltage_V
        self.state = state
        current_A = Self.settledCurrent_A(model, voltage_V, state, slope_V_per_s: 0)
        integrator = StiffIntegrator(relativeTolerance: relativeTolerance)
    }

    /// Internal voltage now, V.
    public var internal_V: Double { voltage_V - model.seriesResistance_ohm * current_A }

    /// Changes the applied voltage at once; the capacitor keeps its voltage where a series resistance allows it.
    public mutating func jump(to target_V: Double) {
        if isDynamic {
            current_A += (target_V - voltage_V) / model.seriesResistance_ohm
        } else {
            current_A = Self.settledCurrent_A(model, target_V, state, slope_V_per_s: 0)
        }
        voltage_V = target_V
    }

    /// Keeps the voltage for a time and reads the current at times since the beginning of the stretch.
    ///
    /// - Parameter samples_s: times in `0...duration_s`, not falling.
    /// - Returns: the current at those times, A.
    /// - Throws: `model.stalled`.
    public mutating func hold(for duration_s: Double, samples_s: [Double] = []) throws(Failure) -> [Double] {
        try ramp(to: voltage_V, in: duration_s, samples_s: samples_s)
    }

    /// Brings the voltage to a target at a constant rate and reads the current on the way; as `hold`.
    public mutating func ramp(
        to target_V: Double, in duration_s: Double, samples_s: [Double] = []
    ) throws(Failure) -> [Double] {
        guard duration_s > 0 else { return samples_s.map { _ in current_A } }
        let slope = (target_V - voltage_V) / duration_s
        let start_V = voltage_V
        let system = DrivenDevice(model: model, start_V: start_V, slope_V_per_s: slope)
        if !isDynamic {
            current_A = Self.settledCurrent_A(model, start_V, state, slope_V_per_s: slope)
        }
        var unknowns = [current_A] + state
        integrator.restart()
        let read: [Double]
        do {
            read =
                slope == 0
                ? try integrator.advance(system, from: 0, to: duration_s, &unknowns, at: samples_s)
                : try stopping(at: samples_s, until: duration_s, system, &unknowns)
        } catch {
            throw Failure(stall(error, between: start_V, and: target_V))
        }
        current_A = unknowns[0]
        state = Array(unknowns.dropFirst())
        voltage_V = target_V
        time_s += duration_s
        return read
    }

    /// The current on a ramp, with a step that ends at each reading.
    ///
    /// At a constant voltage all that a step passes over has decayed, and the current within it is as good as at its
    /// end. On a slow ramp the state follows the voltage over steps longer than its own time, where only the ends are.
    private mutating func stopping(
        at samples_s: [Double], until duration_s: Double, _ system: DrivenDevice, _ unknowns: inout [Double]
    ) throws(IntegrationStop) -> [Double] {
        var now = 0.0
        var read: [Double] = []
        for end in samples_s + [duration_s] {
            let stop = min(max(end, now), duration_s)
            try integrator.advance(system, from: now, to: stop, &unknowns)
            now = stop
            read.append(unknowns[0])
        }
        return Array(read.dropLast())
    }

    /// Whether the fast charge needs time to settle.
    private var isDynamic: Bool { model.seriesResistance_ohm * model.fastCapacitance_F > 0 }

    /// The current with the state frozen and the fast charge settled on the ramp.
    private static func settledCurrent_A(
        _ model: any DeviceModel, _ voltage_V: Double, _ state: [Double], slope_V_per_s: Double
    ) -> Double {
        let u = model.internalVoltage(at: voltage_V) { model.conduction_A(at: $0, state) }
        // With R_s and C_m both present the ramp's charging current builds up by itself.
        let charging = model.seriesResistance_ohm == 0 ? model.fastCapacitance_F * slope_V_per_s : 0
        return model.conduction_A(at: u, state) + charging
    }

    private func stall(_ stop: IntegrationStop, between start_V: Double, and end_V: Double) -> Finding {
        let reason =
            switch stop {
            case .stepTooSmall: "the step had to become shorter than rounding allows"
            case .tooManySteps: "too many steps"
            }
        return Finding(
            ModelFindings.stalled,
            "the model \"\(model.id)\" stalled "
                + (start_V == end_V ? "at \(end_V) V" : "between \(start_V) V and \(end_V) V") + ": \(reason)",
            fix: "use a smaller voltage, or wider voltage scales in the model")
    }
}

/// A device on a ramp as a system of equations; time counts from the beginning of the ramp.
private struct DrivenDevice: DifferentialSystem {
    let model: any DeviceModel
    let start_V: Double
    let slope_V_per_s: Double
    let series_ohm: Double
    let mass: [Double]
    let absoluteTolerance: [Double]
    private let charging_A: Double

    init(model: any DeviceModel, start_V: Double, slope_V_per_s: Double) {
        self.model = model
        self.start_V = start_V
        self.slope_V_per_s = slope_V_per_s
        series_ohm = model.seriesResistance_ohm
        let variables = model.stateVariables
        mass = [series_ohm * model.fastCapacitance_F] + variables.map { _ in 1 }
        absoluteTolerance = [1e-16] + variables.map(\.negligible)
        charging_A = model.fastCapacitance_F * slope_V_per_s
    }

    var count: Int { mass.count }

    func rate(at t: Double, _ y: [Double], into rate: inout [Double]) {
        let u = start_V + slope_V_per_s * t - series_ohm * y[0]
        let state = Array(y[1...])
        rate[0] = charging_A + model.conduction_A(at: u, state) - y[0]
        for (k, value) in model.rates_per_s(at: u, state).enumerated() { rate[k + 1] = value }
    }

    func jacobian(at t: Double, _ y: [Double], into jacobian: inout [Double]) {
        let u = start_V + slope_V_per_s * t - series_ohm * y[0]
        let slopes = model.slopes(at: u, Array(y[1...]))
        let n = count
        jacobian[0] = -series_ohm * slopes.f_u - 1
        for k in 1..<max(n, 1) {
            jacobian[k] = slopes.f_x[k - 1]
            jacobian[k * n] = -series_ohm * slopes.g_u[k - 1]
            for j in 1..<n { jacobian[k * n + j] = slopes.g_x[(k - 1) * (n - 1) + j - 1] }
        }
    }
}
