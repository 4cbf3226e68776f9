/// How much a finding weighs.
public enum Severity: String, Sendable, Codable, Comparable, CaseIterable {
    /// True and worth knowing; nothing is wrong.
    case note
    /// The result stands, and a reader must know this about it.
    case warning
    /// Something asked for could not be done.
    case error

    private var rank: Int {
        switch self {
        case .note: 0
        case .warning: 1
        case .error: 2
        }
    }

    /// Orders by weight: note, warning, error.
    public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}

/// The kind of a finding: what `pinch list findings` prints and `pinch explain CODE` tells at length.
///
/// Each module keeps its kinds beside the code that finds them and lists them in one array.
public struct FindingKind: Hashable, Sendable {
    /// Stable public id, `area.what-is-wrong`.
    public let code: String
    /// Weight of every finding of this kind.
    public let severity: Severity
    /// What it means and what usually causes it, in one or two sentences.
    public let meaning: String

    /// Defines a kind.
    public init(_ code: String, _ severity: Severity, _ meaning: String) {
        self.code = code
        self.severity = severity
        self.meaning = meaning
    }
}

/// One thing that a person should know: what was found, where, what was expected, what to do.
///
/// A finding is a value. Warnings travel inside results, errors inside a `Failure`; nothing prints but the command.
public struct Finding: Hashable, Sendable {
    /// A further place that belongs to the same fault.
    public struct Note: Hashable, Sendable, Codable {
        /// What is to be seen there.
        public var message: String
        /// Where.
        public var position: SourcePosition?

        /// Makes a note.
        public init(_ message: String, at position: SourcePosition? = nil) {
            self.message = message
            self.position = position
        }
    }

    /// Stable public id of the kind.
    public var code: String
    /// Weight.
    public var severity: Severity
    /// What was found and what was expected; text at fault in quotes.
    public var message: String
    /// Where it was found.
    public var position: SourcePosition?
    /// What to type or change; `nil` where nothing can be done.
    public var fix: String?
    /// Further places.
    public var notes: [Note]

    /// Makes a finding of a kind.
    public init(
        _ kind: FindingKind, _ message: String, at position: SourcePosition? = nil, fix: String? = nil,
        notes: [Note] = []
    ) {
        self.code = kind.code
        self.severity = kind.severity
        self.message = message
        self.position = position
        self.fix = fix
        self.notes = notes
    }
}

extension Finding: Codable {
    private enum CodingKeys: String, CodingKey {
        case code, severity, message, file, line, column, fix, notes
    }

    /// Writes the flat shape of the analysis file: the position's parts stand beside the message.
    public func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(code, forKey: .code)
        try keys.encode(severity, forKey: .severity)
        try keys.encode(message, forKey: .message)
        try keys.encodeIfPresent(position?.file, forKey: .file)
        try keys.encodeIfPresent(position?.line, forKey: .line)
        try keys.encodeIfPresent(position?.column, forKey: .column)
        try keys.encodeIfPresent(fix, forKey: .fix)
        if !notes.isEmpty { try keys.encode(notes, forKey: .notes) }
    }

    /// Reads the flat shape of the analysis file.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        code = try keys.decode(String.self, forKey: .code)
        severity = try keys.decode(Severity.self, forKey: .severity)
        message = try keys.decode(String.self, forKey: .message)
        fix = try keys.decodeIfPresent(String.self, forKey: .fix)
        notes = try keys.decodeIfPresent([Note].self, forKey: .notes) ?? []
        position = nil
        if let file = try keys.decodeIfPresent(String.self, forKey: .file) {
            position = SourcePosition(
                file: file, line: try keys.decodeIfPresent(Int.self, forKey: .line),
                column: try keys.decodeIfPresent(Int.self, forKey: .column))
        }
    }
}
