public import Findings
public import Measurements

/// How sure a format is that a file is its own.
public enum Confidence: String, Sendable, Codable, Comparable, CaseIterable {
    /// It is not.
    case none
    /// Nothing speaks against it (a plain table with numbers).
    case possible
    /// Marks of the format are there, its signature is not.
    case likely
    /// The format's signature is there.
    case certain

    private var rank: Int {
        switch self {
        case .none: 0
        case .possible: 1
        case .likely: 2
        case .certain: 3
        }
    }

    /// Orders from none to certain.
    public static func < (a: Confidence, b: Confidence) -> Bool { a.rank < b.rank }
}

/// What a format says of the beginning of a file.
public struct Sniff: Sendable, Hashable {
    /// How sure it is.
    public var confidence: Confidence
    /// What it saw, or what it missed, in words.
    public var reason: String

    /// States a confidence with its reason.
    public init(_ confidence: Confidence, _ reason: String) {
        self.confidence = confidence
        self.reason = reason
    }
}

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

/// A file format: recognizes its files by their content and reads them.
///
/// A format never touches the file system.
public protocol FileFormat: Sendable {
    /// Stable public id, the argument of `--input-format`.
    var id: String { get }
    /// Name for people.
    var name: String { get }
    /// Usual extensions, lower case, without a dot; a hint, never a proof.
    var extensions: [String] { get }
    /// What the beginning of a file says.
    ///
    /// - Parameter head: the first bytes, at most `FormatChoice.headLength`; UTF-16 is already UTF-8.
    func sniff(_ head: Span<UInt8>) -> Sniff
    /// Reads a whole file.
    ///
    /// - Throws: findings where nothing certain can be had.
    func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult
    /// Makes the format.
    init()
}

/// The formats, in alphabetical order.
public enum FileFormats {
    /// All formats.
    public static let all: [any FileFormat] = [
        BioLogicMPT(),
        GamryDTA(),
        PlainTable(),
    ]

    /// The format of an id.
    public static func named(_ id: String) -> (any FileFormat)? { all.first { $0.id == id } }
}
