internal import CPango

/// Pango's or fontconfig's word on what went wrong.
public struct PangoError: Error, Sendable, Hashable {
    /// What happened.
    public let message: String
}
