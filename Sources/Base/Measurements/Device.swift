public import Findings

/// One device with everything measured on it: what stage 1 makes and stage 2 reads.
public struct Device: Sendable, Codable, Hashable {
    /// Id, as the sheet, folder or file names it.
    public var id: String
    /// Batch it belongs to; empty if none.
    public var batch: String
    /// What the user believes it is: `volatile`, `nonvolatile` or empty.
    public var statedClass: String
    /// Free columns of the sheet, kept and shown.
    public var metadata: [String: String]
    /// Its recordings, in an order that does not depend on the order of files: by kind, then id.
    public var recordings: [Recording]
    /// What was found while reading.
    public var findings: [Finding]

    /// Makes a device.
    public init(
        id: String, batch: String = "", statedClass: String = "", metadata: [String: String] = [:],
        recordings: [Recording] = [], findings: [Finding] = []
    ) {
        self.id = id
        self.batch = batch
        self.statedClass = statedClass
        self.metadata = metadata
        self.recordings = recordings
        self.findings = findings
    }
}
