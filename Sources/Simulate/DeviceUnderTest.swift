internal import Kernels
public import Models

/// A model device on the bench: what it is, where it starts, who it is, and the instrument's noise.
public struct DeviceUnderTest: Sendable {
    /// The device.
    public var model: any DeviceModel
    /// Id of the device; noise depends on it.
    public var id: String
    /// Seed of all noise.
    public var seed: UInt64
    /// Noise of the instrument.
    public var noise: MeasurementNoise
    /// Slow variables at the beginning of each recording; `nil` for a device at rest.
    ///
    /// With a state given, impedance is that of the state held, as a memory far slower than the measurement has it.
    public var heldState: [Double]?
    /// Name of that state (`LRS`, `HRS`), written into the files.
    public var stateName: String?

    /// Puts a device on the bench.
    public init(
        _ model: any DeviceModel, id: String, seed: UInt64 = 1, noise: MeasurementNoise = MeasurementNoise(),
        heldState: [Double]? = nil, stateName: String? = nil
    ) {
        self.model = model
        self.id = id
        self.seed = seed
        self.noise = noise
        self.heldState = heldState
        self.stateName = stateName
    }

    /// The device under a constant voltage, at rest or in its held state.
    ///
    /// Files hold seven digits of a current, which the usual tolerance serves; trains of many edges, whose readings
    /// the instrument's noise blurs anyway, may ask for less.
    func run(at voltage_V: Double, relativeTolerance: Double = 1e-8) -> DeviceRun {
        if let heldState {
            return DeviceRun(model, at: voltage_V, state: heldState, relativeTolerance: relativeTolerance)
        }
        return DeviceRun(model, restingAt: voltage_V, relativeTolerance: relativeTolerance)
    }

    /// The noise of one recording.
    func stream(_ recording: String) -> SeededStream { SeededStream(seed: seed, id, recording) }

    /// The slowest relaxation time at a voltage, s; for a device without memory, the time of its charge.
    func slowest_s(at voltage_V: Double) -> Double {
        let linear = model.linearized(at: voltage_V)
        return model.settlingTime_s(atInternal: linear.point.internal_V)
            ?? max(abs(linear.R_b_ohm) * linear.C_m_F, 1e-3)
    }

    /// The time in which a series resistance charges the fast capacitance, or a small part of the slowest time.
    func fastest_s(at voltage_V: Double) -> Double {
        let charging = model.seriesResistance_ohm * model.fastCapacitance_F
        return charging > 0 ? charging : 1e-3 * slowest_s(at: voltage_V)
    }
}
