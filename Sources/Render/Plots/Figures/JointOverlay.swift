public import Diagnostics
import Drawing
import Measurements

/// One model with one set of parameters over every kind of recording.
public struct JointOverlay: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "model.overlay" }
    /// What it shows.
    public var title: String { "The jointly fitted model over sweeps, steps, pulses and retention" }

    private static let most = 6

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("model.prediction", request)
        let shown = Self.mixed(all)
        guard !shown.isEmpty else { return [] }
        let cells = shown.map { FigureCell([TracePanel.panel($0)], title: TracePanel.title($0)) }
        let model = shown.first?.at.definition ?? ""
        var text = "All recordings of the device (dots) and the model \(model) (line) with one set of parameters."
        text += " Steps and retention on logarithmic time."
        return [
            FigureSpec(
                id: id, caption: text + FigureText.leftOut(shown.count, of: all.count, "recordings"),
                alternative: "Measured current and that of one model, in \(shown.count) recordings.", cells: cells,
                columns: 2)
        ]
    }

    /// Some of each kind: two sweeps, two steps, and one of each other.
    private static func mixed(_ all: [Curve]) -> [Curve] {
        func named(_ start: String) -> [Curve] { all.filter { ($0.at.of ?? "").hasPrefix(start) } }
        let sweeps = named("sweep").spread(most: 2)
        let steps = named("step").spread(most: 2)
        let rest = named("pulses").prefix(1) + named("retention").prefix(1) + named("staircase").prefix(1)
        return Array((sweeps + steps + rest).prefix(most))
    }
}
