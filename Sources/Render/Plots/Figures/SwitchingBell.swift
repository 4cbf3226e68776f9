public import Diagnostics
import Drawing
import Measurements

/// The relaxation time over voltage, with the two rates fitted and the time at 0 V.
public struct SwitchingBell: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "transient.times" }
    /// What it shows.
    public var title: String { "Relaxation time against voltage, with T1, T2 and the time at 0 V" }

    /// A figure for each state whose steps determine the rates; all of them on one frame.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let data = analysis.curves("transient.times", FigureRequest(from: request.from))
        guard let points = data.first else { return [] }
        var marks: [Mark] = []
        let fit = analysis.partner("transient.times-fit", of: points)
        if let fit {
            marks.append(
                .band(
                    BandMark(
                        x: fit["V"], low: fit["low"], high: fit["high"], color: Color(hex: 0xF5C9A8),
                        label: "95 % of T1")))
            marks.append(
                .line(
                    LineMark(x: fit["V"], y: fit["tau"], color: Palette.vermillion, width: 1, role: "fit", label: "T1"))
            )
            if !fit["T2"].isEmpty {
                marks.append(
                    .line(
                        LineMark(
                            x: fit["V"], y: fit["T2"], color: Palette.green, dash: Palette.dash(1), role: "fit",
                            label: "T2"))
                )
            }
        }
        for (rises, name, shape, color) in [
            (1.0, "set", MarkerShape.circle, Palette.blue), (-1, "reset", .square, Palette.purple),
        ] {
            let mine = points["rises"].indices.filter { points["rises"][$0] == rises }
            guard !mine.isEmpty else { continue }
            func column(_ name: String) -> [Double] { mine.map { points[name][$0] } }
            marks.append(
                .points(
                    PointMark(
                        x: column("V"), y: column("tau"), low: column("low"), high: column("high"), shape: shape,
                        size: 3.4,
                        color: color, role: "data", label: name)))
        }
        let at0 = analysis.metrics("volatility.tau_at_0V").first { $0.at.definition == "steps T1" }
        if let at0, let low = at0.low, let high = at0.high {
            marks.append(
                .points(
                    PointMark(
                        x: [0], y: [at0.value], low: [low], high: [high], shape: .diamond, filled: true, size: 4.5,
                        color: .black, role: "extrapolated", label: "τ(0 V)")))
        }
        marks.append(.rule(RuleMark(.vertical, at: 0)))
        let panel = Panel(
            x: Axis("Voltage", .volt), y: Axis("Relaxation time", .second, scale: .log), marks: marks,
            height: .ratio(0.66))
        var text = "Relaxation time against the voltage of \(points.count) steps; bars are 95 % intervals."
        if fit != nil {
            text += " T1: two exponential rates" + (fit?["T2"].isEmpty == false ? "; T2: with a constant rate." : ".")
        }
        if let at0 {
            text += " At 0 V: \(FigureText.value(at0))" + (at0.extrapolation == nil ? "." : ", extrapolated.")
        }
        return [
            FigureSpec(
                id: id, caption: text, alternative: "Relaxation time against voltage.", cells: [FigureCell([panel])],
                preferredWidth: FigureSpec.mediumColumn)
        ]
    }
}
