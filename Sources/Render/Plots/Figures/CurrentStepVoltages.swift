public import Diagnostics
import Drawing
import Measurements

/// The answer of the voltage to steps of the current, with fit and residual.
public struct CurrentStepVoltages: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "transient.voltage" }
    /// What it shows.
    public var title: String { "Voltage after steps of the current, with fit and residual" }

    /// The figure of a device that was stepped in current: two steps at most, on log and linear time.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("transient.voltage", FigureRequest(from: request.from))
        let shown = all.spread(most: 2)
        guard !shown.isEmpty else { return [] }
        let cells = shown.flatMap { step in [Scale.log, .linear].map { cell(analysis, step, $0) } }
        var text = "Voltage after \(FigureText.count(shown.count, "step")) of the current "
        text += "(n = \(FigureText.list(shown.map { "\($0.count)" }))), against the logarithm of time and against time."
        if shown.contains(where: { analysis.partner("transient.voltage-fit", of: $0) != nil }) {
            text += " Lines are fits; lower strips give data minus fit."
        }
        let spikes = analysis.metrics("transient.spike_rate").filter { metric in
            shown.contains { $0.from == metric.from }
        }
        if !spikes.isEmpty {
            text += " It does not come to rest, but spikes at \(FigureText.list(spikes.map(FigureText.value)))."
        }
        let peaks = analysis.metrics("transient.overshoot").filter { metric in shown.contains { $0.from == metric.from }
        }
        if let peak = peaks.first { text += " Overshoot \(FigureText.value(peak)) of the change." }
        return [
            FigureSpec(
                id: id, caption: text + FigureText.leftOut(shown.count, of: all.count, "steps"),
                alternative: "Voltage against time after steps of the current.",
                cells: TransientSteps.oneLegend(cells), columns: 2)
        ]
    }

    private func cell(_ analysis: DeviceAnalysis, _ step: Curve, _ scale: Scale) -> FigureCell {
        let dense = step.count > 150
        var marks: [Mark] = [
            .points(
                PointMark(
                    x: step["t"], y: step["V"], filled: dense, size: dense ? 1.6 : 3, color: Palette.blue, role: "data",
                    label: "data"))
        ]
        if let fit = analysis.partner("transient.voltage-fit", of: step) {
            marks.append(
                .line(
                    LineMark(x: fit["t"], y: fit["V"], color: Palette.vermillion, width: 1, role: "fit", label: "fit")))
        }
        var panels = [
            Panel(
                x: Axis("Time since the step", .second, scale: scale), y: Axis("Voltage", .volt), marks: marks,
                height: .ratio(0.6))
        ]
        if let residual = analysis.partner("transient.voltage-residual", of: step) {
            panels.append(StepPanels.strip(residual, scale, unit: .volt))
        }
        return FigureCell(panels, sharesX: true)
    }
}
