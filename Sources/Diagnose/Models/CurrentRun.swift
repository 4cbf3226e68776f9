public import Findings
import Kernels

/// A model device under a current source, carried from one stretch of a measurement to the next.
///
///     C_m du/dt = I - f(u, x)        dx/dt = g(u, x)        V = u + R_s I
///
/// Under a current the rates are those of the poles of Z: what is stable at a constant voltage may oscillate here.
public struct CurrentRun {
    /// The device.
    public let model: any DeviceModel
    /// Internal voltage now, V.
    public private(set) var internal_V: Double
    /// Slow variables now.
    public private(set) var state: [Double]
    /// Time since the run began, s.
    public private(set) var time_s = 0.0

    private var integrator: StiffIntegrator

    /// A device at a voltage with its state; `operatingPoint(carrying:)` gives one at rest.
    public init(
        _ model: any DeviceModel, atInternal internal_V: Double, state: [Double], relativeTolerance: Double = 1e-10
    ) {
        self.model = model
        self.internal_V = internal_V
        self.state = state
        integrator = StiffIntegrator(relativeTolerance: relativeTolerance)
    }

    /// Keeps a current for a time and reads the voltage at times since the beginning of the stretch.
    ///
    /// Without a capacitance the voltage jumps at once to what carries the current, if the conduction grows with it.
    /// - Parameter samples_s: times in `0...duration_s`, not falling.
    /// - Returns: the voltage `u + R_s I` at those times, V.
    /// - Throws: `model.stalled`.
    public mutating func hold(
        _ current_A: Double, for duration_s: Double, samples_s: [Double] = []
    ) throws(Failure) -> [Double] {
        let drop_V = model.seriesResistance_ohm * current_A
        guard duration_s > 0 else { return samples_s.map { _ in internal_V + drop_V } }
        let system = FedDevice(model: model, current_A: current_A)
        var unknowns = [internal_V] + state
        integrator.restart()
        let read: [Double]
        do {
            read = try integrator.advance(system, from: 0, to: duration_s, &unknowns, at: samples_s)
        } catch {
            throw Failure(
                Finding(
                    ModelFindings.stalled, "the model \"\(model.id)\" stalled at \(current_A) A",
                    fix: "use a smaller current, or give the model a capacitance"))
        }
        internal_V = unknowns[0]
        state = Array(unknowns.dropFirst())
        time_s += duration_s
        return read.map { $0 + drop_V }
    }
}

/// A device under a constant current as a system of equations.
private struct FedDevice: DifferentialSystem {
    let model: any DeviceModel
    let current_A: Double
    let mass: [Double]
    let absoluteTolerance: [Double]

    init(model: any DeviceModel, current_A: Double) {
        self.model = model
        self.current_A = current_A
        let variables = model.stateVariables
        mass = [model.fastCapacitance_F] + variables.map { _ in 1 }
        absoluteTolerance = [1e-12] + variables.map(\.negligible)
    }

    var count: Int { mass.count }

    func rate(at t: Double, _ y: [Double], into rate: inout [Double]) {
        let state = Array(y[1...])
        rate[0] = current_A - model.conduction_A(at: y[0], state)
        for (k, value) in model.rates_per_s(at: y[0], state).enumerated() { rate[k + 1] = value }
    }

    func jacobian(at t: Double, _ y: [Double], into jacobian: inout [Double]) {
        let slopes = model.slopes(at: y[0], Array(y[1...]))
        let n = count
        jacobian[0] = -slopes.f_u
        for k in 1..<max(n, 1) {
            jacobian[k] = -slopes.f_x[k - 1]
            jacobian[k * n] = slopes.g_u[k - 1]
            for j in 1..<n { jacobian[k * n + j] = slopes.g_x[(k - 1) * (n - 1) + j - 1] }
        }
    }
}
