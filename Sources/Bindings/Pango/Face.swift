internal import CCairo
internal import CPango

/// A face of the family at a size, and the words shaped in it.
///
/// Plain text goes straight to Pango's shaper, word by word. A layout for each text, with its analysis of scripts and
/// line breaks that we have no use for, took 84,000 instructions a text, this takes about a third; and what is painted
/// is put together from the words that were measured, so that nothing is shaped twice.
@safe final class Face {
    /// Height above the base line in points.
    let ascent: Double
    /// Depth below the base line in points.
    let descent: Double
    /// Cairo's font, to paint with; Pango's font owns it.
    let scaledFont: OpaquePointer

    private let font: UnsafeMutablePointer<PangoFont>
    private let language: OpaquePointer?
    private var words: [Substring: GlyphRun] = [:]

    /// Loads the face; `nil` where the map has no such font.
    init?(_ description: FontDescription, in context: OpaquePointer) {
        var loaded: UnsafeMutablePointer<PangoFont>?
        unsafe description.withRaw { raw in unsafe loaded = pango_context_load_font(context, raw) }
        guard let font = unsafe loaded else { return nil }
        guard let scaled = unsafe pinch_scaled_font(font) else {
            unsafe g_object_unref(UnsafeMutableRawPointer(font))
            return nil
        }
        var extent = PangoRectangle()
        unsafe pango_font_get_glyph_extents(font, PangoGlyph(PINCH_GLYPH_EMPTY), nil, &extent)
        ascent = -Double(extent.y) / Double(PANGO_SCALE)
        descent = Double(extent.y + extent.height) / Double(PANGO_SCALE)
        unsafe scaledFont = scaled
        unsafe self.font = font
        unsafe language = pango_context_get_language(context)
    }

    deinit { unsafe g_object_unref(UnsafeMutableRawPointer(font)) }

    /// The glyphs of a plain text (`PlainText`); `nil` where the face lacks one.
    func run(_ text: String) -> GlyphRun? {
        var run = GlyphRun()
        var start = text.startIndex
        var index = start
        while index < text.unicodeScalars.endIndex {
            let next = text.unicodeScalars.index(after: index)
            if PlainText.isBlank(text.unicodeScalars[index]) {
                guard add(text[start..<index], to: &run), add(text[index..<next], to: &run) else { return nil }
                start = next
            }
            index = next
        }
        return add(text[start...], to: &run) ? run : nil
    }

    /// Forgets the words.
    func forget() { words.removeAll(keepingCapacity: true) }

    private func add(_ word: Substring, to run: inout GlyphRun) -> Bool {
        if word.isEmpty { return true }
        if let known = words[word] {
            run.append(known)
            return true
        }
        guard let shaped = shape(word) else { return false }
        words[word] = shaped
        run.append(shaped)
        return true
    }

    private func shape(_ word: Substring) -> GlyphRun? {
        guard let glyphs = unsafe pango_glyph_string_new() else { return nil }
        defer { unsafe pango_glyph_string_free(glyphs) }
        var analysis = unsafe PangoAnalysis()
        unsafe analysis.font = font
        unsafe analysis.language = language
        // Greek and signs among Latin letters are shaped as Latin: the family's rules for them are the same.
        unsafe analysis.script = UInt8(PANGO_SCRIPT_LATIN.rawValue)
        let length = Int32(word.utf8.count)
        unsafe String(word).withCString { text in
            // Positions are not rounded: a text has one width at every zoom.
            unsafe pango_shape_with_flags(text, length, text, length, &analysis, glyphs, PANGO_SHAPE_NONE)
        }
        return unsafe GlyphRun(glyphs.pointee, bytes: Int(length))
    }
}

/// Glyphs side by side from the start of a base line, and which bytes of the text each stands for.
@safe struct GlyphRun {
    private(set) var glyphs: [cairo_glyph_t] = []
    private(set) var clusters: [cairo_text_cluster_t] = []
    /// Advance in points.
    private(set) var width = 0.0

    init() {}

    /// Takes glyphs over from Pango; `nil` where one is missing from the face.
    init?(_ string: PangoGlyphString, bytes: Int) {
        var start: Int32 = -1
        let scale = Double(PANGO_SCALE)
        for index in unsafe 0..<Int(string.num_glyphs) {
            let info = unsafe string.glyphs[index]
            guard info.glyph & PangoGlyph(PINCH_GLYPH_UNKNOWN_FLAG) == 0 else { return nil }
            let cluster = unsafe string.log_clusters[index]
            if cluster != start {
                // Clusters follow each other from left to right, as plain text does.
                guard cluster > start else { return nil }
                if let last = clusters.indices.last { clusters[last].num_bytes = cluster - start }
                clusters.append(cairo_text_cluster_t(num_bytes: 0, num_glyphs: 0))
                start = cluster
            }
            if info.glyph != PangoGlyph(PINCH_GLYPH_EMPTY) {
                glyphs.append(
                    cairo_glyph_t(
                        index: UInt(info.glyph), x: width + Double(info.geometry.x_offset) / scale,
                        y: Double(info.geometry.y_offset) / scale))
                clusters[clusters.count - 1].num_glyphs += 1
            }
            width += Double(info.geometry.width) / scale
        }
        if let last = clusters.indices.last { clusters[last].num_bytes = Int32(bytes) - start }
    }

    /// Sets another run behind.
    mutating func append(_ other: GlyphRun) {
        if glyphs.isEmpty, clusters.isEmpty {
            self = other
            return
        }
        glyphs.reserveCapacity(glyphs.count + other.glyphs.count)
        for glyph in other.glyphs { glyphs.append(cairo_glyph_t(index: glyph.index, x: glyph.x + width, y: glyph.y)) }
        clusters += other.clusters
        width += other.width
    }

    /// The glyphs with the start of the base line at a place.
    func placed(x: Double, y: Double) -> [cairo_glyph_t] {
        glyphs.map { cairo_glyph_t(index: $0.index, x: $0.x + x, y: $0.y + y) }
    }
}

/// Text that needs no analysis: left to right, one script after the other, no marks that combine.
enum PlainText {
    /// Whether every character is printable and of such a kind; whether a face has it is another question.
    static func holds(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            // Latin; not the soft hyphen, which shows at line ends only.
            case 0x20...0x7E, 0xA0...0xAC, 0xAE...0x2AF: true
            // Greek and Cyrillic.
            case 0x370...0x482, 0x48A...0x52F: true
            // Punctuation without its invisible marks, raised and lowered figures, signs of currency.
            case 0x2010...0x2027, 0x202F...0x205E, 0x2070...0x20CF: true
            // Letter-like signs, arrows, mathematics, technical signs, boxes, shapes.
            case 0x2100...0x2BFF: true
            default: false
            }
        }
    }

    /// Blanks part words and take part in no shaping.
    static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\u{A0}" }
}
