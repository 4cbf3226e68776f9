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
    /// Top of the first frame of each cell.
    private var frameTops: [Int: Points] = [:]

    private let grid: FigureGrid
    private let text: any TextMeasuring
    private let legendsAbove: Set<Int>

    /// Lays a figure out.
    ///
    /// - Parameter legendsAbove: indices of panels, in reading order, whose legend found no room inside.
    init(
        _ spec: FigureSpec, grid: FigureGrid, width: Points, text: any TextMeasuring, legendsAbove: Set<Int>
    ) {
        self.grid = grid
        self.text = text
        self.legendsAbove = legendsAbove
        size = Size(width: width, height: 0)
        var top: Points = 0
        var index = 0
        for (number, first) in stride(from: 0, to: spec.cells.count, by: grid.columns).enumerated() {
            let cells = Array(spec.cells[first..<min(first + grid.columns, spec.cells.count)])
            let titled = spec.cells.count > 1 || cells.contains { !$0.title.isEmpty }
            let row = Row(
                number: number, firstCell: first, cells: cells, starts: FigureLayout.starts(of: cells, from: index),
                // Half of a label at the top end of a vertical axis stands above the frame.
                titleHeight: titled ? 10 : 4)
            if number > 0 { top = top + PlotStyle.rowGap }
            for level in 0..<(cells.map(\.panels.count).max() ?? 0) { top = placeLevel(level, of: row, top: top) }
            if titled { addTitles(of: row, lettered: spec.cells.count > 1) }
            index += cells.reduce(0) { $0 + $1.panels.count }
        }
        size.height = top + 1
    }

    /// Cells side by side.
    private struct Row {
        var number: Int
        var firstCell: Int
        var cells: [FigureCell]
        /// Index of the first panel of each cell.
        var starts: [Int]
        /// Room between the legend and the first frame.
        var titleHeight: Points
    }

    /// Places the panels of one level of a row; returns where the next level starts.
    private mutating func placeLevel(_ level: Int, of row: Row, top: Points) -> Points {
        var legend: Points = 0
        for (column, cell) in row.cells.enumerated() where level < cell.panels.count {
            let panel = cell.panels[level]
            guard panel.legend == .above || legendsAbove.contains(row.starts[column] + level) else { continue }
            legend = max(legend, LegendLayout(panel, width: grid.frameWidth(column), text: text).heightAbove)
        }
        let frameTop = top + legend + (level == 0 ? row.titleHeight : 0)
        let height = grid.height(row: row.number, level: level)
        var bottom = frameTop + height
        for (column, cell) in row.cells.enumerated() where level < cell.panels.count {
            let last = level == cell.panels.count - 1
            let frame = Frame(
                x: grid.frameX(column), y: frameTop, width: grid.frameWidth(column), height: height)
            var placed = grid.place(grid.cells[row.firstCell + column][level], in: frame)
            placed.showsXLabels = last || !cell.sharesX
            placed.legendHeight = legend
            placed.legendBottom = top + legend
            placed.index = row.starts[column] + level
            panels.append(placed)
            if level == 0 { frameTops[row.firstCell + column] = frameTop }
            let below = placed.showsXLabels ? FigureLayout.depthBelow(placed, text: text) : 0
            bottom = max(bottom, frame.maxY + below + (last ? 0 : 7))
        }
        return bottom
    }

    /// Adds letters and titles right above the first frames of a row.
    private mutating func addTitles(of row: Row, lettered: Bool) {
        for (column, cell) in row.cells.enumerated() {
            guard let top = frameTops[row.firstCell + column] else { continue }
            let cellX = grid.cellX(column)
            let room = cellX + grid.cellWidth - grid.frameX(column)
            titles.append(
                Title(
                    letter: lettered ? FigureLayout.letter(row.firstCell + column) : "",
                    text: FittedText(cell.title, font: PlotStyle.titleFont, width: room, text: text),
                    letterStart: Position(x: cellX, y: top - 3),
                    textStart: Position(x: grid.frameX(column), y: top - 3)))
        }
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
