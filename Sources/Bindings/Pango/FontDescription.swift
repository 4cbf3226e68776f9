internal import CPango

/// Pango's or fontconfig's word on what went wrong.
public struct PangoError: Error, Sendable, Hashable {
    /// What happened.
    public let message: String
}

/// A face of the house's family at a size.
public struct FontDescription: Sendable, Hashable {
    /// Size in points.
    public var size: Double
    /// Heavier strokes.
    public var bold: Bool
    /// Slanted letters; those of fixed width stay upright.
    public var italic: Bool
    /// Fixed width.
    public var monospaced: Bool
    /// A family of the machine; `nil` for the house's.
    ///
    /// Text of fixed width is always the house's.
    public var family: String?

    /// A face at a size.
    public init(size: Double, bold: Bool, italic: Bool, monospaced: Bool, family: String? = nil) {
        self.family = monospaced ? nil : family
        self.size = size
        self.bold = bold
        self.italic = italic
        self.monospaced = monospaced
    }

    /// Hands Pango's own description to `body`.
    func withRaw(_ body: (OpaquePointer?) -> Void) {
        let raw = unsafe pango_font_description_new()
        let family = family ?? (monospaced ? FontFiles.monospacedFamily : FontFiles.family)
        unsafe pango_font_description_set_family(raw, family)
        unsafe pango_font_description_set_weight(raw, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        let slanted = self.family == nil ? PANGO_STYLE_OBLIQUE : PANGO_STYLE_ITALIC
        unsafe pango_font_description_set_style(raw, italic && !monospaced ? slanted : PANGO_STYLE_NORMAL)
        let isCondensed = !monospaced && self.family == nil
        unsafe pango_font_description_set_stretch(
            raw, isCondensed ? PANGO_STRETCH_SEMI_CONDENSED : PANGO_STRETCH_NORMAL)
        unsafe pango_font_description_set_absolute_size(raw, usableSize * Double(PANGO_SCALE))
        unsafe body(raw)
        unsafe pango_font_description_free(raw)
    }

    /// The size, or the nearest that Pango's 32-bit positions can hold.
    var usableSize: Double { size.isFinite ? min(max(size, 0.1), 2000) : 1 }
}
