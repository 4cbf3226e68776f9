public import Diagnostics
import Drawing
import Measurements

/// Conductance after each pulse of a train.
public struct PulseTrain: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "pulses.train" }
    /// What it shows.
    public var title: String { "Conductance after each pulse of a train" }

    private static let most = 5

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("pulses.data", request)
        let shown = all.spread(most: Self.most)
        guard !shown.isEmpty else { return [] }
        let several = shown.count > 1
        var marks: [Mark] = []
        for (index, curve) in shown.enumerated() {
            let name = curve.at.branch ?? (curve.from.first ?? "train \(index + 1)")
            marks.append(
                .points(
                    PointMark(
                        x: curve["n"], y: curve["G"], shape: Palette.shape(index), size: 3, color: Palette.color(index),
                        label: several ? name : nil)))
        }
        let panel = Panel(
            x: Axis("Pulse number"), y: Axis("Conductance", .siemens), marks: marks, height: .ratio(0.62))
        let n = FigureText.list(shown.map { "\($0.count)" })
        let text =
            "Conductance read after each pulse of \(several ? "\(shown.count) trains" : "a train") (n = \(n) reads)."
        return [
            FigureSpec(
                id: id, caption: text + FigureText.leftOut(shown.count, of: all.count, "trains"),
                alternative: "Conductance against the number of pulses.", cells: [FigureCell([panel])],
                preferredWidth: FigureSpec.singleColumn)
        ]
    }
}
