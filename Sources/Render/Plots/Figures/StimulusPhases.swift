public import Diagnostics
import Drawing
import Measurements

/// What was applied in time: the voltage of each phase, by what it was for.
public struct StimulusPhases: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "transient.stimulus" }
    /// What it shows.
    public var title: String { "Voltage applied in time, its phases by what they were for" }

    /// Most recordings shown, and most phases of each.
    private static let (mostCells, mostPhases) = (6, 120)
    /// The figure of a device: a frame for each recording, those with pulses first.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("transient.phases", FigureRequest(from: request.from))
            .sorted { ($1.count, $0.from.first ?? "") < ($0.count, $1.from.first ?? "") }
        let shown = all.prefix(Self.mostCells)
        guard !shown.isEmpty else { return [] }
        let cells = shown.map { FigureCell([panel($0)], title: $0.from.first ?? "") }
        var text =
            "Voltage applied in \(FigureText.count(shown.count, "recording")): gray at rest, green while reading, "
        text += "red in pulses, blue at other levels, purple where a ramp ends"
        text += shown.contains { $0.count > Self.mostPhases } ? "; of each the first \(Self.mostPhases) phases." : "."
        if shown.count < all.count { text += " Shown are \(shown.count) of \(all.count) recordings." }
        return [
            FigureSpec(
                id: id, caption: text, alternative: "Voltage against time, by phase.", cells: cells,
                columns: min(3, cells.count),
                preferredWidth: cells.count > 1 ? FigureSpec.doubleColumn : FigureSpec.singleColumn)
        ]
    }

    /// One recording: a line for each kind of phase that it has.
    private func panel(_ curve: Curve) -> Panel {
        let count = min(curve.count, Self.mostPhases)
        // In the order of the numbers that the curve has.
        let colors = [Color.gray(0.6), Palette.green, Palette.vermillion, Palette.blue, Palette.purple]
        var marks: [Mark] = []
        for kind in colors.indices {
            var (x, y): ([Double], [Double]) = ([], [])
            for i in 0..<count where curve["kind"][i] == Double(kind) {
                // What is not finite breaks the line between phases.
                x += [curve["start"][i], curve["end"][i], .nan]
                y += [curve["V"][i], curve["V"][i], .nan]
            }
            guard !x.isEmpty else { continue }
            marks.append(.line(LineMark(x: x, y: y, color: colors[kind], width: 1.6, role: "data")))
        }
        return Panel(
            x: Axis("Time", .second), y: Axis("Voltage", .volt, range: .auto(padding: 0.15), includes: [0]),
            marks: marks,
            height: .ratio(0.5), legend: .none)
    }
}
