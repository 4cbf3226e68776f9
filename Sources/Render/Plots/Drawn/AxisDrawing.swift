import Drawing

/// The frame of a panel with ticks, labels and names.
enum AxisDrawing {
    /// Everything about the axes of a panel.
    static func items(_ placed: PlacedPanel, text: any TextMeasuring) -> [Item] {
        [.path(.rectangle(placed.frame), fill: nil, stroke: PlotStyle.axisStroke)]
            + ticks(placed) + xLabels(placed, text: text) + yLabels(placed, text: text)
    }

    private static func ticks(_ placed: PlacedPanel) -> [Item] {
        var path = Path()
        let (bottom, left) = (placed.frame.maxY, placed.frame.x)
        func down(_ value: Double, _ length: Points) {
            let x = Points(placed.x.position(value))
            guard x >= placed.frame.x, x <= placed.frame.maxX else { return }
            path.segments += [.move(Position(x: x, y: bottom)), .line(Position(x: x, y: bottom + length))]
        }
        func leftward(_ value: Double, _ length: Points) {
            let y = Points(placed.y.position(value))
            guard y >= placed.frame.y, y <= placed.frame.maxY else { return }
            path.segments += [.move(Position(x: left, y: y)), .line(Position(x: left - length, y: y))]
        }
        for tick in placed.xTicks.major { down(tick.value, PlotStyle.tickLength) }
        for value in placed.xTicks.minor { down(value, PlotStyle.minorTickLength) }
        for tick in placed.yTicks.major { leftward(tick.value, PlotStyle.tickLength) }
        for value in placed.yTicks.minor { leftward(value, PlotStyle.minorTickLength) }
        return path.segments.isEmpty ? [] : [.path(path, fill: nil, stroke: PlotStyle.tickStroke)]
    }

    private static func xLabels(_ placed: PlacedPanel, text: any TextMeasuring) -> [Item] {
        guard placed.showsXLabels else { return [] }
        let tallest = FigureLayout.labelHeight(placed.xTicks, text: text)
        let top = placed.frame.maxY + FigureLayout.labelTop
        var items: [Item] = []
        for tick in placed.xTicks.major {
            let spans = RichText.spans(tick.label, font: PlotStyle.tickFont)
            let extent = text.measure(spans)
            let descent = extent.descent
            let x = Points(placed.x.position(tick.value)) - extent.width / 2
            items.append(.text(TextRun(spans, at: Position(x: x, y: top + tallest - descent), extent: extent)))
        }
        let name = AxisName(placed.panel.x, unitText: placed.xTicks.unitText, length: placed.x.length, text: text)
        var y = top + tallest + 1.5
        for (spans, extent) in zip(name.lines, name.extents) {
            let start = Position(x: placed.frame.midX - extent.width / 2, y: y + extent.ascent)
            items.append(.text(TextRun(spans, at: start, extent: extent)))
            y = y + extent.ascent + extent.descent
        }
        return items
    }

    private static func yLabels(_ placed: PlacedPanel, text: any TextMeasuring) -> [Item] {
        var items: [Item] = []
        var widest: Points = 0
        let edge = placed.frame.x - PlotStyle.tickLength - 1.5
        for tick in placed.yTicks.major {
            let spans = RichText.spans(tick.label, font: PlotStyle.tickFont)
            let extent = text.measure(spans)
            widest = max(widest, extent.width)
            let middle = Points(placed.y.position(tick.value))
            let start = Position(x: edge - extent.width, y: middle + (extent.ascent - extent.descent) / 2)
            items.append(.text(TextRun(spans, at: start, extent: extent)))
        }
        let name = AxisName(placed.panel.y, unitText: placed.yTicks.unitText, length: placed.y.length, text: text)
        // Lines of a rotated name follow each other to the right, the first at the left.
        var right = edge - widest - 2.5 - name.height
        for (spans, extent) in zip(name.lines, name.extents) {
            let start = Position(x: right + extent.ascent, y: placed.frame.midY + extent.width / 2)
            items.append(.text(TextRun(spans, at: start, extent: extent, rotation_deg: 90)))
            right = right + extent.ascent + extent.descent
        }
        return items
    }
}
