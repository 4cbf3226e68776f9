internal import CCairo

/// A PDF document that grows in memory.
@safe public struct PDFSurface: ~Copyable {
    /// A field of the document's information.
    public enum Metadata: Sendable {
        case title, author, subject, creator, creationDate, modificationDate

        var raw: cairo_pdf_metadata_t {
            switch self {
            case .title: CAIRO_PDF_METADATA_TITLE
            case .author: CAIRO_PDF_METADATA_AUTHOR
            case .subject: CAIRO_PDF_METADATA_SUBJECT
            case .creator: CAIRO_PDF_METADATA_CREATOR
            case .creationDate: CAIRO_PDF_METADATA_CREATE_DATE
            case .modificationDate: CAIRO_PDF_METADATA_MOD_DATE
            }
        }
    }

    private var surface: Surface
    private let sink: ByteSink

    /// Starts a document whose first page has a size in points.
    public init(width: Double, height: Double) throws(CairoError) {
        let sink = ByteSink()
        surface = try unsafe Surface.streaming(to: sink, mayBeCutShort: false) { write, closure in
            unsafe cairo_pdf_surface_create_for_stream(write, closure, width, height)
        }
        self.sink = sink
    }

    /// Sets the size of the page that is about to be drawn, in points.
    public func setPageSize(width: Double, height: Double) {
        unsafe cairo_pdf_surface_set_size(surface.pointer, width, height)
    }

    /// Sets the printed number of the page that is being drawn.
    public func setPageLabel(_ label: String) {
        unsafe cairo_pdf_surface_set_page_label(surface.pointer, label)
    }

    /// Sets a field of the document's information; dates are ISO 8601.
    public func setMetadata(_ field: Metadata, _ value: String) {
        unsafe cairo_pdf_surface_set_metadata(surface.pointer, field.raw, value)
    }

    /// Adds an entry to the outline.
    ///
    /// - Parameters:
    ///   - parent: what an earlier call returned, or 0 for an entry at the top.
    ///   - page: page number, from 1.
    ///   - y: place on the page in points from its top.
    /// - Returns: the entry's number.
    public func addOutline(parent: Int, title: String, page: Int, y: Double) -> Int {
        let target = "page=\(page) pos=[0 \(y)]"
        return unsafe Int(
            cairo_pdf_surface_add_outline(
                surface.pointer, Int32(clamping: parent), title, target, CAIRO_PDF_OUTLINE_FLAG_OPEN))
    }

    /// A context that draws on the document.
    public func makeContext() throws(CairoError) -> Context { try Context(on: surface) }

    /// Ends the document.
    ///
    /// - Returns: its bytes.
    public consuming func finish() throws(CairoError) -> [UInt8] {
        try surface.finish()
        return sink.bytes
    }
}
