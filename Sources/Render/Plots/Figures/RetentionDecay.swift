public import Diagnostics
import Drawing
import Measurements

/// What is left of a written state against time.
public struct RetentionDecay: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "retention.decay" }
    /// What it shows.
    public var title: String { "What is left of the written state against time, with fit" }

    private static let most = 5

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("retention.data", request)
        let shown = all.spread(most: Self.most).sorted { ($0.at.temperature_K ?? 0) < ($1.at.temperature_K ?? 0) }
        let temperatures = Set(shown.compactMap(\.at.temperature_K))
        guard !shown.isEmpty else { return [] }
        let several = shown.count > 1
        var marks: [Mark] = [.rule(RuleMark(.horizontal, at: 0.5, dash: [2, 1.5], note: "half"))]
        var (fitted, rivaled, beyond) = (false, false, false)
        for (index, curve) in shown.enumerated() {
            // A state that several records share tells them not apart.
            let isOwn = shown.filter { $0.at.state == curve.at.state }.count == 1
            let degrees = temperatures.count > 1 ? curve.at.temperature_K.map(FigureText.temperature) : nil
            let plain = (isOwn ? curve.at.state : nil) ?? degrees ?? (curve.from.first ?? "record \(index + 1)")
            let name = isOwn && curve.at.state != nil && degrees != nil ? plain + ", " + (degrees ?? "") : plain
            let end = curve["t"].last ?? .infinity
            for rival in analysis.curves where rival.id == "retention.rival" && rival.from == curve.from {
                rivaled = true
                marks.append(
                    .line(LineMark(x: rival["t"], y: rival["r"], color: .gray(0.6), width: 0.7, role: "rival")))
            }
            marks.append(
                .points(
                    PointMark(
                        x: curve["t"], y: curve["r"], shape: Palette.shape(index), size: 2.8,
                        color: several ? Palette.color(index) : Palette.blue, label: several ? name : "data")))
            guard let fit = analysis.partner("retention.fit", of: curve) else { continue }
            fitted = true
            let color = several ? Palette.color(index) : Palette.vermillion
            let inside = fit["t"].indices.filter { fit["t"][$0] <= end }
            // From the last time inside on, so that the line does not break.
            let outside = fit["t"].indices.filter { $0 >= (inside.last ?? 0) }
            marks.append(
                .line(
                    LineMark(
                        x: inside.map { fit["t"][$0] }, y: inside.map { fit["r"][$0] }, color: color, role: "fit",
                        label: several ? nil : "fit")))
            guard outside.count > 1 else { continue }
            beyond = true
            marks.append(
                .line(
                    LineMark(
                        x: outside.map { fit["t"][$0] }, y: outside.map { fit["r"][$0] }, color: color, width: 0.8,
                        dash: [2.5, 1.8], role: "extrapolated")))
            if !several { marks.append(.rule(RuleMark(.vertical, at: end, dash: [1, 1.5], note: "end of record"))) }
        }
        let panel = Panel(
            x: Axis("Time", .second, scale: .log), y: Axis("Remaining part of the state", includes: [0, 1]),
            marks: marks, height: .ratio(0.62))
        var text =
            "Part of the written state that is left, against time (n = \(FigureText.list(shown.map { "\($0.count)" })) reads);"
        text += " 1 is the state as written, 0 the relaxed state."
        if fitted { text += " Lines are fits within the record" + (beyond ? ", dashed where extrapolated." : ".") }
        if rivaled { text += " Gray: other laws as good within 2 of AICc." }
        return [
            FigureSpec(
                id: id, caption: text + FigureText.leftOut(shown.count, of: all.count, "records"),
                alternative: "Remaining part of the written state against the logarithm of time.",
                cells: [FigureCell([panel])], preferredWidth: FigureSpec.singleColumn)
        ]
    }
}
