internal import Files
public import Findings
public import Measurements

/// A device as read, and how much of it could not be.
public struct IngestedDevice: Sendable, Hashable {
    /// The device; what was found while reading stands in its findings.
    public var device: Device
    /// Number of files that gave no recording though they should have.
    public var failedFiles: Int

    /// The findings of the device.
    public var findings: [Finding] { device.findings }

    /// Whether a file's name promises measured data, by the extensions of the formats.
    public static func isExpected(_ name: String) -> Bool { SurveyCollector.isExpected(name) }

    /// Holds a device.
    public init(device: Device, failedFiles: Int) {
        self.device = device
        self.failedFiles = failedFiles
    }
}

/// Reads the files of a device.
///
/// Never throws: what failed is in the findings, the rest is kept.
///
/// The result does not depend on the order of the files: recordings are sorted by kind, then id, and ids come from
/// the numbers. The same numbers in two files are a finding and are used once.
public func ingest(_ entry: DeviceEntry, options: IngestOptions) -> IngestedDevice {
    var device = Device(
        id: entry.id, batch: entry.batch, statedClass: entry.statedClass, metadata: entry.metadata,
        findings: entry.findings)
    var failed = 0
    var recordings: [Recording] = []
    for file in entry.files {
        let read = FileReading(file, options: options)
        device.findings += read.findings
        recordings += read.recordings
        if read.isFailed { failed += 1 }
    }
    device.recordings = RecordingIdentity.identified(recordings, &device.findings)
    device.findings += QualityChecks.findings(together: device.recordings)
    return IngestedDevice(device: device, failedFiles: failed)
}

/// The kinds of finding that reading may give.
public enum IngestFindings {
    /// All kinds of this module, those of the formats included.
    public static let all: [FindingKind] =
        (FileFormats.all.flatMap(\.findings) + AreaFindings.all + ColumnFindings.all + ConditionFindings.all
        + ContainerFindings.all
        + ExclusionFindings.all + FileReading.kinds + FormatFindings.all + HeaderFindings.all + NamePatternFindings.all
        + QualityChecks.kinds
        + ReadsFindings.all
        + RecordingFindings.all + RowFindings.all + SheetFindings.all + SheetWordFindings.all + SpectrumFindings.all
        + SurveyFindings.all).sorted { $0.code < $1.code }
}
