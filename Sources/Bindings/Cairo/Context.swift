internal import CCairo

/// Draws on a surface.
///
/// Faults stay in the context and later calls do nothing: ask `check()` after a page.
@safe public struct Context: ~Copyable {
    /// How a line ends.
    public enum LineCap: Sendable { case butt, round, square }
    /// How lines meet.
    public enum LineJoin: Sendable { case miter, round, bevel }

    /// Cairo's context, for the module that draws text.
    package let pointer: OpaquePointer

    init(on surface: borrowing Surface) throws(CairoError) {
        // cairo_create never returns null: a failed context carries its status.
        guard let created = unsafe cairo_create(surface.pointer) else { throw CairoError(message: "no context") }
        do {
            try unsafe Cairo.check(cairo_status(created))
        } catch {
            unsafe cairo_destroy(created)
            throw error
        }
        unsafe pointer = created
    }

    deinit { unsafe cairo_destroy(pointer) }

    /// Throws what went wrong since the context was made, if anything.
    public func check() throws(CairoError) { try unsafe Cairo.check(cairo_status(pointer)) }

    /// Ends a page; the next drawing stands on a new one.
    public func showPage() { unsafe cairo_show_page(pointer) }

    // MARK: State

    /// Keeps the state until `restore()`.
    public func save() { unsafe cairo_save(pointer) }
    /// Goes back to the state last saved.
    public func restore() { unsafe cairo_restore(pointer) }
    /// Moves the origin.
    public func translate(x: Double, y: Double) { unsafe cairo_translate(pointer, x, y) }
    /// Turns the axes, radians from x towards y.
    public func rotate(_ angle_rad: Double) { unsafe cairo_rotate(pointer, angle_rad) }
    /// Makes everything after larger.
    public func scale(_ factor: Double) { unsafe cairo_scale(pointer, factor, factor) }
    /// Sets the color of fills, strokes and text; components from 0 to 1.
    public func setColor(red: Double, green: Double, blue: Double, alpha: Double) {
        unsafe cairo_set_source_rgba(pointer, red, green, blue, alpha)
    }

    /// Sets how lines are drawn; lengths in user units, `dash` empty for a solid line.
    public func setLine(width: Double, dash: [Double], cap: LineCap, join: LineJoin) {
        unsafe cairo_set_line_width(pointer, width)
        unsafe cairo_set_dash(pointer, dash, Int32(clamping: dash.count), 0)
        unsafe cairo_set_line_cap(pointer, cap.raw)
        unsafe cairo_set_line_join(pointer, join.raw)
    }

    // MARK: Paths

    /// Forgets the path drawn so far.
    public func newPath() { unsafe cairo_new_path(pointer) }
    /// Starts a piece of path.
    public func move(x: Double, y: Double) { unsafe cairo_move_to(pointer, x, y) }
    /// Adds a straight line.
    public func line(x: Double, y: Double) { unsafe cairo_line_to(pointer, x, y) }
    /// Adds a cubic curve with two control points.
    public func curve(x1: Double, y1: Double, x2: Double, y2: Double, x: Double, y: Double) {
        unsafe cairo_curve_to(pointer, x1, y1, x2, y2, x, y)
    }
    /// Closes a piece of path.
    public func closePath() { unsafe cairo_close_path(pointer) }
    /// Adds a rectangle.
    public func rectangle(x: Double, y: Double, width: Double, height: Double) {
        unsafe cairo_rectangle(pointer, x, y, width, height)
    }
    /// Fills the path and keeps it.
    public func fillKeepingPath() { unsafe cairo_fill_preserve(pointer) }
    /// Strokes the path and forgets it.
    public func stroke() { unsafe cairo_stroke(pointer) }
    /// Fills the whole clip.
    public func paint() { unsafe cairo_paint(pointer) }
    /// Lets later drawing show only inside the path, until the state is restored.
    public func clip() { unsafe cairo_clip(pointer) }

    // MARK: Structure

    /// Begins an element of a tagged PDF, a link or a destination; other surfaces ignore it.
    public func beginTag(_ name: String, _ attributes: String = "") {
        unsafe cairo_tag_begin(pointer, name, attributes)
    }
    /// Ends the element begun last, which must have this name.
    public func endTag(_ name: String) { unsafe cairo_tag_end(pointer, name) }
}

extension Context.LineCap {
    var raw: cairo_line_cap_t {
        switch self {
        case .butt: CAIRO_LINE_CAP_BUTT
        case .round: CAIRO_LINE_CAP_ROUND
        case .square: CAIRO_LINE_CAP_SQUARE
        }
    }
}

extension Context.LineJoin {
    var raw: cairo_line_join_t {
        switch self {
        case .miter: CAIRO_LINE_JOIN_MITER
        case .round: CAIRO_LINE_JOIN_ROUND
        case .bevel: CAIRO_LINE_JOIN_BEVEL
        }
    }
}
