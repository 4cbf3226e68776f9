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
