public import Drawing

/// Draws a figure at a width; its height follows from its panels.
///
/// The picture is as wide as asked for, or as the figure's preferred width where that is smaller. It holds one group
/// with the figure's role; inside, the marks of each panel stand in a group clipped to the panel's frame, each mark in
/// a group named for its role. The caption is the page's matter, not the picture's.
public func drawFigure(_ spec: FigureSpec, width: Points, text: any TextMeasuring) -> Picture {
    let used = max(60, min(width, spec.preferredWidth))
    guard !spec.cells.isEmpty else { return Picture(size: Size(width: used, height: 0)) }
    let grid = FigureGrid.fitting(spec, width: used, text: text)
    let first = FigureLayout(spec, grid: grid, width: used, text: text, legendsAbove: [])
    var panels = first.panels.map { PanelDrawing($0, text: text) }
    var layout = first
    // Legends without room inside go above their frames, which moves everything once.
    let homeless = Set(zip(first.panels, panels).filter { $0.1.legendNeedsRoom }.map(\.0.index))
    if !homeless.isEmpty {
        layout = FigureLayout(spec, grid: grid, width: used, text: text, legendsAbove: homeless)
        panels = layout.panels.map { PanelDrawing($0, text: text) }
    }
    let items = panels.flatMap(\.items) + layout.titles.flatMap { titleItems($0, text: text) }
    let figure = Group(role: .figure(id: spec.id, alternative: spec.alternative), items)
    return Picture(size: layout.size, items: [.group(figure)])
}

/// The letter and words above a cell.
private func titleItems(_ title: FigureLayout.Title, text: any TextMeasuring) -> [Item] {
    var items: [Item] = []
    if !title.letter.isEmpty {
        let spans = [TextSpan(title.letter, font: PlotStyle.letterFont)]
        items.append(.text(TextRun(spans, at: title.letterStart, extent: text.measure(spans))))
    }
    if !title.text.spans.isEmpty {
        items.append(.text(TextRun(title.text.spans, at: title.textStart, extent: title.text.extent)))
    }
    return items
}
