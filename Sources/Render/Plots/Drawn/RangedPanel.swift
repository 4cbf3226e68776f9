/// A panel with the ranges of its axes, found once: data may be long and layout takes several rounds.
struct RangedPanel {
    var panel: Panel
    var x: (low: Double, high: Double)
    var y: (low: Double, high: Double)

    /// The panels of a cell; those that share a horizontal axis share its range.
    static func cell(_ cell: FigureCell) -> [RangedPanel] {
        let data = cell.panels.map { $0.dataRanges() }
        let together = data.flatMap(\.x)
        return zip(cell.panels, data).map { panel, ranges in
            RangedPanel(
                panel: panel, x: AxisMap.range(of: panel.x, data: cell.sharesX ? together : ranges.x),
                y: AxisMap.range(of: panel.y, data: ranges.y))
        }
    }
}
