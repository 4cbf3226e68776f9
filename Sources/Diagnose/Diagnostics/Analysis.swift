public import Findings
public import Measurements

/// What the analysis file says of a recording.
public struct RecordingSummary: Sendable, Codable, Hashable {
    /// Id, unique in the device or the document.
    public var id: String
    /// What kind of measurement it is.
    public var kind: RecordingKind
    /// Why it is taken as that kind.
    public var kindReason: String
    /// Id of the file format.
    public var format: String
    /// Path relative to the input.
    public var file: String
    /// Checksum of the file.
    public var sha256: String
    /// Number of samples.
    public var points: Int
    /// Number of samples that the user excluded.
    public var excluded: Int
    /// Instrument, as the file states it.
    public var instrument: String
    /// Date and time of the measurement.
    public var measuredAt: String
    /// What was done to signs; empty if nothing.
    public var signConversion: String
    /// The columns that were read.
    public var columns: [ColumnSource]
    /// What it was taken under.
    public var conditions: Conditions
    /// The conditions that label it in the analysis file.
    public var at: Place

    private enum CodingKeys: String, CodingKey {
        case id, kind, format, file, sha256, points, excluded, instrument, columns, conditions, at
        case kindReason = "kind_reason"
        case measuredAt = "measured_at"
        case signConversion = "sign_conversion"
    }

    /// Summarizes a recording.
    public init(_ recording: Recording) {
        id = recording.id
        kind = recording.kind
        kindReason = recording.kindReason
        format = recording.provenance.format
        file = recording.provenance.file
        sha256 = recording.provenance.sha256
        points = recording.data.count
        excluded = recording.excluded.count
        instrument = recording.provenance.instrument
        measuredAt = recording.provenance.measuredAt
        signConversion = recording.provenance.signConversion
        columns = recording.provenance.columns
        conditions = recording.conditions
        at = Place(
            state: recording.conditions.state, bias_V: recording.conditions.bias_V,
            V_read: recording.conditions.read_V, rate_V_per_s: recording.conditions.rate_V_per_s)
    }
}

/// Everything found about one device: what stage 2 makes and stage 3 reads.
public struct DeviceAnalysis: Sendable, Codable, Hashable {
    /// Id, unique in the device or the document.
    public var id: String
    /// Batch; empty if none.
    public var batch: String
    /// What the user believes: `volatile`, `nonvolatile` or empty.
    public var statedClass: String
    /// Free columns of the sheet.
    public var metadata: [String: String]
    /// Its recordings.
    public var recordings: [RecordingSummary]
    /// Numbers found.
    public var metrics: [Metric]
    /// Words found.
    public var labels: [Label]
    /// Verdicts of the links.
    public var links: [LinkResult]
    /// What each link says over several biases.
    public var linkSeries: [LinkSeries]
    /// The simplest causes of the links that fail; empty where none does.
    public var linkCauses: [CommonCause]
    /// What to measure next to decide what is open, best first.
    public var nextMeasurements: [NextMeasurement]
    /// What a reader should know.
    public var findings: [Finding]
    /// Data and fits for figures; written apart from the analysis file.
    public var curves: [Curve]

    private enum CodingKeys: String, CodingKey {
        case id, batch, metadata, recordings, metrics, labels, links, findings
        case statedClass = "class"
        case linkSeries = "link_series"
        case linkCauses = "link_causes"
        case nextMeasurements = "next_measurements"
    }

    /// An analysis that holds nothing but what the device says of itself.
    public init(of device: Device) {
        id = device.id
        batch = device.batch
        statedClass = device.statedClass
        metadata = device.metadata
        recordings = device.recordings.map(RecordingSummary.init)
        metrics = []
        labels = []
        links = []
        linkSeries = []
        linkCauses = []
        nextMeasurements = []
        findings = device.findings
        curves = []
    }

    /// Reads all but the curves.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        id = try keys.decode(String.self, forKey: .id)
        batch = try keys.decode(String.self, forKey: .batch)
        statedClass = try keys.decode(String.self, forKey: .statedClass)
        metadata = try keys.decode([String: String].self, forKey: .metadata)
        recordings = try keys.decode([RecordingSummary].self, forKey: .recordings)
        metrics = try keys.decode([Metric].self, forKey: .metrics)
        labels = try keys.decode([Label].self, forKey: .labels)
        links = try keys.decode([LinkResult].self, forKey: .links)
        // Absent in files of earlier versions.
        linkSeries = try keys.decodeIfPresent([LinkSeries].self, forKey: .linkSeries) ?? []
        linkCauses = try keys.decodeIfPresent([CommonCause].self, forKey: .linkCauses) ?? []
        nextMeasurements = try keys.decodeIfPresent([NextMeasurement].self, forKey: .nextMeasurements) ?? []
        findings = try keys.decode([Finding].self, forKey: .findings)
        curves = []
    }
}

/// The analysis document: what `pinch analyze` writes and the other commands read.
public struct Analysis: Sendable, Codable, Hashable {
    /// Name and version of the document's shape.
    public static let currentSchema = "pinch.analysis/1"

    /// Name and version of the shape.
    public var schema: String
    /// Program and version that wrote it.
    public var tool: String
    /// How much work was done.
    public var depth: Depth
    /// The options in force.
    public var options: DiagnoseOptions
    /// The devices, in the order of their ids.
    public var devices: [DeviceAnalysis]
    /// What was found that belongs to no device (files that could not be read).
    public var findings: [Finding]

    /// A document of devices.
    public init(tool: String, options: DiagnoseOptions, devices: [DeviceAnalysis], findings: [Finding] = []) {
        schema = Self.currentSchema
        self.tool = tool
        depth = options.depth
        self.options = options
        self.devices = devices
        self.findings = findings
    }
}
