public import Diagnostics
import Drawing
import Measurements

/// Current after voltage steps against the logarithm of time, with fit and residual.
public struct TransientSteps: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "transient.step" }
    /// What it shows.
    public var title: String { "Current after voltage steps, with fit and residual" }

    /// Most small steps that get a cell of their own.
    private static let mostSmall = 4
    /// Most large steps laid over each other.
    private static let mostLarge = 8

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("transient.step", FigureRequest(from: request.from)).filter { curve in
            guard let bias = request.bias_V else { return true }
            return [curve.at.V, curve.at.bias_V].contains { $0.map { abs($0 - bias) < 1e-6 } ?? false }
        }
        let small = all.filter(StepPanels.isSmall)
        // At 0 V no current flows: the steps back show nothing, unless there is nothing else.
        let away = all.filter { !StepPanels.isSmall($0) }
        let leading = away.filter { abs($0.at.V ?? 1) > 1e-3 }
        let large = leading.isEmpty ? away : leading
        return [smallSpec(analysis, small), largeSpec(analysis, large)].compactMap { $0 }
    }

    private func smallSpec(_ analysis: DeviceAnalysis, _ steps: [Curve]) -> FigureSpec? {
        let shown = steps.spread(most: Self.mostSmall)
        guard let first = shown.first else { return nil }
        var cells: [FigureCell]
        if shown.count == 1 {
            cells = [StepPanels.cell(analysis, first, .log), StepPanels.cell(analysis, first, .linear)]
        } else {
            cells = shown.map { StepPanels.cell(analysis, $0, .log) }
        }
        cells = Self.oneLegend(cells)
        var text =
            shown.count == 1
            ? "Current after a small voltage step, against the logarithm of time (a) and against time (b)."
            : "Current after small voltage steps at \(shown.count) levels, against the logarithm of the time since the step."
        text += Self.partsText(analysis, shown) + FigureText.leftOut(shown.count, of: steps.count, "steps")
        return FigureSpec(
            id: id, caption: text,
            alternative: "Current against time after \(FigureText.count(shown.count, "small voltage step")).",
            cells: cells, columns: 2)
    }

    private func largeSpec(_ analysis: DeviceAnalysis, _ steps: [Curve]) -> FigureSpec? {
        let shown = steps.spread(most: Self.mostLarge)
        guard let first = shown.first else { return nil }
        if shown.count == 1 {
            let cells = Self.oneLegend([
                StepPanels.cell(analysis, first, .log), StepPanels.cell(analysis, first, .linear),
            ])
            let text = "Current after a voltage step, against the logarithm of time (a) and against time (b)."
            return FigureSpec(
                id: id, caption: text + Self.partsText(analysis, shown),
                alternative: "Current against time after a large voltage step.", cells: cells, columns: 2)
        }
        var marks: [Mark] = []
        let levels = StepPanels.levels(shown)
        let logarithmic = StepPanels.spansDecades(shown)
        func value(_ current: [Double]) -> [Double] { logarithmic ? current.map { abs($0) } : current }
        for (index, step) in shown.enumerated() {
            let color = Palette.sequence(index, of: shown.count)
            marks.append(
                .line(
                    LineMark(
                        x: step["t"], y: value(step["I"]), color: color, width: 1.1, role: "data", label: levels[index])
                ))
            if let fit = analysis.partner("transient.fit", of: step) {
                marks.append(
                    .line(
                        LineMark(
                            x: fit["t"], y: value(fit["I"]), color: .black, width: 0.55, dash: [2.5, 1.5], role: "fit"))
                )
            }
        }
        let panel = Panel(
            x: Axis("Time since the step", .second, scale: .log),
            y: Axis(logarithmic ? "|Current|" : "Current", .ampere, scale: logarithmic ? .log : .linear), marks: marks,
            height: .ratio(0.6))
        var text = "Current after \(shown.count) large voltage steps, against the logarithm of the time since the step."
        text += " Colors tell the levels before and after the step; dashed lines are fits of sums of exponentials."
        text += " Steps back to 0 V are not drawn."
        text += FigureText.leftOut(shown.count, of: steps.count, "steps")
        return FigureSpec(
            id: id, caption: text, alternative: "Current against time after \(shown.count) large voltage steps.",
            cells: [FigureCell([panel])], preferredWidth: FigureSpec.mediumColumn)
    }

    /// Cells of which only the first has a legend, for all.
    static func oneLegend(_ cells: [FigureCell]) -> [FigureCell] {
        cells.enumerated().map { index, cell in
            var cell = cell
            if index > 0 { for level in cell.panels.indices { cell.panels[level].legend = .none } }
            return cell
        }
    }

    private static func partsText(_ analysis: DeviceAnalysis, _ shown: [Curve]) -> String {
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
