import Findings
import Models

/// A device of the sample set: what it is, what it is to show, and how it is measured.
struct SampleDevice: Sendable {
    /// Some measurements of the device, written in one layout.
    struct Session: Sendable {
        /// Layout of its files.
        var layout: any FileLayout
        /// What is measured.
        var protocols: [any MeasurementProtocol]
        /// State at the beginning of each recording; `nil` for rest.
        var heldState: [Double]?
        /// Name of that state in the files, where the measurement leaves it as it is.
        var stateName: String?

        init(
            _ layout: any FileLayout, _ protocols: [any MeasurementProtocol], heldState: [Double]? = nil,
            stateName: String? = nil
        ) {
            self.layout = layout
            self.protocols = protocols
            self.heldState = heldState
            self.stateName = stateName
        }
    }

    /// Id of the device and name of its folder.
    var id: String
    /// Batch and name of the folder above.
    var batch: String
    /// What its owner believes: `volatile`, `nonvolatile` or empty.
    var believedClass: String
    /// The device.
    var model: any DeviceModel
    /// Noise of the instrument.
    var noise: MeasurementNoise
    /// What it is in the set for, for the set's README.
    var shows: String
    /// The measurements.
    var sessions: [Session]

    /// Seed of all samples; the device's id and the recording's name make the rest.
    static let seed: UInt64 = 2026

    /// The device's files with the sheet's rows, by bare file name.
    func files(seed: UInt64 = seed) throws(Failure) -> [WrittenRecordings] {
        var written: [WrittenRecordings] = []
        for session in sessions {
            let device = onBench(session, seed: seed)
            var recordings: [SimulatedRecording] = []
            for measurement in session.protocols { recordings += try measurement.measure(device) }
            written += session.layout.files(recordings, of: FileHeader(device: id))
        }
        return written
    }

    /// What was put in.
    func truth(_ written: [WrittenRecordings]) -> OutputFileText {
        Truth(
            device: onBench(nil), believedClass: believedClass.isEmpty ? nil : believedClass, files: written
        ).file()
    }

    /// The device as a session begins.
    func onBench(_ session: Session?, seed: UInt64 = seed) -> DeviceUnderTest {
        DeviceUnderTest(
            model, id: id, seed: seed, noise: noise, heldState: session?.heldState,
            stateName: session?.stateName)
    }
}
