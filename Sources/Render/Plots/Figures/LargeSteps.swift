public import Diagnostics
import Drawing
import Measurements

/// Current after large voltage steps against the logarithm of time, laid over each other.
public struct LargeSteps: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "transient.large" }
    /// What it shows.
    public var title: String { "Current after large voltage steps, with fits" }

    /// Most steps laid over each other.
    private static let most = 8

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        // At 0 V no current flows: the steps back show nothing, unless there is nothing else.
        let away = StepPanels.steps(analysis, request).filter { !StepPanels.isSmall($0) }
        let leading = away.filter { abs($0.at.V ?? 1) > 1e-3 }
        return largeSpec(analysis, leading.isEmpty ? away : leading).map { [$0] } ?? []
    }

    private func largeSpec(_ analysis: DeviceAnalysis, _ steps: [Curve]) -> FigureSpec? {
        let shown = steps.spread(most: Self.most)
        guard let first = shown.first else { return nil }
        if shown.count == 1 {
            let cells = TransientSteps.oneLegend([
                StepPanels.cell(analysis, first, .log), StepPanels.cell(analysis, first, .linear),
            ])
            let text = "Current after a voltage step, against the logarithm of time (a) and against time (b)."
            return FigureSpec(
                id: id, caption: text + TransientSteps.partsText(analysis, shown),
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
            height: .ratio(0.62))
        var text = "Current after \(shown.count) large voltage steps, against the logarithm of the time since the step."
        text += " Colors tell the levels before and after the step; dashed lines are fits of sums of exponentials."
        text += " Steps back to 0 V are not drawn."
        text += FigureText.leftOut(shown.count, of: steps.count, "steps")
        return FigureSpec(
            id: id, caption: text, alternative: "Current against time after \(shown.count) large voltage steps.",
            cells: [FigureCell([panel])], preferredWidth: FigureSpec.mediumColumn)
    }
}
