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

    private static let most = 12

    /// The figures of a device: trains of one recording follow each other.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("pulses.data", request).sorted {
            ($0.from.first ?? "", $0.at.step ?? 0) < ($1.from.first ?? "", $1.at.step ?? 0)
        }
        let recordings = Set(all.map { $0.from.first ?? "" }).count
        let shown = Array(all.prefix(Self.most))
        guard !shown.isEmpty else { return [] }
        var marks: [Mark] = []
        var named: Set<String> = []
        var (start, recording) = (0.0, "")
        for (index, curve) in shown.enumerated() {
            let name = curve.at.branch ?? (curve.from.first ?? "train \(index + 1)")
            if recording != curve.from.first ?? "" { (start, recording) = (0, curve.from.first ?? "") }
            let look = recordings > 1 ? index : (name == "depression" ? 1 : 0)
            let isNew = named.insert(name).inserted
            let x = curve["n"].map { $0 + start }
            marks.append(
                .points(
                    PointMark(
                        x: x, y: curve["G"], shape: Palette.shape(look), size: curve.count > 60 ? 2 : 3,
                        color: Palette.color(look), label: shown.count > 1 && isNew ? name : nil)))
            if let fit = analysis.partner("pulses.fit", of: curve) {
                marks.append(
                    .line(LineMark(x: x, y: fit["G"], color: .black, width: 0.7, dash: [2.5, 1.5], role: "fit")))
            }
            start += Double(curve.count)
        }
        let panel = Panel(
            x: Axis("Pulse number"), y: Axis("Conductance", .siemens), marks: marks, height: .ratio(0.62))
        let n = FigureText.list(shown.map { "\($0.count)" })
        var text =
            "Conductance read after each pulse of \(shown.count > 1 ? "\(shown.count) trains" : "a train") (n = \(n) reads)."
        if analysis.curves.contains(where: { $0.id == "pulses.fit" }) {
            text += " Dashed lines are the update curves fitted."
        }
        return [
            FigureSpec(
                id: id,
                caption: text
                    + (shown.count < all.count ? " Shown are the first \(shown.count) of \(all.count) trains." : ""),
                alternative: "Conductance against the number of pulses.", cells: [FigureCell([panel])],
                preferredWidth: FigureSpec.singleColumn)
        ]
    }
}
