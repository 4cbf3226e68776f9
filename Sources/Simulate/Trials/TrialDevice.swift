public import Findings
import Kernels
public import Measurements
public import Models

/// A device drawn at random with everything that is measured of it, sound or with one planted fault.
///
/// Studies and tests count over many of them how often links speak, and whether the right ones do. Odd seeds are
/// conductance-activated devices, even ones perovskites with two slow branches; the parameters vary about those of C01
/// and P01 of the samples, the voltages and rates with them, as somebody chooses them who knows the device a little.
public struct TrialDevice: Sendable {
    /// Id of the device.
    public let id: String
    /// The device.
    public let model: any DeviceModel
    /// Id of the model.
    public var modelID: String { model.id }

    private let seed: UInt64
    private let noise: MeasurementNoise
    private let session: TrialSession
    private let spectra: [SimulatedRecording]
    private let steps: [SimulatedRecording]
    private let loops: [SimulatedRecording]
    private let writes: [SimulatedRecording]

    /// Draws a device and measures it.
    ///
    /// - Parameter noise: relative noise of every reading (of small steps: of the change they make).
    /// - Throws: `model.stalled`.
    public init(seed: UInt64, noise relative: Double = 0.01) throws(Failure) {
        let drawn = seed % 2 == 1 ? TrialDraw.activated(seed: seed) : TrialDraw.twoBranch(seed: seed)
        id = "\(drawn.model.id)-\(seed)"
        model = drawn.model
        session = drawn.session
        self.seed = seed
        let usual_A = abs(drawn.model.operatingPoint(at: drawn.usual_V).current_A)
        noise = MeasurementNoise(
            impedance: relative, current: relative, floor_A: 1e-5 * usual_A, smallStep: relative)
        let bench = DeviceUnderTest(model, id: id, seed: seed, noise: noise)
        spectra = try Self.measured(session.spectra, bench)
        steps = try Self.measured(session.steps, bench)
        loops = try Self.measured([session.levels, session.loops], bench)
        writes = try Self.measured(session.writes, bench)
    }

    /// The measurements with a fault, or sound.
    ///
    /// - Throws: `model.stalled`.
    public func recordings(with fault: PlantedFault? = nil) throws(Failure) -> [SimulatedRecording] {
        let bench = DeviceUnderTest(model, id: id, seed: seed, noise: noise)
        switch fault {
        case nil: return spectra + steps + loops + writes
        case .sweptTooFast: return spectra + steps + (try Self.measured(session.hurried, bench)) + writes
        case .seriesResistance:
            let shift_ohm = (seed / 2 % 2 == 0 ? 0.2 : -0.2) * model.seriesResistance_ohm
            return spectra.map { $0.mapSpectrum { ($0 + shift_ohm, $1) } } + steps + loops + writes
        case .drift:
            let later = DeviceUnderTest(TrialDraw.grown(model, by: 1.5), id: id, seed: seed, noise: noise)
            return spectra + steps + (try Self.measured([session.levels, session.loops], later)) + writes
        case .photovoltaicSign: return spectra + steps + loops.map { $0.mapCurrent { -$0 } } + writes
        case .reversedReactance: return spectra.map { $0.mapSpectrum { ($0, -$1) } } + steps + loops + writes
        case .secondMemory:
            let slow = SecondMemory(model, share: 0.5, tau_s: 3000 * session.slowest_s)
            let later = DeviceUnderTest(slow, id: id, seed: seed, noise: noise)
            return try Self.measured(
                session.spectra + session.steps + [session.levels, session.loops] + session.writes, later)
        }
    }

    /// The device with a fault as ingestion would hand it on, without files.
    ///
    /// - Throws: `model.stalled`.
    public func device(with fault: PlantedFault? = nil) throws(Failure) -> Device {
        let list = try recordings(with: fault).map(\.ingested)
        return Device(
            id: id, batch: "trials", statedClass: "",
            recordings: list.sorted { ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id) })
    }

    private static func measured(
        _ protocols: [any MeasurementProtocol], _ bench: DeviceUnderTest
    ) throws(Failure) -> [SimulatedRecording] {
        var list: [SimulatedRecording] = []
        for measurement in protocols { list += try measurement.measure(bench) }
        return list
    }
}

extension SimulatedRecording {
    /// The recording as ingestion would make it, without a file.
    public var ingested: Recording {
        var conditions = Conditions()
        conditions.control = control
        conditions.state = state
        conditions.bias_V = bias_V
        conditions.amplitude_V = amplitude_V
        conditions.rate_V_per_s = rate_V_per_s
        conditions.read_V = read_V
        return Recording(
            id: name, kind: kind, data: data, conditions: conditions, provenance: Provenance(file: name))
    }

    /// The recording with other impedances.
    func mapSpectrum(_ change: (Double, Double) -> (Double, Double)) -> SimulatedRecording {
        guard case .spectrum(var spectrum) = data else { return self }
        for i in spectrum.frequency_Hz.indices {
            (spectrum.real_ohm[i], spectrum.imaginary_ohm[i]) = change(
                spectrum.real_ohm[i], spectrum.imaginary_ohm[i])
        }
        var copy = self
        copy.data = .spectrum(spectrum)
        return copy
    }

    /// The recording with other currents.
    func mapCurrent(_ change: (Double) -> Double) -> SimulatedRecording {
        var copy = self
        switch data {
        case .trace(var trace):
            trace.current_A = trace.current_A.map(change)
            copy.data = .trace(trace)
        case .sweep(var sweep):
            sweep.current_A = sweep.current_A.map(change)
            copy.data = .sweep(sweep)
        default: break
        }
        return copy
    }
}
