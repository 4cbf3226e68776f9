public import Diagnostics
import Drawing
import Glibc
import Measurements

/// One step taken apart: what was applied, the current with its components and the band of its fit, what the fit leaves.
public struct StepComponents: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "transient.components" }
    /// What it shows.
    public var title: String {
        "A step taken apart: stimulus, components, band of the fit, residual, on log and linear time"
    }

    /// The step with most components among the small ones, and among the large ones; those of a recording if one is named.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let steps = StepPanels.steps(analysis, request).filter { abs($0.at.V ?? 1) > 1e-3 }
        let groups = [steps.filter(StepPanels.isSmall), steps.filter { !StepPanels.isSmall($0) }]
        return groups.compactMap { group in
            // Where several have as many, the one in the middle of the levels.
            let most = group.map { components(analysis, $0).count }.max() ?? 0
            let rich = group.filter { components(analysis, $0).count == most }
            return rich.isEmpty ? nil : spec(analysis, rich[rich.count / 2])
        }
    }

    /// Time and amplitude of each component of a step, fastest first.
    private func components(_ analysis: DeviceAnalysis, _ step: Curve) -> [(
        number: Int, tau: Metric, amplitude: Metric
    )] {
        let mine = analysis.metrics("transient.amplitude").filter {
            $0.from == step.from && $0.at.step == step.at.step
        }
        return analysis.metrics("transient.tau").filter { $0.from == step.from && $0.at.step == step.at.step }
            .compactMap { tau in
                guard let number = tau.at.component, let amplitude = mine.first(where: { $0.at.component == number })
                else { return nil }
                return (number, tau, amplitude)
            }
    }

    private func spec(_ analysis: DeviceAnalysis, _ step: Curve) -> FigureSpec {
        let parts = components(analysis, step)
        let cells = [Scale.log, .linear].map { scale in
            FigureCell(
                [stimulus(step, scale), current(analysis, step, parts, scale), residual(analysis, step, scale)]
                    .compactMap {
                        $0
                    }, sharesX: true)
        }
        let levels = StepPanels.levels([step]).first ?? ""
        var text =
            "Step \(levels) against the logarithm of time (a) and against time (b): the voltage applied, the current "
        text += "(n = \(step.count) points) with its fit"
        if analysis.partner("transient.band", of: step) != nil { text += " and the 95 % band of the fit" }
        text += ", and data minus fit."
        if !parts.isEmpty {
            text += " Dashed: each component over the final current, "
            text += FigureText.list(parts.map { "τ_{\($0.number)} = " + FigureText.value($0.tau) }) + "."
        }
        return FigureSpec(
            id: id, caption: text, alternative: "Current after one voltage step, with the components of its fit.",
            cells: TransientSteps.oneLegend(cells), columns: 2)
    }

    /// The voltage from before the step to its end.
    private func stimulus(_ step: Curve, _ scale: Scale) -> Panel? {
        guard let after = step.at.V, let first = step["t"].first(where: { $0 > 0 }), let last = step["t"].last,
            last > first
        else { return nil }
        let before = step.at.bias_V ?? 0
        let start = scale == .log ? first : -0.04 * last
        let x = scale == .log ? [first, last] : [start, 0, 0, last]
        let y = scale == .log ? [after, after] : [before, before, after, after]
        return Panel(
            x: Axis("Time since the step", .second, scale: scale),
            y: Axis("V", .volt, range: .auto(padding: 0.25), includes: [before, after]),
            marks: [.line(LineMark(x: x, y: y, color: .black, width: 1.1, role: "stimulus"))], height: .fixed(26),
            legend: .none)
    }

    private func current(
        _ analysis: DeviceAnalysis, _ step: Curve, _ parts: [(number: Int, tau: Metric, amplitude: Metric)],
        _ scale: Scale
    ) -> Panel {
        let dense = step.count > 150
        var marks: [Mark] = []
        if let band = analysis.partner("transient.band", of: step) {
            marks.append(
                .band(
                    BandMark(
                        x: band["t"], low: band["low"], high: band["high"], color: Color(hex: 0xF5C9A8), label: "95 %"))
            )
        }
        marks.append(
            .points(
                PointMark(
                    x: step["t"], y: step["I"], filled: dense, size: dense ? 1.5 : 2.8, color: Palette.blue,
                    role: "data",
                    label: "data")))
        if let fit = analysis.partner("transient.fit", of: step) {
            marks.append(
                .line(
                    LineMark(
                        x: fit["t"], y: fit["I"], color: Palette.vermillion, width: 1, role: "fit", label: "fit")))
        }
        let final = analysis.metric("transient.I_final", of: step)?.value ?? 0
        let first = step["t"].first { $0 > 0 } ?? 1
        let last = step["t"].last ?? 1
        let colors = [Palette.green, Palette.purple, Color.black]
        for (k, part) in parts.enumerated() {
            let t = (0..<160).map { k in
                scale == .log ? first * pow(last / first, Double(k) / 159) : last * Double(k) / 159
            }
            marks.append(
                .line(
                    LineMark(
                        x: t, y: t.map { final + part.amplitude.value * exp(-$0 / part.tau.value) },
                        color: colors[k % colors.count], width: 0.9, dash: Palette.dash(k + 1), role: "component",
                        label: "τ_{\(part.number)}")))
        }
        return Panel(
            x: Axis("Time since the step", .second, scale: scale),
            y: Axis("Current", .ampere, range: StepPanels.memoryRange(step)), marks: marks, height: .ratio(0.6))
    }

    private func residual(_ analysis: DeviceAnalysis, _ step: Curve, _ scale: Scale) -> Panel? {
        guard let residual = analysis.partner("transient.residual", of: step) else { return nil }
        return StepPanels.strip(residual, scale)
    }
}
