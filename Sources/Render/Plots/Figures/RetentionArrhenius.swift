public import Diagnostics
import Drawing
import Measurements

/// Half times of retention at several temperatures, with Arrhenius' line and 25 °C.
public struct RetentionArrhenius: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "retention.arrhenius" }
    /// What it shows.
    public var title: String { "Half time of retention against inverse temperature, with Arrhenius' line" }

    /// The figure of a device whose retention was measured at three temperatures at least; states side by side.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let shown = analysis.curves("retention.arrhenius", FigureRequest(from: request.from)).spread(most: 4)
        guard !shown.isEmpty else { return [] }
        var marks: [Mark] = []
        for (index, curve) in shown.enumerated() {
            let color = shown.count > 1 ? Palette.color(index) : Palette.vermillion
            if let fit = analysis.partner("retention.arrhenius-fit", of: curve) {
                let x = fit["T"].map { 1000 / $0 }
                marks.append(
                    .band(BandMark(x: x, low: fit["low"], high: fit["high"], color: Color(hex: 0xF5C9A8))))
                marks.append(.line(LineMark(x: x, y: fit["t"], color: color, role: "fit")))
            }
            marks.append(
                .points(
                    PointMark(
                        x: curve["T"].map { 1000 / $0 }, y: curve["t"], low: curve["low"], high: curve["high"],
                        shape: Palette.shape(index), size: 3.4,
                        color: shown.count > 1 ? Palette.color(index) : Palette.blue, role: "data",
                        label: shown.count > 1 ? curve.at.state ?? "no state" : nil)))
        }
        marks.append(.rule(RuleMark(.vertical, at: 1000 / 298.15, dash: [1, 1.5], note: "25 °C")))
        let panel = Panel(
            x: Axis("1000/T", unitText: "K^{−1}"), y: Axis("Half time", .second, scale: .log), marks: marks,
            height: .ratio(0.66))
        var text = "Half time of retention against inverse temperature, with Arrhenius' line and its 95 % band."
        let energies = analysis.metrics("retention.activation_energy").filter { metric in
            shown.contains { $0.at.state == metric.at.state }
        }
        if !energies.isEmpty { text += " E_{a} = \(FigureText.list(energies.map(FigureText.value)))." }
        return [
            FigureSpec(
                id: id, caption: text, alternative: "Logarithm of the half time against inverse temperature.",
                cells: [FigureCell([panel])], preferredWidth: FigureSpec.singleColumn)
        ]
    }
}
