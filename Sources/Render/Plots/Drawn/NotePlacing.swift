import Drawing

/// Finds room for notes about their places: near, inside the frame, off the marks, off each other.
struct NotePlacing {
    private let frame: Frame
    private let text: any TextMeasuring
    private var occupancy: Occupancy
    private var taken: [Frame]

    /// Starts from what is drawn already.
    init(frame: Frame, occupancy: Occupancy, taken: [Frame], text: any TextMeasuring) {
        self.frame = frame
        self.occupancy = occupancy
        self.taken = taken
        self.text = text
    }

    /// The items of a note at a place of the page; none where there is no room near.
    mutating func items(_ note: String, color: Color, at anchor: PlotPoint) -> [Item] {
        let spans = RichText.spans(note, font: PlotStyle.noteFont, color: color)
        let extent = text.measure(spans)
        let size = Size(width: extent.width, height: extent.ascent + extent.descent)
        var best: (cost: Double, frame: Frame, distance: Double)?
        for distance in [3.0, 6, 10, 15] {
            for (dx, dy) in Self.directions {
                let box = box(size, about: anchor, dx, dy, distance)
                guard frame.inset(left: 1, top: 1, right: 1, bottom: 1).contains(box) else { continue }
                guard !taken.contains(where: { $0.overlaps(box) }) else { continue }
                let cost = occupancy.covered(box) * 100 + distance
                if cost < best?.cost ?? .infinity { best = (cost, box, distance) }
            }
        }
        // A note that covers more than a rim of other marks hides them and cannot be read.
        guard let best, best.cost < 15 + best.distance else { return [] }
        taken.append(best.frame)
        occupancy.add(best.frame)
        let start = Position(x: best.frame.x, y: best.frame.y + extent.ascent)
        let run = Item.text(TextRun(spans, at: start, extent: extent))
        return best.distance < 10 ? [run] : [leader(from: anchor, to: best.frame, color: color), run]
    }

    /// The items of a note beside a rule, at the emptiest of several places along it.
    mutating func items(_ note: String, color: Color, along places: [PlotPoint], vertical: Bool) -> [Item] {
        let spans = RichText.spans(note, font: PlotStyle.noteFont, color: color)
        let extent = text.measure(spans)
        let size = Size(width: extent.width, height: extent.ascent + extent.descent)
        var best: (covered: Double, frame: Frame)?
        for place in places {
            for side in [1.0, -1] {
                let box = vertical ? box(size, about: place, side, 0, 2.5) : box(size, about: place, 0, -side, 1.5)
                guard frame.inset(left: 1, top: 1, right: 1, bottom: 1).contains(box) else { continue }
                guard !taken.contains(where: { $0.overlaps(box) }) else { continue }
                let covered = occupancy.covered(box)
                if covered < (best?.covered ?? .infinity) - 0.01 { best = (covered, box) }
            }
        }
        guard let best, best.covered < 0.34 else { return [] }
        taken.append(best.frame)
        occupancy.add(best.frame)
        let start = Position(x: best.frame.x, y: best.frame.y + extent.ascent)
        return [.text(TextRun(spans, at: start, extent: extent))]
    }

    /// A note in a corner of the frame, for remarks about the whole panel; none where no corner is free.
    mutating func cornerItems(_ note: String, color: Color) -> [Item] {
        let spans = RichText.spans(note, font: PlotStyle.noteFont, color: color)
        let extent = text.measure(spans)
        let (width, height) = (extent.width, extent.ascent + extent.descent)
        let room = frame.inset(left: 3, top: 2, right: 3, bottom: 2)
        let corners = [
            (room.maxX - width, room.maxY - height), (room.x, room.maxY - height), (room.maxX - width, room.y),
            (room.x, room.y),
        ]
        let boxes = corners.map { Frame(x: $0.0, y: $0.1, width: width, height: height) }
            .filter { box in room.contains(box, slack: 0.01) && !taken.contains { $0.overlaps(box) } }
        guard let box = boxes.min(by: { occupancy.covered($0) < occupancy.covered($1) }) else { return [] }
        taken.append(box)
        occupancy.add(box)
        return [.text(TextRun(spans, at: Position(x: box.x, y: box.y + extent.ascent), extent: extent))]
    }

    private static let directions: [(Double, Double)] = [
        (1, -1), (0, -1), (1, 0), (-1, -1), (-1, 0), (1, 1), (0, 1), (-1, 1),
    ]

    private func box(_ size: Size, about anchor: PlotPoint, _ dx: Double, _ dy: Double, _ gap: Double) -> Frame {
        // A box on a diagonal touches its circle with a corner, one on an axis with the middle of an edge.
        let reach = dx != 0 && dy != 0 ? gap * 0.707 : gap
        let x = anchor.x + dx * reach + (dx - 1) / 2 * size.width.value
        let y = anchor.y + dy * reach + (dy - 1) / 2 * size.height.value
        return Frame(x: Points(x), y: Points(y), width: size.width, height: size.height)
    }

    private func leader(from anchor: PlotPoint, to box: Frame, color: Color) -> Item {
        let near = PlotPoint(
            x: min(max(anchor.x, box.x.value), box.maxX.value), y: min(max(anchor.y, box.y.value), box.maxY.value))
        // The leader starts clear of the marker.
        let part = 0.25
        let start = PlotPoint(x: anchor.x + part * (near.x - anchor.x), y: anchor.y + part * (near.y - anchor.y))
        return .path(
            .line(from: start.position, to: near.position), fill: nil,
            stroke: Stroke(color.opacity(0.6), width: 0.35))
    }
}
