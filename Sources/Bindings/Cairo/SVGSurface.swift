internal import CCairo

/// One page of SVG in memory.
///
/// Cairo keeps only the last page of several, so each page needs its own surface.
@safe public struct SVGSurface: ~Copyable {
    private var surface: Surface
    private let sink: ByteSink

    /// Starts a page with a size in points.
    public init(width: Double, height: Double) throws(CairoError) {
        let sink = ByteSink()
        surface = try unsafe Surface.streaming(to: sink) { write, closure in
            unsafe cairo_svg_surface_create_for_stream(write, closure, width, height)
        }
        self.sink = sink
    }

    /// A context that draws on the page.
    public func makeContext() throws(CairoError) -> Context { try Context(on: surface) }

    /// Ends the page.
    ///
    /// - Returns: its bytes.
    public consuming func finish() throws(CairoError) -> [UInt8] {
        try surface.finish()
        return sink.bytes
    }
}
