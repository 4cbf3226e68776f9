/// The simplest thing that would make several links fail at once (last paragraph of THEORY G.3).
public struct CommonCause: Sendable, Codable, Hashable {
    /// What would explain them, in a few words.
    public var cause: String
    /// The failed links that it explains.
    public var links: [String]
    /// Links that it should have failed too, but that hold.
    public var against: [String]
    /// The same as a sentence.
    public var reason: String
}
