public import Findings

/// A file made by the simulator, not yet written.
public struct OutputFileText: Sendable, Hashable {
    /// Path relative to the output folder.
    public var path: String
    /// The whole content.
    public var bytes: [UInt8]

    /// Holds a file.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

/// A way to write recordings as files.
public protocol FileLayout: Sendable {
    /// Stable public id, as in `--layout ID`.
    var id: String { get }
    /// What it looks like, in one line.
    var summary: String { get }
    /// A layout has no state.
    init()
    /// The files of a device's recordings, with the recordings in each.
    func files(_ recordings: [SimulatedRecording], of header: FileHeader) -> [WrittenRecordings]
}

/// A file with the recordings it holds.
public struct WrittenRecordings: Sendable, Hashable {
    /// The file; its path is the bare name.
    public var file: OutputFileText
    /// What stands in it.
    public var recordings: [SimulatedRecording]
}

/// What every file of a device says at its head.
public struct FileHeader: Sendable, Hashable {
    /// Id of the device.
    public var device: String
    /// Date and time, ISO 8601 to the second, without zone.
    public var measuredAt: String

    /// A header.
    public init(device: String, measuredAt: String = FileHeader.day + "T10:00:00") {
        self.device = device
        self.measuredAt = measuredAt
    }

    /// The instrument's name in every simulated file.
    public static let instrument = "Pinch simulator"
    /// The day of every simulated measurement: the simulator has no clock.
    public static let day = "2026-01-15"
}

/// The layouts, in alphabetical order of their ids.
public enum FileLayouts {
    /// Each layout.
    public static let all: [any FileLayout] = [
        ECLabText(),
        PlainText(),
    ]

    /// The layout of an id.
    ///
    /// - Throws: `simulate.unknown-layout`, with the nearest id.
    public static func named(_ id: String) throws(Failure) -> any FileLayout {
        if let found = all.first(where: { $0.id == id }) { return found }
        throw Failure(
            Finding(
                SimulateFindings.unknownLayout, "there is no file layout \"\(id)\"",
                fix: Suggestion.fix(for: id, in: all.map(\.id))))
    }
}
