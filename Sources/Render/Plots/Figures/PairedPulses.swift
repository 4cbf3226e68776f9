public import Diagnostics
import Drawing
import Measurements

/// Facilitation or depression of pairs of pulses against their interval.
public struct PairedPulses: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "pulses.ppf" }
    /// What it shows.
    public var title: String { "Paired-pulse facilitation against the interval, with its decay" }

    /// The figure of a device with pairs at several intervals.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let shown = analysis.curves("pulses.ppf", FigureRequest(from: request.from)).spread(most: 4)
        guard !shown.isEmpty else { return [] }
        var marks: [Mark] = [.rule(RuleMark(.horizontal, at: 1, dash: [2, 1.5]))]
        for (index, curve) in shown.enumerated() {
            marks.append(
                .points(
                    PointMark(
                        x: curve["dt"], y: curve["PPF"], low: curve["low"], high: curve["high"],
                        shape: Palette.shape(index),
                        size: 3.4, color: Palette.color(index),
                        label: curve.at.V.map { "pulses of " + FigureText.volts($0) })))
            guard let fit = analysis.partner("pulses.ppf-fit", of: curve) else { continue }
            marks.append(
                .line(
                    LineMark(
                        x: fit["dt"], y: fit["PPF"], color: shown.count > 1 ? Palette.color(index) : Palette.vermillion,
                        role: "fit")))
        }
        let panel = Panel(
            x: Axis("Interval", .second, scale: .log), y: Axis("I_{2}/I_{1}", includes: [1]), marks: marks,
            height: .ratio(0.66))
        var text = "Current in the second pulse of a pair over that in the first against their interval "
        text +=
            "(n = \(FigureText.list(shown.map { "\($0.count)" })) pairs); bars are 95 % intervals, lines 1 + c e^{−Δt/t}."
        let times = analysis.metrics("pulses.PPF_tau").filter { metric in shown.contains { $0.from == metric.from } }
        if !times.isEmpty { text += " t = " + FigureText.list(times.map(FigureText.value)) + "." }
        return [
            FigureSpec(
                id: id, caption: text, alternative: "Paired-pulse ratio against the interval.",
                cells: [FigureCell([panel])], preferredWidth: FigureSpec.singleColumn)
        ]
    }
}
