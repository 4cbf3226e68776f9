public import Findings
public import Measurements

/// What was read from one file: the answer of `pinch inspect`.
public struct FileReport: Sendable, Codable, Hashable {
    /// From where to where a quantity of a recording runs.
    public struct Range: Sendable, Codable, Hashable {
        /// What it is: `V`, `I`, `t`, `f`, `ReZ`, ...
        public var quantity: String
        /// SI unit.
        public var unit: SIUnit
        /// Smallest value.
        public var low: Double
        /// Largest value.
        public var high: Double
    }

    /// One recording, without its numbers.
    public struct Part: Sendable, Codable, Hashable {
        /// Id.
        public var id: String
        /// Kind.
        public var kind: RecordingKind
        /// Why it is taken as that kind.
        public var kindReason: String
        /// Number of samples.
        public var points: Int
        /// What it holds, counted: sweeps, cycles, steps, levels, decades.
        public var structure: String
        /// From where to where its quantities run.
        public var ranges: [Range]
        /// Number of samples at the stated current limit (within 2 %); absent where none is stated.
        public var atLimit: Int?
        /// First line of data; absent in binary files.
        public var firstLine: Int?
        /// The columns used.
        public var columns: [ColumnSource]
        /// What was done to signs; empty if nothing.
        public var signConversion: String
        /// Conditions that are known.
        public var conditions: Conditions
    }

    /// A format's claim on the file.
    public struct Claim: Sendable, Codable, Hashable {
        /// Id of the format.
        public var format: String
        /// How sure it is.
        public var confidence: Confidence
        /// Why.
        public var reason: String
    }

    /// Name of the file.
    public var file: String
    /// SHA-256 of the file; empty where it could not be read.
    public var sha256: String
    /// Id of the format; empty where none claims the file.
    public var format: String
    /// How sure the format is.
    public var confidence: Confidence
    /// Why.
    public var reason: String
    /// What the file was packed in: `gzip`, `zip`; empty where it was not.
    public var container: String
    /// Other formats that claim the file, surest first, with their reasons.
    public var candidates: [Claim]
    /// Instrument as the file states it.
    public var instrument: String
    /// Date of the measurement.
    public var measuredAt: String
    /// The recordings.
    public var recordings: [Part]
    /// What was found.
    public var findings: [Finding]
}

/// Reads one file by itself and tells what was understood.
///
/// Never throws: what failed is in the findings.
/// - Parameter isNamed: whether the user named the file, not a folder that it lies in; there, a file of another kind is
///   no fault.
public func inspect(_ path: String, isNamed: Bool = true, options: IngestOptions) -> FileReport {
    let file = FileEntry(path: path, name: path, row: nil, isNamed: isNamed)
    let reading = FileReading(file, options: options)
    var findings = reading.findings
    let recordings = RecordingIdentity.identified(reading.recordings, &findings)
    findings += QualityChecks.findings(together: recordings)
    let first = recordings.first?.provenance
    return FileReport(
        file: path, sha256: reading.sha256, format: reading.choice?.format.id ?? "",
        confidence: reading.choice?.sniff.confidence ?? .none, reason: reading.choice?.sniff.reason ?? "",
        container: reading.container,
        candidates: (reading.choice?.others ?? []).map {
            FileReport.Claim(format: $0.format.id, confidence: $0.sniff.confidence, reason: $0.sniff.reason)
        },
        instrument: first?.instrument ?? "", measuredAt: first?.measuredAt ?? "",
        // In the order of the file, as its reader sees it.
        recordings: recordings.sorted { ($0.provenance.firstLine ?? 0, $0.id) < ($1.provenance.firstLine ?? 0, $1.id) }
            .map(FileReport.Part.init), findings: findings)
}

extension FileReport.Part {
    init(_ recording: Recording) {
        id = recording.id
        kind = recording.kind
        kindReason = recording.kindReason
        points = recording.data.count
        structure = RecordingStructure.text(recording.data)
        ranges = RecordingStructure.ranges(recording.data)
        atLimit = recording.conditions.compliance_A.flatMap { limit in
            recording.samples.map { $0.current_A.count { abs($0) >= 0.98 * limit } }
        }
        firstLine = recording.provenance.firstLine
        columns = recording.provenance.columns
        signConversion = recording.provenance.signConversion
        conditions = recording.conditions
    }
}
