public import Findings
public import Measurements

/// What was read from one file: the answer of `pinch inspect`.
public struct FileReport: Sendable, Codable, Hashable {
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
public func inspect(_ path: String, options: IngestOptions) -> FileReport {
    let file = FileEntry(path: path, name: path, row: nil, isNamed: true)
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
        recordings: recordings.map(FileReport.Part.init), findings: findings)
}

extension FileReport.Part {
    init(_ recording: Recording) {
        id = recording.id
        kind = recording.kind
        kindReason = recording.kindReason
        points = recording.data.count
        structure = RecordingStructure.text(recording.data)
        firstLine = recording.provenance.firstLine
        columns = recording.provenance.columns
        signConversion = recording.provenance.signConversion
        conditions = recording.conditions
    }
}

/// What a recording holds, counted, in words.
enum RecordingStructure {
    /// The text.
    static func text(_ data: RecordingData) -> String {
        switch data {
        case .spectrum(let spectrum):
            guard let low = spectrum.frequency_Hz.min(), let high = spectrum.frequency_Hz.max() else { return "" }
            return "1 sweep, " + range(low, high, .hertz)
        case .sweep(let sweep):
            guard let low = sweep.voltage_V.min(), let high = sweep.voltage_V.max() else { return "" }
            let cycles = CycleCount.count(sweep.voltage_V)
            return "\(cycles) \(cycles == 1 ? "cycle" : "cycles"), " + range(low, high, .volt)
        case .trace(let trace):
            guard let start = trace.time_s.first, let end = trace.time_s.last else { return "" }
            let length = QuantityText.text(end - start, unit: .second)
            guard !trace.voltage_V.isEmpty else { return length }
            let steps = RunSurvey(trace.voltage_V).count - 1
            return "\(steps) \(steps == 1 ? "step" : "steps"), " + length
        case .reads(let reads):
            return "\(reads.index.count) reads"
        }
    }

    private static func range(_ low: Double, _ high: Double, _ unit: SIUnit) -> String {
        QuantityText.text(low, unit: unit) + " to " + QuantityText.text(high, unit: unit)
    }
}
