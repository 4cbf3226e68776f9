internal import CCairo
internal import CPango

/// A face of the family, the words shaped in it, and its fonts at the sizes in use.
///
/// Plain text goes straight to Pango's shaper, word by word. A layout for each text, with its analysis of scripts and
/// line breaks that we have no use for, took 84,000 instructions a text, this takes about a third; and what is painted
/// is put together from the words that were measured, so that nothing is shaped twice. Without hinting and rounding
/// glyphs scale with the size, so a word is shaped once for all sizes: Pango takes two threads to find a font at a size.
@safe final class Face {
    /// Height above the base line at a size of 1 pt.
    let ascent: Double
    /// Depth below the base line at a size of 1 pt.
    let descent: Double

    private let font: UnsafeMutablePointer<PangoFont>
    private let language: OpaquePointer?
    private let features = LetterFeatures()
    private var words: [Substring: GlyphRun] = [:]
    private var sizes: [Double: OpaquePointer] = unsafe [:]

    /// The size that words are shaped at; large, because FreeType's advances are whole 64ths of a point.
    private static let shapingSize = 100.0
    /// Pango's units in the advance of a letter that is as wide as the size.
    fileprivate static let unitsOfSize = shapingSize * Double(PANGO_SCALE)

    /// Loads the face, whatever the size; `nil` where the map has no such font.
    init?(_ description: FontDescription, in context: OpaquePointer) {
        var description = description
        description.size = Face.shapingSize
        var loaded: UnsafeMutablePointer<PangoFont>?
        unsafe description.withRaw { raw in unsafe loaded = pango_context_load_font(context, raw) }
        guard let font = unsafe loaded else { return nil }
        var extent = PangoRectangle()
        unsafe pango_font_get_glyph_extents(font, PangoGlyph(PINCH_GLYPH_EMPTY), nil, &extent)
        ascent = -Double(extent.y) / Face.unitsOfSize
        descent = Double(extent.y + extent.height) / Face.unitsOfSize
        unsafe self.font = font
        unsafe language = pango_context_get_language(context)
    }

    deinit {
        unsafe sizes.values.forEach { unsafe cairo_scaled_font_destroy($0) }
        unsafe g_object_unref(UnsafeMutableRawPointer(font))
    }

    /// Cairo's font at a size in points, to paint with; the face owns it.
    ///
    /// - Returns: `nil` where Cairo has no memory for it.
    func scaledFont(_ size: Double) -> OpaquePointer? {
        if let known = unsafe sizes[size] { return unsafe known }
        guard let shaping = unsafe pinch_scaled_font(font) else { return nil }
        let options = unsafe cairo_font_options_create()
        defer { unsafe cairo_font_options_destroy(options) }
        unsafe cairo_scaled_font_get_font_options(shaping, options)
        var scale = cairo_matrix_t(xx: size, yx: 0, xy: 0, yy: size, x0: 0, y0: 0)
        var identity = cairo_matrix_t(xx: 1, yx: 0, xy: 0, yy: 1, x0: 0, y0: 0)
        guard
            let scaled = unsafe cairo_scaled_font_create(
                cairo_scaled_font_get_font_face(shaping), &scale, &identity, options)
        else { return nil }
        unsafe sizes[size] = scaled
        return unsafe scaled
    }

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
        unsafe analysis.extra_attrs = features.list
        let length = Int32(word.utf8.count)
        unsafe String(word).withCString { text in
            // Positions are not rounded: a text has one width at every zoom.
            unsafe pango_shape_with_flags(text, length, text, length, &analysis, glyphs, PANGO_SHAPE_NONE)
        }
        return unsafe GlyphRun(glyphs.pointee, bytes: Int(length))
    }
}

/// Glyphs side by side from the start of a base line, and which bytes of the text each stands for.
///
/// At a size of 1 pt.
@safe struct GlyphRun {
    private(set) var glyphs: [cairo_glyph_t] = []
    private(set) var clusters: [cairo_text_cluster_t] = []
    /// Advance in units of the size.
    private(set) var width = 0.0

    init() {}

    /// Takes glyphs over from Pango; `nil` where one is missing from the face.
    init?(_ string: PangoGlyphString, bytes: Int) {
        var start: Int32 = -1
        let scale = Face.unitsOfSize
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

    /// The glyphs at a size, with the start of the base line at a place.
    func placed(x: Double, y: Double, size: Double) -> [cairo_glyph_t] {
        glyphs.map { cairo_glyph_t(index: $0.index, x: $0.x * size + x, y: $0.y * size + y) }
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
