import Drawing

/// One panel drawn: marks, axes, legend and notes.
struct PanelDrawing {
    let items: [Item]
    /// Whether the legend found no room inside and has none above.
    let legendNeedsRoom: Bool

    /// Draws a placed panel.
    init(_ placed: PlacedPanel, text: any TextMeasuring) {
        var drawing = MarkDrawing(placed)
        let marks = placed.panel.marks.compactMap { drawing.group(for: $0) }
        var occupancy = Occupancy(placed.frame)
        for item in marks { occupancy.add(item) }

        var legend: [Item] = []
        var taken: [Frame] = []
        var homeless = false
        let layout = LegendLayout(placed.panel, width: placed.frame.width, text: text)
        if !layout.entries.isEmpty {
            let inside = placed.panel.legend == .auto && placed.legendHeight == 0
            if !inside {
                legend = layout.itemsAbove(placed.frame, bottom: placed.legendBottom)
            } else if let block = layout.place(in: placed.frame, avoiding: occupancy) {
                legend = layout.items(at: Position(x: block.x, y: block.y))
                taken.append(block)
                occupancy.add(block)
            } else {
                homeless = true
            }
        }
        legendNeedsRoom = homeless

        var placing = NotePlacing(frame: placed.frame, occupancy: occupancy, taken: taken, text: text)
        var notes = PanelDrawing.notes(of: placed, placing: &placing)
        if drawing.measured > 0 {
            let words = "\(PanelDrawing.grouped(drawing.measured))→\(PanelDrawing.grouped(drawing.drawn)) points"
            notes += placing.cornerItems(words, color: .gray(0.4))
        }
        items = [.group(Group(clip: placed.frame, marks))] + AxisDrawing.items(placed, text: text) + legend + notes
    }

    private static func notes(of placed: PlacedPanel, placing: inout NotePlacing) -> [Item] {
        var items: [Item] = []
        for mark in placed.panel.marks {
            switch mark {
            case .text(let note):
                let anchor = placed.point(note.x, note.y)
                guard anchor.isFinite, placed.clipping.contains(anchor, slack: 0.01) else { continue }
                items += placing.items(note.text, color: note.color, at: anchor)
            case .rule(let rule):
                guard let words = rule.note else { continue }
                items += placing.items(
                    words, color: rule.color, along: places(along: rule, in: placed),
                    vertical: rule.direction == .vertical)
            case .line, .points, .band, .arrows: break
            }
        }
        return items
    }

    /// Where the note of a rule may stand: from the top of a vertical rule down, from the right end of a horizontal one.
    private static func places(along rule: RuleMark, in placed: PlacedPanel) -> [PlotPoint] {
        let frame = placed.frame
        return (0..<10).map { index in
            let part = 0.06 + 0.88 * Double(index) / 9
            return switch rule.direction {
            case .horizontal:
                PlotPoint(x: frame.maxX.value - part * frame.width.value, y: placed.y.position(rule.value))
            case .vertical: PlotPoint(x: placed.x.position(rule.value), y: frame.y.value + part * frame.height.value)
            }
        }.filter { $0.isFinite && placed.clipping.contains($0) }
    }

    /// A count with commas between thousands.
    static func grouped(_ count: Int) -> String {
        let digits = Array(String(count))
        var out = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { out.append(",") }
            out.append(digit)
        }
        return out
    }
}
