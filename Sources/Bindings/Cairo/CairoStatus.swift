internal import CCairo

/// Cairo's own word on what went wrong.
public struct CairoError: Error, Sendable, Hashable {
    /// The message in Cairo's words.
    public let message: String
}

/// Throws unless Cairo says that all went well.
func check(_ status: cairo_status_t) throws(CairoError) {
    guard status != CAIRO_STATUS_SUCCESS else { return }
    throw unsafe CairoError(message: String(cString: cairo_status_to_string(status)))
}
