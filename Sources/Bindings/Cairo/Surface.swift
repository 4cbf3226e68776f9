internal import CCairo

/// Collects what Cairo writes.
///
/// A class, because C holds a reference to it.
final class ByteSink {
    var bytes: [UInt8] = []

    /// Appends what Cairo hands over; `closure` is the sink.
    static let append: cairo_write_func_t = { closure, data, length in
        guard let closure = unsafe closure, let data = unsafe data else { return CAIRO_STATUS_WRITE_ERROR }
        let sink = unsafe Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
        unsafe sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
        return CAIRO_STATUS_SUCCESS
    }
}

/// Owns one Cairo surface; the named surfaces wrap it.
@safe struct Surface: ~Copyable {
    let pointer: OpaquePointer
    /// Whether the surface may be destroyed before it is finished; otherwise it is leaked then.
    ///
    /// Cairo 1.16 aborts the process when a PDF that failed midway is finished and a link, an outline entry or a
    /// structure element leads to a page that was never shown. A failed document is rare, its memory is not missed.
    private let mayBeCutShort: Bool
    private var isFinished = false

    /// Takes over a surface that C has just created, or destroys it and throws.
    init(owning created: OpaquePointer?, mayBeCutShort: Bool = true) throws(CairoError) {
        guard let created = unsafe created else { throw CairoError(message: "no surface") }
        do {
            try unsafe check(cairo_surface_status(created))
        } catch {
            unsafe cairo_surface_destroy(created)
            throw error
        }
        unsafe pointer = created
        self.mayBeCutShort = mayBeCutShort
    }

    deinit {
        if mayBeCutShort || isFinished { unsafe cairo_surface_destroy(pointer) }
    }

    /// Creates a surface that writes into a sink, which lives as long as C can reach it.
    static func streaming(
        to sink: ByteSink, mayBeCutShort: Bool = true,
        _ create: (cairo_write_func_t, UnsafeMutableRawPointer) -> OpaquePointer?
    ) throws(CairoError) -> Surface {
        let kept = unsafe Unmanaged.passRetained(sink)
        let surface: Surface
        do {
            surface = try unsafe Surface(
                owning: create(ByteSink.append, kept.toOpaque()), mayBeCutShort: mayBeCutShort)
        } catch {
            unsafe kept.release()
            throw error
        }
        try unsafe check(
            pinch_surface_keep(surface.pointer, kept.toOpaque()) { kept in
                guard let kept = unsafe kept else { return }
                unsafe Unmanaged<ByteSink>.fromOpaque(kept).release()
            })
        return surface
    }

    /// Ends the surface; nothing can be drawn on it after.
    mutating func finish() throws(CairoError) {
        isFinished = true
        unsafe cairo_surface_finish(pointer)
        try unsafe check(cairo_surface_status(pointer))
    }
}
