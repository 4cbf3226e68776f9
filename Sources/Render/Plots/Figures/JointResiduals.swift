public import Diagnostics
import Drawing
import Measurements

/// What the jointly fitted model misses, reading by reading, in units of the noise.
public struct JointResiduals: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "model.residuals" }
    /// What it shows.
    public var title: String { "Residuals of the joint fit in units of the noise, recording after recording" }

    /// Residuals beyond this are drawn at it: one bad recording must not flatten the others.
    private static let clip = 10.0

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("model.prediction", request)
        guard !all.isEmpty else { return [] }
        var marks: [Mark] = [.rule(RuleMark(.horizontal, at: 0))]
        var begin = 0.0
        var clipped = false
        for (index, curve) in all.enumerated() {
            let residuals = zip(zip(curve["I"], curve["fit"]), curve["sd"]).map { pair, sd in
                (pair.0 - pair.1) / max(sd, 1e-300)
            }
            clipped = clipped || residuals.contains { abs($0) > Self.clip }
            marks.append(
                .points(
                    PointMark(
                        x: residuals.indices.map { begin + Double($0) },
                        y: residuals.map { min(max($0, -Self.clip), Self.clip) }, filled: true, size: 1.4,
                        color: index % 2 == 0 ? Palette.blue : .gray(0.45), role: "data")))
            begin += Double(residuals.count)
            if index + 1 < all.count { marks.append(.rule(RuleMark(.vertical, at: begin - 0.5, width: 0.3))) }
        }
        let panel = Panel(
            x: Axis("Reading, recordings side by side", .none, range: .auto(padding: 0.01)),
            y: Axis("Residual / noise", .none, includes: [-3, 3]), marks: marks, height: .ratio(0.32))
        let names = all.compactMap(\.at.of)
        var text =
            "Measured less fitted current over the noise of each reading, from left to right: \(FigureText.list(names))."
        if clipped { text += " What lies beyond ±10 is drawn there." }
        return [
            FigureSpec(
                id: id, caption: text, alternative: "Residuals of \(all.count) recordings in units of their noise.",
                cells: [FigureCell([panel])])
        ]
    }
}
