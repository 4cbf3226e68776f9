public import Diagnostics
import Drawing
import Measurements

/// What the spectra predict of loops, steps and trains, over what was measured.
public struct PredictedTraces: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "prediction.traces" }
    /// What it shows.
    public var title: String { "Loops, steps and pulses predicted by the spectra, over what was measured" }

    private static let mostLoops = 4
    private static let mostOthers = 4

    /// The figures of a device: one of loops, one of steps and trains.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let loops = analysis.curves("prediction.loop", request)
            .sorted { ($0.at.rate_V_per_s ?? 0) < ($1.at.rate_V_per_s ?? 0) }
        let others = analysis.curves("prediction.step", request) + analysis.curves("prediction.pulses", request)
        return [
            spec(loops, "loops", most: Self.mostLoops, analysis),
            spec(others, "steps and pulses", most: Self.mostOthers, analysis),
            spectra(analysis.curves("prediction.spectrum", request), analysis),
        ].compactMap { $0 }
    }

    /// Spectra from small steps, over those that were measured.
    private func spectra(_ all: [Curve], _ analysis: DeviceAnalysis) -> FigureSpec? {
        let shown = all.sorted { ($0.at.bias_V ?? 0) < ($1.at.bias_V ?? 0) }.spread(most: Self.mostOthers)
        guard !shown.isEmpty else { return nil }
        let cells = shown.map { curve in
            let marks: [Mark] = [
                .rule(RuleMark(.horizontal, at: 0, width: 0.35)),
                .points(
                    PointMark(
                        x: curve["ReZ"], y: curve["ImZ"].map { -$0 }, filled: true, size: 1.8, color: .gray(0.45),
                        label: "measured")),
                .line(
                    LineMark(
                        x: curve["fitReZ"], y: curve["fitImZ"].map { -$0 }, color: Palette.vermillion, width: 0.9,
                        role: "fit",
                        label: "predicted")),
            ]
            return FigureCell(
                [Panel(x: Axis("Z'", .ohm), y: Axis("−Z''", .ohm), marks: marks, height: .ratio(0.66))],
                title: FigureText.volts(curve.at.bias_V ?? 0) + error(of: curve, analysis))
        }
        return FigureSpec(
            id: id,
            caption:
                "Measured spectra (dots) and those that the small step at the same bias predicts (line), within the frequencies "
                + "that its samples cover." + FigureText.leftOut(shown.count, of: all.count, "biases"),
            alternative: "Measured and predicted impedance at \(shown.count) biases.", cells: cells, columns: 2)
    }

    private func spec(_ all: [Curve], _ what: String, most: Int, _ analysis: DeviceAnalysis) -> FigureSpec? {
        let shown = all.spread(most: most)
        guard !shown.isEmpty else { return nil }
        let cells = shown.map { curve in
            FigureCell([TracePanel.panel(curve)], title: TracePanel.title(curve) + error(of: curve, analysis))
        }
        var text =
            "Measured \(what) (dots) and what impedance and the steady curve predict (line), without a free parameter:"
        text += " R_{b}, τ_{k}, C_{m}, R_{s} bias by bias, run through the measured voltage."
        text +=
            " e is the root mean square of what is missed over that of the current; in parentheses what the errors of the inputs may make of it."
        return FigureSpec(
            id: id,
            caption: text + FigureText.leftOut(shown.count, of: all.count, what == "loops" ? "loops" : "recordings"),
            alternative: "Measured and predicted current of \(shown.count) recordings.", cells: cells, columns: 2)
    }

    private func error(of curve: Curve, _ analysis: DeviceAnalysis) -> String {
        let found = analysis.metrics("prediction.error").first {
            $0.at.of == curve.at.of && $0.from.first == curve.from.first && $0.at.bias_V == curve.at.bias_V
        }
        guard let found else { return "" }
        // A root mean square is never below zero: its error is told as what it may be at most.
        let most = found.high.map { " (≤ \(DecimalText.significant(100 * $0, digits: 2)) %)" } ?? ""
        return ", e = \(DecimalText.significant(100 * found.value, digits: 2)) %\(most)"
    }
}
