public import Diagnostics
import Drawing
import Measurements

/// Energy taken up by each pulse of trains.
public struct PulseEnergy: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "pulses.energy" }
    /// What it shows.
    public var title: String { "Energy of each pulse of trains" }

    /// The figure of a device whose pulses are sampled more than once.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("pulses.energy", request).sorted { ($0.at.step ?? 0) < ($1.at.step ?? 0) }
        let shown = all.spread(most: 4)
        guard !shown.isEmpty else { return [] }
        let values = shown.flatMap { $0["E"] }
        let isWide = (values.min() ?? 0) > 0 && (values.max() ?? 0) > 20 * (values.min() ?? 1)
        let names = names(shown, analysis)
        let marks = shown.enumerated().map { index, curve in
            Mark.points(
                PointMark(
                    x: curve["n"], y: curve["E"], shape: Palette.shape(index), size: 2.6, color: Palette.color(index),
                    label: shown.count > 1 ? names[index] : nil))
        }
        let panel = Panel(
            x: Axis("Pulse number"), y: Axis("Energy", .joule, scale: isWide ? .log : .linear), marks: marks,
            height: .ratio(0.66))
        return [
            FigureSpec(
                id: id,
                caption:
                    "Energy taken up by each pulse of \(FigureText.count(shown.count, "train")): mean of VI over its samples times its width."
                    + FigureText.leftOut(shown.count, of: all.count, "trains"),
                alternative: "Energy against the number of pulses.", cells: [FigureCell([panel])],
                preferredWidth: FigureSpec.singleColumn)
        ]
    }

    /// Level and branch; where these are alike, the rate of the pulses or else the number of the train.
    private func names(_ curves: [Curve], _ analysis: DeviceAnalysis) -> [String] {
        let plain = curves.map { curve in
            (curve.at.V.map(FigureText.volts) ?? "") + (curve.at.branch.map { ", " + $0 } ?? "")
        }
        guard Set(plain).count < plain.count else { return plain }
        return zip(plain, curves).map { name, curve in
            let rate = analysis.metric("pulses.rate", of: curve)
            let own = rate.map { QuantityText.text($0.value, unit: $0.unit, digits: 3) }
            return name + ", " + (own ?? curve.at.step.map { "train \($0)" } ?? "")
        }
    }
}
