import Drawing

/// The columns and row heights of a figure, found by growing margins until every label has room.
struct FigureGrid {
    private let text: any TextMeasuring
    /// The panels by cell, with the ranges of their axes.
    let cells: [[RangedPanel]]
    /// Number of cells side by side.
    let columns: Int
    /// Width of a cell, margins included.
    let cellWidth: Points
    private var left: [Points]
    private var right: [Points]
    /// Frame heights by row, then level.
    private var heights: [[Points]] = []

    /// Finds margins and heights for a figure of a width.
    init(_ spec: FigureSpec, columns: Int, width: Points, text: any TextMeasuring) {
        self.text = text
        cells = spec.cells.map(RangedPanel.cell)
        self.columns = columns
        cellWidth = (width - PlotStyle.columnGap * Double(columns - 1)) / Double(columns)
        left = [Points](repeating: 0, count: columns)
        right = [Points](repeating: 1, count: columns)
        // Labels may grow as frames shrink, by a digit at most: the margins settle after two or three rounds.
        for _ in 0..<6 {
            measureHeights()
            if !growMargins() { break }
        }
        measureHeights()
    }

    /// How many columns a figure gets at a width: as many as it wants, as long as a cell stays so wide.
    static func columns(_ wanted: Int, of spec: FigureSpec, width: Points, cellWidth: Points) -> Int {
        let room = Int(((width + PlotStyle.columnGap) / (cellWidth + PlotStyle.columnGap)).rounded(.down))
        return max(1, min(wanted, spec.cells.count, room))
    }

    /// The grid of a figure that fits a page: more columns than wanted where it would be too tall.
    static func fitting(_ spec: FigureSpec, width: Points, text: any TextMeasuring) -> FigureGrid {
        var columns = columns(spec.columns, of: spec, width: width, cellWidth: PlotStyle.cellWidth)
        while true {
            let grid = FigureGrid(spec, columns: columns, width: width, text: text)
            let more = FigureGrid.columns(columns + 1, of: spec, width: width, cellWidth: PlotStyle.leastCellWidth)
            let height = FigureLayout(spec, grid: grid, width: width, text: text, legendsAbove: []).size.height
            if height <= PlotStyle.tallestFigure || more <= columns { return grid }
            columns = more
        }
    }

    /// Left edge of a column of cells.
    func cellX(_ column: Int) -> Points { (cellWidth + PlotStyle.columnGap) * Double(column) }
    /// Left edge of the frames of a column.
    func frameX(_ column: Int) -> Points { cellX(column) + left[column] }
    /// Width of the frames of a column; never below 20 pt, however narrow the figure.
    func frameWidth(_ column: Int) -> Points { max(20, cellWidth - left[column] - right[column]) }
    /// Height of the frames of a level of a row.
    func height(row: Int, level: Int) -> Points {
        heights.indices.contains(row) && heights[row].indices.contains(level) ? heights[row][level] : 20
    }

    /// Puts a panel into a frame.
    func place(_ ranged: RangedPanel, in frame: Frame) -> PlacedPanel {
        let panel = ranged.panel
        var (x, y) = (ranged.x, ranged.y)
        var magnitude: Double?
        if panel.height.isEqualAspect {
            FigureGrid.equalize(&x, &y, frame: frame)
            magnitude = max(abs(x.low), abs(x.high), abs(y.low), abs(y.high))
        }
        let (x0, x1) = (frame.x.value, frame.maxX.value)
        let (y0, y1) = (frame.maxY.value, frame.y.value)
        let xMap = AxisMap(
            scale: panel.x.scale, low: x.low, high: x.high, start: panel.x.inverted ? x1 : x0,
            end: panel.x.inverted ? x0 : x1)
        let yMap = AxisMap(
            scale: panel.y.scale, low: y.low, high: y.high, start: panel.y.inverted ? y1 : y0,
            end: panel.y.inverted ? y0 : y1)
        let font = PlotStyle.tickFont
        let across = TickRoom(vertical: false, font: font, text: text, magnitude: magnitude)
        let upward = TickRoom(vertical: true, font: font, text: text, magnitude: magnitude)
        return PlacedPanel(
            panel: panel, frame: frame, x: xMap, y: yMap, xTicks: .make(for: panel.x, on: xMap, in: across),
            yTicks: .make(for: panel.y, on: yMap, in: upward), showsXLabels: true, legendHeight: 0,
            legendBottom: frame.y,
            index: 0)
    }

    /// Frame heights with the present margins; panels side by side are equally high.
    private mutating func measureHeights() {
        heights = stride(from: 0, to: cells.count, by: columns).map { first in
            let row = cells[first..<min(first + columns, cells.count)]
            let depth = row.map(\.count).max() ?? 0
            return (0..<depth).map { level in
                var tallest: Points = 20
                for (column, cell) in row.enumerated() where level < cell.count {
                    tallest = max(tallest, height(of: cell[level], width: frameWidth(column)))
                }
                return tallest
            }
        }
    }

    private func height(of ranged: RangedPanel, width: Points) -> Points {
        switch ranged.panel.height {
        case .ratio(let ratio): return width * ratio
        case .fixed(let height), .equalAspectFixed(let height): return height
        case .equalAspect(let least, let most):
            let aspect = (ranged.y.high - ranged.y.low) / (ranged.x.high - ranged.x.low)
            return width * min(max(aspect, least), most)
        }
    }

    /// Widens margins to what labels need; whether any grew.
    private mutating func growMargins() -> Bool {
        var grew = false
        for (index, cell) in cells.enumerated() {
            let column = index % columns
            for (level, panel) in cell.enumerated() {
                let frame = Frame(
                    x: 0, y: 0, width: frameWidth(column), height: height(row: index / columns, level: level))
                let needed = margins(of: place(panel, in: frame))
                if needed.left > left[column] + 0.01 || needed.right > right[column] + 0.01 { grew = true }
                left[column] = max(left[column], needed.left)
                right[column] = max(right[column], needed.right)
            }
        }
        return grew
    }

    private func margins(of placed: PlacedPanel) -> (left: Points, right: Points) {
        let font = PlotStyle.tickFont
        let widest = placed.yTicks.major.map { text.measure(RichText.spans($0.label, font: font)).width }.max() ?? 0
        let name = AxisName(
            placed.panel.y, unitText: placed.yTicks.unitText, length: placed.y.length, text: text)
        var left = PlotStyle.tickLength + 1.5 + widest + (name.lines.isEmpty ? 0 : 2.5 + name.height)
        var right: Points = 1
        for tick in placed.xTicks.major {
            let half = text.measure(RichText.spans(tick.label, font: font)).width * 0.5
            let place = Points(placed.x.position(tick.value))
            left = max(left, placed.frame.x + half - place)
            right = max(right, place + half - placed.frame.maxX)
        }
        return (left, right)
    }

    /// Widens one of two ranges about its middle until a unit is equally long on both axes.
    private static func equalize(
        _ x: inout (low: Double, high: Double), _ y: inout (low: Double, high: Double), frame: Frame
    ) {
        let unit = max((x.high - x.low) / frame.width.value, (y.high - y.low) / frame.height.value)
        func widen(_ range: inout (low: Double, high: Double), to span: Double) {
            let more = (span - (range.high - range.low)) / 2
            guard more > 0 else { return }
            range = (range.low - more, range.high + more)
        }
        widen(&x, to: unit * frame.width.value)
        widen(&y, to: unit * frame.height.value)
    }
}
