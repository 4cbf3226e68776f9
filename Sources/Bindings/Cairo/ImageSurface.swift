internal import CCairo

/// A raster image in memory, opaque, 8 bits a channel.
@safe public struct ImageSurface: ~Copyable {
    private var surface: Surface

    /// Starts a black image.
    public init(width: Int, height: Int) throws(CairoError) {
        surface = try unsafe Surface(
            owning: cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(clamping: width), Int32(clamping: height)))
    }

    /// A context that draws on the image.
    public func makeContext() throws(CairoError) -> Context { try Context(on: surface) }

    /// The color of a pixel as `0xRRGGBB`; `nil` outside the image.
    public func pixel(x: Int, y: Int) -> UInt32? {
        unsafe cairo_surface_flush(surface.pointer)
        let width = unsafe Int(cairo_image_surface_get_width(surface.pointer))
        let height = unsafe Int(cairo_image_surface_get_height(surface.pointer))
        let stride = unsafe Int(cairo_image_surface_get_stride(surface.pointer))
        guard x >= 0, y >= 0, x < width, y < height,
            let data = unsafe cairo_image_surface_get_data(surface.pointer)
        else { return nil }
        // Cairo stores a pixel as one 32-bit number in the machine's own order, the top byte unused.
        return unsafe UnsafeRawPointer(data).load(fromByteOffset: y * stride + x * 4, as: UInt32.self) & 0xFFFFFF
    }

    /// The image as a PNG file.
    ///
    /// - Returns: its bytes.
    public consuming func finish() throws(CairoError) -> [UInt8] {
        let sink = ByteSink()
        unsafe cairo_surface_flush(surface.pointer)
        try withExtendedLifetime(sink) { () throws(CairoError) in
            try unsafe check(
                cairo_surface_write_to_png_stream(
                    surface.pointer, ByteSink.append, Unmanaged.passUnretained(sink).toOpaque()))
        }
        try surface.finish()
        return sink.bytes
    }
}
