public import Findings
import Measurements
internal import Models

/// What to simulate: a model with its settings, how it is measured, and how the files look.
public struct SimulationRequest: Sendable, Hashable {
    /// A parameter's name with its value.
    public struct Setting: Sendable, Hashable {
        /// Name of the parameter.
        public var name: String
        /// Value, SI.
        public var value: Double

        /// A setting.
        public init(_ name: String, _ value: Double) {
            self.name = name
            self.value = value
        }
    }

    /// Id of the model.
    public var model: String
    /// Parameters that differ from the model's defaults.
    public var settings: [Setting]
    /// Ids of the protocols; `all` is each of them.
    public var protocols: [String]
    /// Seed of the noise.
    public var seed: UInt64
    /// Relative noise, 0 to 1, as in `MeasurementNoise(relative:)`; `nil` for the default sizes.
    public var noise: Double?
    /// Id of the file layout.
    public var layout: String
    /// Id of the device, which the noise depends on; empty for the model's id.
    public var device: String

    /// Describes a simulation.
    public init(
        model: String, settings: [Setting] = [], protocols: [String] = ["all"], seed: UInt64 = 1,
        noise: Double? = nil, layout: String = "plain", device: String = ""
    ) {
        self.model = model
        self.settings = settings
        self.protocols = protocols
        self.seed = seed
        self.noise = noise
        self.layout = layout
        self.device = device
    }
}

/// Measures a model device and gives its files with `truth.json` beside them; nothing is written to disk.
///
/// The same request gives the same bytes.
/// - Throws: `model.unknown`, `model.unknown-parameter`, `model.parameter-out-of-range`, `simulate.unknown-protocol`,
///   `simulate.unknown-layout`, `simulate.bad-noise` (all that apply), or `model.stalled`.
public func simulate(_ request: SimulationRequest) throws(Failure) -> [OutputFileText] {
    var faults: [Finding] = []
    var device: DeviceUnderTest?
    do throws(Failure) {
        let settings = request.settings.map { (name: $0.name, value: $0.value) }
        let model = try DeviceModels.named(request.model).setting(settings)
        var noise = request.noise.map { MeasurementNoise(relative: $0) } ?? MeasurementNoise()
        // An instrument is chosen for its device: its range lies a few decades below the currents.
        let usual_A = [0.5, -0.5].map { abs(model.operatingPoint(at: $0).current_A) }.max() ?? 0
        noise.floor_A = min(noise.floor_A, 1e-4 * usual_A)
        device = DeviceUnderTest(
            model, id: request.device.isEmpty ? model.id : request.device, seed: request.seed, noise: noise)
    } catch { faults += error.findings }
    if let noise = request.noise, !(noise >= 0 && noise <= 1) {
        faults.append(
            Finding(
                SimulateFindings.badNoise, "the relative noise \"\(noise)\" is not a number from 0 to 1",
                fix: "--noise 0.01 is one percent"))
    }
    var protocols: [any MeasurementProtocol] = []
    for id in request.protocols where id != "all" && !protocols.contains(where: { $0.id == id }) {
        do throws(Failure) { protocols.append(try MeasurementProtocols.named(id)) } catch { faults += error.findings }
    }
    if request.protocols.contains("all") { protocols = MeasurementProtocols.all }
    var layout: any FileLayout = PlainText()
    do throws(Failure) { layout = try FileLayouts.named(request.layout) } catch { faults += error.findings }
    if let failure = Failure(faults) { throw failure }
    guard let device else { return [] }

    var recordings: [SimulatedRecording] = []
    for measurement in protocols { recordings += try measurement.measure(device) }
    let written = layout.files(recordings, of: FileHeader(device: device.id))
    return written.map(\.file) + [Truth(device: device, believedClass: nil, files: written).file()]
}
