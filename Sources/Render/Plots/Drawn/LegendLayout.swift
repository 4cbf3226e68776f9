import Drawing

/// The legend of a panel: a sample of each labeled mark with its words.
struct LegendLayout {
    /// One line of the legend.
    struct Entry {
        /// The marks that share the label; a fit over its data makes one sample of both.
        var marks: [Mark]
        var spans: [TextSpan]
        var extent: TextExtent
    }

    var entries: [Entry]
    /// Where each entry starts, from the legend's top left corner, when the entries flow in lines above the frame.
    private var flow: [Position] = []
    private let lineHeight: Points = 9
    private let sample: Points = 16

    /// Gathers the labels of a panel; marks with the same label share a line.
    init(_ panel: Panel, width: Points, text: any TextMeasuring) {
        entries = []
        guard panel.legend != .none else { return }
        var order: [String] = []
        var marks: [String: [Mark]] = [:]
        for mark in panel.marks {
            guard let label = mark.label else { continue }
            if marks[label] == nil { order.append(label) }
            marks[label, default: []].append(mark)
        }
        for label in order {
            let words = FittedText(label, font: PlotStyle.tickFont, width: width - sample, text: text)
            entries.append(Entry(marks: marks[label] ?? [], spans: words.spans, extent: words.extent))
        }
        // Data alone need no legend.
        if order == ["data"] { entries = [] }
        var x: Points = 0
        var y: Points = 0
        for entry in entries {
            let wide = sample + entry.extent.width
            if x > 0, x + wide > width {
                x = 0
                y = y + lineHeight
            }
            flow.append(Position(x: x, y: y))
            x = x + wide + 8
        }
    }

    /// Height that the legend takes above a frame.
    var heightAbove: Points { (flow.last.map { $0.y + lineHeight + 2 }) ?? 0 }

    /// Size of the legend as a block of lines.
    var block: Size {
        Size(
            width: sample + (entries.map(\.extent.width).max() ?? 0), height: lineHeight * Double(entries.count))
    }

    /// The emptiest place for the block inside a frame; `nil` where every place covers marks.
    func place(in frame: Frame, avoiding occupancy: Occupancy) -> Frame? {
        let size = block
        let room = frame.inset(left: 4, top: 3, right: 4, bottom: 3)
        guard size.width <= room.width, size.height <= room.height else { return nil }
        let xs = [room.maxX - size.width, room.x, room.midX - size.width / 2]
        let ys = [room.y, room.maxY - size.height, room.midY - size.height / 2]
        var best: (covered: Double, frame: Frame)?
        for (x, y) in [(0, 0), (1, 0), (0, 1), (1, 1), (2, 0), (2, 1), (0, 2), (1, 2)] {
            let candidate = Frame(x: xs[x], y: ys[y], width: size.width, height: size.height)
            let covered = occupancy.covered(candidate.inset(left: -1, right: -1))
            if covered < best?.covered ?? .infinity { best = (covered, candidate) }
        }
        guard let best, best.covered == 0 else { return nil }
        return best.frame
    }

    /// Draws the legend as a block with its top left corner at a place.
    func items(at corner: Position) -> [Item] {
        entries.enumerated().flatMap { index, entry in
            draw(entry, at: corner.moved(dy: lineHeight * Double(index)))
        }
    }

    /// Draws the legend in lines above a frame.
    func itemsAbove(_ frame: Frame, bottom: Points) -> [Item] {
        zip(entries, flow).flatMap { entry, place in
            draw(entry, at: Position(x: frame.x + place.x, y: bottom - heightAbove + place.y))
        }
    }

    private func draw(_ entry: Entry, at corner: Position) -> [Item] {
        let middle = corner.moved(dy: lineHeight / 2)
        var items = entry.marks.flatMap { LegendSample.items(for: $0, from: middle, length: sample - 4) }
        // The base line that puts the words' middle on the sample's middle.
        let base = middle.moved(dx: sample, dy: (entry.extent.ascent - entry.extent.descent) / 2)
        items.append(.text(TextRun(entry.spans, at: base, extent: entry.extent)))
        return items
    }
}

/// What stands for a mark in a legend.
enum LegendSample {
    /// A piece of line, a marker or a swatch, centered on a line of the legend.
    static func items(for mark: Mark, from start: Position, length: Points) -> [Item] {
        let end = start.moved(dx: length)
        switch mark {
        case .line(let line):
            let stroke = Stroke(line.color, width: line.width, dash: line.dash)
            return [.path(.line(from: start, to: end), fill: nil, stroke: stroke)]
        case .points(let points):
            let center = PlotPoint(x: start.x.value + length.value / 2, y: start.y.value)
            return MarkerPath.items([center], points)
        case .band(let band):
            let frame = Frame(x: start.x, y: start.y - 2.5, width: length, height: 5)
            return [.path(.rectangle(frame), fill: band.color, stroke: nil)]
        case .arrows, .text, .rule: return []
        }
    }
}
