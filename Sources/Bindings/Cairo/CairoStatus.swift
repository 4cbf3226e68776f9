internal import CCairo

/// Cairo's own word on what went wrong.
public struct CairoError: Error, Sendable, Hashable {
    /// The message in Cairo's words.
    public let message: String
}
