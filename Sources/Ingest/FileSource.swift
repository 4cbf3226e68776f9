public import Findings
public import Measurements

/// What a user says about the layout of a home-made file, on the command line or in a row of the sheet.
public struct ReadOptions: Sendable, Hashable {
    /// `.` or `,`; absent means found per file.
    public var decimalMark: Character?
    /// Which column is what: `t=1;V=Vmeas;I=CH2/50`.
    public var columns: String?
    /// Units of the columns: `t=ms;I=uA`.
    public var units: String?
    /// Number of lines to pass over at the start of the file.
    public var skip: Int?
    /// Read voltage, V, for files that store reads as currents without it.
    public var read_V: Double?
    /// Electrode area, m2, for files that store current densities without it.
    public var area_m2: Double?
    /// Whether the currents are said to count out of the device (sign `photovoltaic`).
    public var isPhotovoltaic = false

    /// Nothing said.
    public init() {}
}

/// What a reader is told of the file whose bytes it gets.
public struct FileSource: Sendable, Hashable {
    /// Path relative to the INPUT that the user named.
    public var name: String
    /// SHA-256 of the whole file, lower-case hexadecimal.
    public var sha256: String
    /// What the user says of the layout.
    public var options: ReadOptions

    /// Names a source.
    public init(name: String, sha256: String = "", options: ReadOptions = ReadOptions()) {
        self.name = name
        self.sha256 = sha256
        self.options = options
    }

    /// A place in the file.
    func at(_ line: Int? = nil, _ column: Int? = nil) -> SourcePosition {
        SourcePosition(file: name, line: line, column: column)
    }
}

/// What a reader made of a file: what is certain is kept, what is not is a finding.
public struct ReadResult: Sendable, Hashable {
    /// The recordings, without ids, in the order of the file.
    public var recordings: [Recording]
    /// What a person should know about the file.
    public var findings: [Finding]

    /// Holds recordings and findings.
    public init(recordings: [Recording] = [], findings: [Finding] = []) {
        self.recordings = recordings
        self.findings = findings
    }
}
