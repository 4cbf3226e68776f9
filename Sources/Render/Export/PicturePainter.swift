internal import Cairo
internal import Drawing
internal import Pango

/// Paints placed items on a Cairo context: the same walk for every format.
struct PicturePainter {
    /// Measures and shapes; the one that the document was laid out with.
    let text: PangoText
    /// Device units a point.
    let scale: Double
    /// The places that links may lead to; `nil` where the format has neither links nor structure.
    let places: Set<String>?
    /// The places drawn so far; Cairo must not see a name twice.
    private var marked: Set<String> = []

    init(text: PangoText, scale: Double = 1, places: Set<String>? = nil) {
        self.text = text
        self.scale = scale
        self.places = places
    }

    /// Paints items in order.
    mutating func paint(_ items: [Item], on context: borrowing Context, tagged: Bool = true) {
        for item in items {
            switch item {
            case .path(let path, let fill, let stroke): paint(path, fill, stroke, on: context)
            case .text(let run): paint(run, on: context)
            case .group(let group): paint(group, on: context, tagged: tagged)
            case .link(let frame, let target): link(frame, target, on: context)
            case .destination(let name, let place): mark(name, place, on: context)
            }
        }
    }

    // MARK: Paths

    private func paint(_ path: Path, _ fill: Color?, _ stroke: Stroke?, on context: borrowing Context) {
        // Cairo's coordinates end at 2^23 device units; half of that leaves room for the line's width.
        trace(path.clipped(to: 0x1p22 / scale).snapped(), on: context)
        if let fill {
            context.setColor(fill)
            context.fillKeepingPath()
        }
        if let stroke, stroke.width.value.isFinite, stroke.width.value > 0 {
            context.setColor(stroke.color)
            context.setLine(
                width: min(stroke.width.value, 1e4), dash: stroke.usableDash, cap: stroke.cap.raw,
                join: stroke.join.raw)
            context.stroke()
        }
        context.newPath()
    }

    private func trace(_ path: Path, on context: borrowing Context) {
        context.newPath()
        for segment in path.segments {
            switch segment {
            case .move(let p): context.move(x: p.x.value, y: p.y.value)
            case .line(let p): context.line(x: p.x.value, y: p.y.value)
            case .curve(let a, let b, let p):
                context.curve(
                    x1: a.x.value, y1: a.y.value, x2: b.x.value, y2: b.y.value, x: p.x.value, y: p.y.value)
            case .close: context.closePath()
            }
        }
    }

    // MARK: Text

    func paint(_ run: TextRun, on context: borrowing Context) {
        guard let origin = run.origin.drawable, run.rotation_deg.isFinite else { return }
        guard run.rotation_deg != 0 else {
            show(run.spans, x: PicturePainter.onGrid(origin.x), y: PicturePainter.onGrid(origin.y), on: context)
            return
        }
        context.save()
        context.translate(x: origin.x, y: origin.y)
        // The page's y runs down, so a turn that a reader calls positive is negative here.
        context.rotate(-run.rotation_deg * .pi / 180)
        show(run.spans, x: 0, y: 0, on: context)
        context.restore()
    }

    /// A grid of 1/32 pt keeps the numbers of the file short.
    static func onGrid(_ length: Double) -> Double { (length * 32).rounded() / 32 }

    func show(_ spans: [TextSpan], x start: Double, y: Double, on context: borrowing Context) {
        var x = start
        for span in spans {
            guard let shaped = text.shaped(span.text, span.font) else { continue }
            context.setColor(span.color)
            shaped.show(on: context, x: x, y: span.rise.value.isFinite ? y - span.rise.value : y)
            x += shaped.width
        }
    }

    // MARK: Groups, links, places

    mutating func paint(_ group: Group, on context: borrowing Context, tagged: Bool) {
        guard let tag = tagged && places != nil ? group.role?.tag : nil else {
            clipped(group, on: context) { painter in
                painter.paint(group.items, on: context, tagged: tagged && group.role != .artifact)
            }
            return
        }
        let items = PicturePainter.spaced(hoistFurniture(group.items, on: context), of: group.role)
        context.beginTag(tag)
        clipped(group, on: context) { painter in
            if items.contains(where: \.hasTag) {
                painter.paintParts(items, of: group.role, on: context)
            } else {
                painter.paint(items, on: context)
            }
        }
        context.endTag(tag)
    }

    /// Paints inside the clip of a group.
    private mutating func clipped(_ group: Group, on context: borrowing Context, _ body: (inout PicturePainter) -> Void)
    {
        guard let clip = group.clip else { return body(&self) }
        context.save()
        trace(Path.rectangle(clip).clipped(to: 0x1p22 / scale), on: context)
        context.clip()
        body(&self)
        context.restore()
    }

    func link(_ frame: Frame, _ target: LinkTarget, on context: borrowing Context) {
        guard let places, let attributes = Tag.link(frame, target, places: places) else { return }
        context.beginTag(Tag.link, attributes)
        context.endTag(Tag.link)
    }

    private mutating func mark(_ name: String, _ place: Position, on context: borrowing Context) {
        guard places != nil, let place = place.drawable, marked.insert(name).inserted else { return }
        context.beginTag(Tag.destination, Tag.place(name, x: place.x, y: place.y))
        context.endTag(Tag.destination)
    }
}

extension Context {
    /// Sets an sRGB color; components that are not numbers count as 0.
    func setColor(_ color: Color) {
        func part(_ x: Double) -> Double { x.isNaN ? 0 : min(max(x, 0), 1) }
        setColor(red: part(color.red), green: part(color.green), blue: part(color.blue), alpha: part(color.alpha))
    }
}

extension Position {
    /// The place as two numbers that a page can hold; `nil` for others.
    var drawable: (x: Double, y: Double)? {
        abs(x.value) <= 1e5 && abs(y.value) <= 1e5 ? (x.value, y.value) : nil
    }
}

extension Stroke {
    /// The dash lengths that Cairo takes; none (a solid line) where one is negative or all are zero.
    fileprivate var usableDash: [Double] {
        let lengths = dash.map(\.value)
        return lengths.allSatisfy { $0 >= 0 && $0 < 1e4 } && lengths.contains { $0 > 0 } ? lengths : []
    }
}

extension Stroke.Cap {
    fileprivate var raw: Context.LineCap {
        switch self {
        case .butt: .butt
        case .round: .round
        case .square: .square
        }
    }
}

extension Stroke.Join {
    fileprivate var raw: Context.LineJoin {
        switch self {
        case .miter: .miter
        case .round: .round
        case .bevel: .bevel
        }
    }
}
