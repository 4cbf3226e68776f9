public import Diagnostics
import Drawing
import Measurements

/// Current after small voltage steps against the logarithm of time, with fit and residual.
public struct TransientSteps: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "transient.step" }
    /// What it shows.
    public var title: String { "Current after small voltage steps, with fit and residual" }

    /// Most small steps that get a cell of their own.
    private static let mostSmall = 4

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let small = StepPanels.steps(analysis, request).filter(StepPanels.isSmall)
        return smallSpec(analysis, small).map { [$0] } ?? []
    }

    private func smallSpec(_ analysis: DeviceAnalysis, _ steps: [Curve]) -> FigureSpec? {
        let shown = steps.spread(most: Self.mostSmall)
        guard let first = shown.first else { return nil }
        var cells: [FigureCell]
        if shown.count == 1 {
            cells = [StepPanels.cell(analysis, first, .log), StepPanels.cell(analysis, first, .linear)]
        } else {
            // Narrow frames have no room for the number; the table has it.
            cells = shown.map { StepPanels.cell(analysis, $0, .log, named: shown.count < 3) }
        }
        for index in cells.indices { cells[index].panels[0].height = .ratio(shown.count < 3 ? 0.42 : 0.85) }
        cells = Self.oneLegend(cells)
        var text =
            shown.count == 1
            ? "Current after a small voltage step, against the logarithm of time (a) and against time (b)."
            : "Current after small voltage steps at \(shown.count) levels, against the logarithm of the time since the step."
        text += Self.partsText(analysis, shown) + FigureText.leftOut(shown.count, of: steps.count, "steps")
        return FigureSpec(
            id: id, caption: text,
            alternative: "Current against time after \(FigureText.count(shown.count, "small voltage step")).",
            cells: cells, columns: max(2, shown.count))
    }

    /// Cells of which only the first has a legend, for all.
    static func oneLegend(_ cells: [FigureCell]) -> [FigureCell] {
        cells.enumerated().map { index, cell in
            var cell = cell
            if index > 0 { for level in cell.panels.indices { cell.panels[level].legend = .none } }
            return cell
        }
    }

    static func partsText(_ analysis: DeviceAnalysis, _ shown: [Curve]) -> String {
        var text = " Points are data (n = \(FigureText.list(shown.map { "\($0.count)" })))."
        let fitted = shown.contains { analysis.partner("transient.fit", of: $0) != nil }
        if fitted {
            text += " Lines are fits of sums of exponentials; the dashed line stands at the slowest time constant."
        }
        if shown.contains(where: { analysis.partner("transient.residual", of: $0) != nil }) {
            text += " Lower strips give data minus fit."
        }
        if shown.contains(where: { StepPanels.memoryRange($0) != .auto(padding: 0.05) }) {
            text += " Frames are scaled to the slow part; a capacitive spike before it runs out of them."
        }
        return text
    }
}
