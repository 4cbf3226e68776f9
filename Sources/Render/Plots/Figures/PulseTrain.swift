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
    public var title: String { "Conductance after each pulse of trains, with the update curves" }

    /// Most recordings, and most trains of each.
    private static let (mostCells, most) = (4, 12)

    /// The figure of a device: a cell for each recording, in which trains follow each other.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("pulses.data", request)
        let recordings = Set(all.map { $0.from.first ?? "" }).sorted()
        let cells = recordings.prefix(Self.mostCells).map { recording in
            all.filter { $0.from.first ?? "" == recording }.sorted { ($0.at.step ?? 0) < ($1.at.step ?? 0) }
        }.map { Array($0.prefix(Self.most)) }
        guard !cells.isEmpty else { return [] }
        let shown = cells.flatMap { $0 }
        let n = FigureText.list(shown.map { "\($0.count)" })
        var text =
            "Conductance read after each pulse of \(shown.count > 1 ? "\(shown.count) trains" : "a train") (n = \(n) reads)."
        if cells.count > 1 { text += " A frame for each recording." }
        if shown.contains(where: { analysis.partner("pulses.fit", of: $0) != nil }) {
            text += " Dashed lines are the update curves fitted."
        }
        if shown.count < all.count { text += " Shown are the first \(shown.count) of \(all.count) trains." }
        return [
            FigureSpec(
                id: id, caption: text, alternative: "Conductance against the number of pulses.",
                cells: cells.map { FigureCell([panel(analysis, $0)]) }, columns: min(2, cells.count),
                preferredWidth: cells.count > 1 ? FigureSpec.doubleColumn : FigureSpec.singleColumn)
        ]
    }

    /// The trains of one recording, one after the other.
    private func panel(_ analysis: DeviceAnalysis, _ trains: [Curve]) -> Panel {
        var marks: [Mark] = []
        var named: Set<String> = []
        var start = 0.0
        for curve in trains {
            let name = curve.at.branch ?? ""
            let look = name == "depression" ? 1 : 0
            let x = curve["n"].map { $0 + start }
            let isNew = named.insert(name).inserted && !name.isEmpty
            marks.append(
                .points(
                    PointMark(
                        x: x, y: curve["G"], shape: Palette.shape(look), size: curve.count > 60 ? 2 : 3,
                        color: Palette.color(look), label: trains.count > 1 && isNew ? name : nil)))
            if let fit = analysis.partner("pulses.fit", of: curve) {
                marks.append(
                    .line(LineMark(x: x, y: fit["G"], color: .black, width: 0.7, dash: [2.5, 1.5], role: "fit")))
            }
            start += Double(curve.count)
        }
        return Panel(x: Axis("Pulse number"), y: Axis("Conductance", .siemens), marks: marks, height: .ratio(0.62))
    }
}
