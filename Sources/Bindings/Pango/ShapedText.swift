public import Cairo
internal import CCairo
internal import CPango

/// One line of text laid out in a face: measured once, painted as often as wanted, in any color.
@safe public final class ShapedText {
    /// Width of the line in points.
    public let width: Double
    /// Height above the base line in points.
    public let ascent: Double
    /// Depth below the base line in points.
    public let descent: Double
    /// How many characters no font could show.
    let unknownGlyphs: Int

    @safe private enum Content {
        /// Plain text: glyphs of one face at a size.
        case run(GlyphRun, Face, size: Double, text: String)
        /// Any other: Pango's layout, which must live while its line is used.
        case layout(OpaquePointer)
    }

    private let content: Content

    /// Puts plain text together from its words; `nil` where it is not plain or the face lacks a character.
    init?(_ text: String, size: Double, in face: Face) {
        guard PlainText.holds(text), let run = face.run(text) else { return nil }
        width = run.width * size
        ascent = face.ascent * size
        descent = face.descent * size
        unknownGlyphs = 0
        content = .run(run, face, size: size, text: text)
    }

    /// Lays out text that holds no control characters; `nil` when Pango has no memory for it.
    init?(_ text: String, _ font: FontDescription, in context: OpaquePointer) {
        guard let layout = unsafe pango_layout_new(context) else { return nil }
        unsafe pango_layout_set_single_paragraph_mode(layout, 1)
        unsafe pango_layout_set_auto_dir(layout, 0)
        unsafe font.withRaw { raw in unsafe pango_layout_set_font_description(layout, raw) }
        unsafe pango_layout_set_text(layout, text, Int32(clamping: text.utf8.count))
        unsafe LetterFeatures.apply(to: layout)

        var extent = PangoRectangle()
        unsafe pango_layout_get_extents(layout, nil, &extent)
        let baseline = unsafe pango_layout_get_baseline(layout)
        let scale = Double(PANGO_SCALE)
        width = Double(extent.width) / scale
        ascent = Double(baseline - extent.y) / scale
        descent = Double(extent.y + extent.height - baseline) / scale
        unknownGlyphs = unsafe Int(pango_layout_get_unknown_glyphs_count(layout))
        unsafe content = .layout(layout)
    }

    deinit { if case .layout(let layout) = content { unsafe g_object_unref(UnsafeMutableRawPointer(layout)) } }

    /// Paints the text with the start of its base line at a place, in the context's color.
    public func show(on context: borrowing Context, x: Double, y: Double) {
        switch content {
        case .run(let run, let face, let size, let text):
            guard let font = unsafe face.scaledFont(size) else { return }
            unsafe cairo_set_scaled_font(context.pointer, font)
            unsafe cairo_show_text_glyphs(
                context.pointer, text, Int32(clamping: text.utf8.count), run.placed(x: x, y: y, size: size),
                Int32(clamping: run.glyphs.count), run.clusters, Int32(clamping: run.clusters.count),
                cairo_text_cluster_flags_t(0))
        case .layout(let layout):
            guard let line = unsafe pango_layout_get_line_readonly(layout, 0) else { return }
            context.move(x: x, y: y)
            unsafe pango_cairo_show_layout_line(context.pointer, line)
            context.newPath()
        }
    }
}
