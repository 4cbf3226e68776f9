import Diagnostics
import Drawing
import Measurements

/// Panels of voltage steps, for the figures that show them.
enum StepPanels {
    /// Whether a step is small enough to be linear; one whose levels are not known counts as large.
    static func isSmall(_ curve: Curve) -> Bool {
        guard let to = curve.at.V, let from = curve.at.bias_V else { return false }
        // Rounding of stored voltages must not turn a 50 mV step into a large one.
        return abs(to - from) <= DiagnoseOptions().small_step_V * 1.02
    }

    /// The steps that a figure is asked for: from or to a bias where one is named.
    static func steps(_ analysis: DeviceAnalysis, _ request: FigureRequest) -> [Curve] {
        analysis.curves("transient.step", FigureRequest(from: request.from)).filter { curve in
            guard let bias = request.bias_V else { return true }
            return [curve.at.V, curve.at.bias_V].contains { $0.map { abs($0 - bias) < 1e-6 } ?? false }
        }
    }

    /// One step: current over residual, sharing the axis of time.
    static func cell(
        _ analysis: DeviceAnalysis, _ step: Curve, _ scale: Scale, compact: Bool = false, named: Bool = true
    )
        -> FigureCell
    {
        var panels = [panel(analysis, step, scale, compact: compact || !named)]
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
            x: Axis("Time since the step", .second, scale: scale),
            y: Axis("Current", .ampere, range: memoryRange(step)), marks: marks,
            height: .ratio(0.62))
    }

    /// The range of current that shows the memory: all of it, or that of the last four decades of time where a capacitive
    /// spike before them would press the rest flat.
    static func memoryRange(_ step: Curve) -> AxisRange {
        let (t, current) = (step["t"], step["I"])
        guard let last = t.last(where: \.isFinite), let all = Panel.range(current, on: .linear) else {
            return .auto(padding: 0.05)
        }
        var (low, high) = (Double.infinity, -Double.infinity)
        for (time, value) in zip(t, current) where time >= last * 1e-4 && value.isFinite {
            if value < low { low = value }
            if value > high { high = value }
        }
        guard low <= high else { return .auto(padding: 0.05) }
        let kept = low...high
        let (span, whole) = (kept.upperBound - kept.lowerBound, all.upperBound - all.lowerBound)
        guard span > 0, whole > 4 * span else { return .auto(padding: 0.05) }
        return .fixed(low: kept.lowerBound - 0.15 * span, high: kept.upperBound + 0.15 * span)
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

    /// What a fit leaves, about zero.
    static func strip(_ residual: Curve, _ scale: Scale, unit: SIUnit = .ampere) -> Panel {
        Panel(
            x: Axis("Time since the step", .second, scale: scale), y: Axis("Residual", unit, includes: [0]),
            marks: [
                .rule(RuleMark(.horizontal, at: 0)),
                .points(
                    PointMark(
                        x: residual["t"], y: residual["r"], filled: true, size: 1.6, color: Palette.blue,
                        role: "residual")),
            ], height: .fixed(36), legend: .none)
    }

    /// From which level to which, as a title.
    static func levels(_ steps: [Curve]) -> [String] {
        steps.map { step in
            switch (step.at.bias_V, step.at.V) {
            case (let from?, let to?): "\(FigureText.volts(from)) → \(FigureText.volts(to))"
            case (nil, let to?): "to \(FigureText.volts(to))"
            default: step.at.step.map { "step \($0)" } ?? ""
            }
        }
    }

    /// Whether currents of one sign span so much that only a logarithm shows all of them.
    static func spansDecades(_ steps: [Curve]) -> Bool {
        let currents = steps.flatMap { $0["I"] }.filter(\.isFinite)
        guard let low = currents.min(), let high = currents.max(), low * high > 0 else { return false }
        let (small, large) = (min(abs(low), abs(high)), max(abs(low), abs(high)))
        return large > 30 * small
    }
}
