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
        // The law that is not preferred bears its name.
        let other = ["T1", "T2"].first { fit?[$0].isEmpty == false }
        let law = other == "T1" ? "T2" : "T1"
        if let fit {
            marks.append(
                .band(
                    BandMark(
                        x: fit["V"], low: fit["low"], high: fit["high"], color: Color(hex: 0xF5C9A8),
                        label: "95 % of \(law)")))
            marks.append(
                .line(
                    LineMark(x: fit["V"], y: fit["tau"], color: Palette.vermillion, width: 1, role: "fit", label: law)))
            if let other {
                marks.append(
                    .line(
                        LineMark(
                            x: fit["V"], y: fit[other], color: Palette.green, dash: Palette.dash(1), role: "fit",
                            label: other)))
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
        let at0 = analysis.metrics("volatility.tau_at_0V").first { $0.at.definition?.hasPrefix("steps") == true }
        if let at0, at0.bound == nil, let low = at0.low, let high = at0.high {
            marks.append(
                .points(
                    PointMark(
                        x: [0], y: [at0.value], low: [low], high: [high], shape: .diamond, filled: true, size: 4.5,
                        color: .black, role: "extrapolated", label: "τ(0 V)")))
        }
        if let at0, at0.bound == .lower {
            marks.append(
                .points(
                    PointMark(
                        x: [0], y: [at0.value], shape: .triangle, filled: true, size: 4.5, color: .black,
                        role: "extrapolated", label: "bound of τ(0 V)")))
        }
        marks.append(.rule(RuleMark(.vertical, at: 0)))
        let panel = Panel(
            x: Axis("Voltage", .volt), y: Axis("Relaxation time", .second, scale: .log), marks: marks,
            height: .ratio(0.66))
        var text = "Relaxation time against the voltage of \(points.count) steps; bars are 95 % intervals."
        if fit != nil {
            text += " Line: \(law == "T1" ? "T1, two exponential rates" : "T2, a constant and two exponential rates")."
            if let other {
                text += other == "T1" ? " Dashed: T1, without the constant rate." : " Dashed: T2, with a constant rate."
            }
        }
        if let at0 {
            text +=
                " At 0 V: " + (at0.bound == nil ? "" : "more than ") + FigureText.value(at0)
                + (at0.extrapolation == nil ? "." : ", extrapolated.")
        }
        return [
            FigureSpec(
                id: id, caption: text, alternative: "Relaxation time against voltage.", cells: [FigureCell([panel])],
                preferredWidth: FigureSpec.mediumColumn)
        ]
    }
}
