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
        let small = all.filter(Self.isSmall)
        let large = all.filter { !Self.isSmall($0) }
        return [smallSpec(analysis, small), largeSpec(analysis, large)].compactMap { $0 }
    }

    /// Whether a step is small enough to be linear; one whose levels are not known counts as large.
    static func isSmall(_ curve: Curve) -> Bool {
        guard let to = curve.at.V, let from = curve.at.bias_V else { return false }
        // Rounding of stored voltages must not turn a 50 mV step into a large one.
        return abs(to - from) <= DiagnoseOptions().small_step_V * 1.02
    }

    private func smallSpec(_ analysis: DeviceAnalysis, _ steps: [Curve]) -> FigureSpec? {
        let shown = steps.spread(most: Self.mostSmall)
        guard let first = shown.first else { return nil }
        var cells: [FigureCell]
        if shown.count == 1 {
            cells = [Self.cell(analysis, first, .log), Self.cell(analysis, first, .linear)]
        } else {
            cells = shown.map { Self.cell(analysis, $0, .log) }
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
            let cells = Self.oneLegend([Self.cell(analysis, first, .log), Self.cell(analysis, first, .linear)])
            let text = "Current after a voltage step, against the logarithm of time (a) and against time (b)."
            return FigureSpec(
                id: id, caption: text + Self.partsText(analysis, shown),
                alternative: "Current against time after a large voltage step.", cells: cells, columns: 2)
        }
        var marks: [Mark] = []
        let levels = Self.levels(shown)
        let logarithmic = Self.spansDecades(shown)
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

    /// One step: current over residual, sharing the axis of time.
    static func cell(_ analysis: DeviceAnalysis, _ step: Curve, _ scale: Scale, compact: Bool = false) -> FigureCell {
        var panels = [panel(analysis, step, scale, compact: compact)]
        if !compact, let residual = analysis.partner("transient.residual", of: step) {
            panels.append(strip(residual, scale))
        }
        return FigureCell(panels, title: levels([step]).first ?? "", sharesX: true)
    }

    /// The current of one step with its fit and its largest time constant.
    static func panel(_ analysis: DeviceAnalysis, _ step: Curve, _ scale: Scale, compact: Bool = false)
        -> Panel
    {
        let dense = step.count > 150
        var marks: [Mark] = [
            .points(
                PointMark(
                    x: step["t"], y: step["I"], filled: dense, size: dense ? 1.6 : 3, color: Palette.blue, role: "data",
                    label: "data"))
        ]
        if let fit = analysis.partner("transient.fit", of: step) {
            marks.append(
                .line(
                    LineMark(x: fit["t"], y: fit["I"], color: Palette.vermillion, width: 1.0, role: "fit", label: "fit")
                ))
            if let tau = slowestTime(analysis, step) {
                let symbol = tau.id == "transient.tau_V" ? "τ_{V}" : "τ"
                let note = compact ? symbol : symbol + " = " + FigureText.value(tau)
                marks.append(.rule(RuleMark(.vertical, at: tau.value, color: .gray(0.4), dash: [2, 1.5], note: note)))
            }
        }
        return Panel(
            x: Axis("Time since the step", .second, scale: scale), y: Axis("Current", .ampere), marks: marks,
            height: .ratio(0.62))
    }

    /// The slowest time constant of a step, where it lies inside the record.
    private static func slowestTime(_ analysis: DeviceAnalysis, _ step: Curve) -> Metric? {
        let times = step["t"].filter { $0 > 0 }
        guard let low = times.min(), let high = times.max() else { return nil }
        let components = analysis.metrics("transient.tau").filter {
            $0.at.step == step.at.step && !Set($0.from).isDisjoint(with: step.from)
        }
        let slowest = analysis.metric("transient.tau_V", of: step) ?? components.max { $0.value < $1.value }
        return slowest.flatMap { $0.value > low && $0.value < high ? $0 : nil }
    }

    private static func strip(_ residual: Curve, _ scale: Scale) -> Panel {
        Panel(
            x: Axis("Time since the step", .second, scale: scale), y: Axis("Residual", .ampere, includes: [0]),
            marks: [
                .rule(RuleMark(.horizontal, at: 0)),
                .points(
                    PointMark(
                        x: residual["t"], y: residual["r"], filled: true, size: 1.6, color: Palette.blue,
                        role: "residual")),
            ], height: .fixed(36), legend: .none)
    }

    /// From which level to which, as a title.
    private static func levels(_ steps: [Curve]) -> [String] {
        steps.map { step in
            switch (step.at.bias_V, step.at.V) {
            case (let from?, let to?): "\(FigureText.volts(from)) → \(FigureText.volts(to))"
            case (nil, let to?): "to \(FigureText.volts(to))"
            default: step.at.step.map { "step \($0)" } ?? ""
            }
        }
    }

    /// Whether currents of one sign span so much that only a logarithm shows all of them.
    private static func spansDecades(_ steps: [Curve]) -> Bool {
        let currents = steps.flatMap { $0["I"] }.filter(\.isFinite)
        guard let low = currents.min(), let high = currents.max(), low * high > 0 else { return false }
        let (small, large) = (min(abs(low), abs(high)), max(abs(low), abs(high)))
        return large > 30 * small
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
        return text
    }
}
