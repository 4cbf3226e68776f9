import Drawing

/// Where the panels of a figure stand: frames aligned over rows and columns, margins as wide as their labels.
struct FigureLayout {
    /// The words above a cell.
    struct Title {
        var letter: String
        var text: FittedText
        /// Start of the base line; the letter stands at the cell's left edge, the text at the frame's.
        var letterStart: Position
        var textStart: Position
    }

    var panels: [PlacedPanel] = []
    var titles: [Title] = []
    var size: Size

    /// Lays a figure out.
    ///
    /// - Parameter legendsAbove: indices of panels, in reading order, whose legend found no room inside.
    init(
        _ spec: FigureSpec, grid: FigureGrid, width: Points, text: any TextMeasuring, legendsAbove: Set<Int>
    ) {
        let columns = grid.columns
        size = Size(width: width, height: 0)
        var top: Points = 0
        var index = 0
        for (row, firstCell) in stride(from: 0, to: spec.cells.count, by: columns).enumerated() {
            let cells = Array(spec.cells[firstCell..<min(firstCell + columns, spec.cells.count)])
            if row > 0 { top = top + PlotStyle.rowGap }
            let titled = spec.cells.count > 1 || cells.contains { !$0.title.isEmpty }
            // Half of a label at the top end of a vertical axis stands above the frame.
            top = top + (titled ? 10 : 4)
            for column in cells.indices where titled {
                let cellX = grid.cellX(column)
                let room = cellX + grid.cellWidth - grid.frameX(column)
                titles.append(
                    Title(
                        letter: spec.cells.count > 1 ? FigureLayout.letter(firstCell + column) : "",
                        text: FittedText(cells[column].title, font: PlotStyle.titleFont, width: room, text: text),
                        letterStart: Position(x: cellX, y: top - 3),
                        textStart: Position(x: grid.frameX(column), y: top - 3)))
            }
            let starts = FigureLayout.starts(of: cells, from: index)
            let depth = cells.map(\.panels.count).max() ?? 0
            for level in 0..<depth {
                top = placeLevel(
                    level, of: cells, firstCell: firstCell, starts: starts, row: row, grid: grid, top: top,
                    legendsAbove: legendsAbove,
                    text: text)
            }
            index += cells.reduce(0) { $0 + $1.panels.count }
        }
        size.height = top + 1
    }

    /// Places the panels of one level of a row; returns where the next level starts.
    private mutating func placeLevel(
        _ level: Int, of cells: [FigureCell], firstCell: Int, starts: [Int], row: Int, grid: FigureGrid, top: Points,
        legendsAbove: Set<Int>, text: any TextMeasuring
    ) -> Points {
        var legend: Points = 0
        for (column, cell) in cells.enumerated() where level < cell.panels.count {
            let panel = cell.panels[level]
            let above = panel.legend == .above || legendsAbove.contains(starts[column] + level)
            if above {
                let frameWidth = grid.frameWidth(column)
                legend = max(legend, LegendLayout(panel, width: frameWidth, text: text).heightAbove)
            }
        }
        let height = grid.height(row: row, level: level)
        var bottom = top + legend + height
        for (column, cell) in cells.enumerated() where level < cell.panels.count {
            let last = level == cell.panels.count - 1
            let frame = Frame(
                x: grid.frameX(column), y: top + legend, width: grid.frameWidth(column), height: height)
            var placed = grid.place(grid.cells[firstCell + column][level], in: frame)
            placed.showsXLabels = last || !cell.sharesX
            placed.legendHeight = legend
            placed.index = starts[column] + level
            panels.append(placed)
            let below = placed.showsXLabels ? FigureLayout.depthBelow(placed, text: text) : 0
            bottom = max(bottom, frame.maxY + below + (last ? 0 : 7))
        }
        return bottom
    }

    /// The index of the first panel of each cell, in reading order by cells.
    private static func starts(of cells: [FigureCell], from index: Int) -> [Int] {
        var next = index
        return cells.map { cell in
            defer { next += cell.panels.count }
            return next
        }
    }

    /// Height of ticks, labels and name under a frame.
    static func depthBelow(_ placed: PlacedPanel, text: any TextMeasuring) -> Points {
        let name = AxisName(
            placed.panel.x, unitText: placed.xTicks.unitText, length: placed.x.length, text: text)
        return labelTop + labelHeight(placed.xTicks, text: text) + (name.lines.isEmpty ? 0 : 1.5 + name.height)
    }

    /// From the frame to the top of the labels below it: clear of the lowest label at the left.
    static let labelTop: Points = PlotStyle.tickLength + 2

    /// Height of the tallest tick label.
    static func labelHeight(_ ticks: AxisTicks, text: any TextMeasuring) -> Points {
        ticks.major.map {
            let extent = text.measure(RichText.spans($0.label, font: PlotStyle.tickFont))
            return extent.ascent + extent.descent
        }.max() ?? 0
    }

    /// The letter of a cell, from `a`; none after `z`.
    private static func letter(_ index: Int) -> String {
        guard index < 26, let scalar = Unicode.Scalar(UInt32(97 + index)) else { return "" }
        return String(Character(scalar))
    }
}
