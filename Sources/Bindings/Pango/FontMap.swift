internal import CPango

/// Owns a set of fonts and the context that lays text out in them.
///
/// Sizes are points and widths are not rounded: hinting and the rounding of glyph positions are off, so a text has
/// one width at every zoom and the measured width is the painted one.
@safe struct FontMap: ~Copyable {
    /// The context that layouts are made in.
    let context: OpaquePointer
    private let config: OpaquePointer

    /// Loads fonts from files; with `system`, also every font that the machine's configuration names.
    init(files: [String], system: Bool) throws(PangoError) {
        guard let config = unsafe system ? FcInitLoadConfigAndFonts() : FcConfigCreate() else {
            throw PangoError(message: "fontconfig could not make a configuration")
        }
        for file in files where unsafe pinch_config_add_file(config, file) == 0 {
            unsafe FcConfigDestroy(config)
            throw PangoError(message: "fontconfig cannot read the font \"\(file)\"")
        }
        guard let map = unsafe pango_cairo_font_map_new() else {
            unsafe FcConfigDestroy(config)
            throw PangoError(message: "Pango could not make a font map")
        }
        unsafe pinch_font_map_use(map, config)
        guard let context = unsafe pango_font_map_create_context(map) else {
            unsafe g_object_unref(map)
            unsafe FcConfigDestroy(config)
            throw PangoError(message: "Pango could not make a context")
        }
        // The context holds the font map from here on.
        unsafe g_object_unref(map)
        unsafe FontMap.setUp(context)
        unsafe self.context = context
        unsafe self.config = config
    }

    /// Gives the process an empty font configuration, once, before the first font map is made.
    ///
    /// Otherwise Pango loads the machine's and the user's, which we do not use: 5 ms, and warnings of fontconfig on
    /// standard error where there is no home folder.
    static let emptyProcessConfiguration: Bool = {
        guard let config = unsafe FcConfigCreate() else { return false }
        // Fontconfig takes a reference of its own.
        defer { unsafe FcConfigDestroy(config) }
        return unsafe FcConfigSetCurrent(config) != 0
    }()

    deinit {
        unsafe g_object_unref(UnsafeMutableRawPointer(context))
        unsafe FcConfigDestroy(config)
    }

    /// Names of the families in the map, sorted.
    var families: [String] {
        guard let map = unsafe pango_context_get_font_map(context) else { return [] }
        var list: UnsafeMutablePointer<UnsafeMutablePointer<PangoFontFamily>?>?
        var count: Int32 = 0
        unsafe pango_font_map_list_families(map, &list, &count)
        guard let list = unsafe list else { return [] }
        defer { unsafe g_free(list) }
        var names: Set<String> = []
        for index in 0..<Int(count) {
            guard let family = unsafe list[index], let name = unsafe pango_font_family_get_name(family) else {
                continue
            }
            unsafe names.insert(String(cString: name))
        }
        return names.sorted()
    }

    private static func setUp(_ context: OpaquePointer) {
        let options = unsafe cairo_font_options_create()
        unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        unsafe cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        unsafe pango_cairo_context_set_font_options(context, options)
        unsafe cairo_font_options_destroy(options)
        unsafe pango_cairo_context_set_resolution(context, 72)
        unsafe pango_context_set_round_glyph_positions(context, 0)
        unsafe pango_context_set_language(context, pango_language_from_string("en"))
        unsafe pango_context_set_base_dir(context, PANGO_DIRECTION_LTR)
    }
}
