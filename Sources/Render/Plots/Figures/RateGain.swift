public import Diagnostics
import Drawing
import Measurements

/// Gain of trains against the rate of their pulses.
public struct RateGain: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "pulses.rate" }
    /// What it shows.
    public var title: String { "Gain of trains of pulses against their rate" }

    /// The figure of a device with trains of several rates.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let shown = analysis.curves("pulses.rate", FigureRequest(from: request.from)).spread(most: 4)
        guard !shown.isEmpty else { return [] }
        let marks = shown.enumerated().map { index, curve in
            Mark.points(
                PointMark(
                    x: curve["f"], y: curve["gain"], shape: Palette.shape(index), size: 3.6,
                    color: Palette.color(index),
                    label: curve.at.V.map { "pulses of " + FigureText.volts($0) }))
        }
        let panel = Panel(
            x: Axis("Pulses a second", .hertz, scale: .log), y: Axis("G_{N}/G_{1}", includes: [1]),
            marks: [.rule(RuleMark(.horizontal, at: 1, dash: [2, 1.5]))] + marks, height: .ratio(0.66))
        return [
            FigureSpec(
                id: id, caption: "Conductance after as many pulses at each rate, over that after the first pulse.",
                alternative: "Gain against the rate of pulses.", cells: [FigureCell([panel])],
                preferredWidth: FigureSpec.singleColumn)
        ]
    }
}
