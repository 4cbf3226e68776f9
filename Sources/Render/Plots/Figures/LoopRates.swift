public import Diagnostics
import Drawing
import Measurements

/// The difference of the branches over twice the rate: it falls on C_lf(V) when the rate is slow.
public struct LoopRates: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "iv.rates" }
    /// What it shows.
    public var title: String { "Difference of the branches over twice the rate, at each rate" }

    private static let most = 6

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("iv.branch-mean", request).filter { ($0.at.rate_V_per_s ?? 0) > 0 }
            .sorted { ($0.at.rate_V_per_s ?? 0) < ($1.at.rate_V_per_s ?? 0) }
        let shown = all.spread(most: Self.most)
        guard !shown.isEmpty else { return [] }
        var marks: [Mark] = [.rule(RuleMark(.horizontal, at: 0))]
        for (index, curve) in shown.enumerated() {
            let rate = curve.at.rate_V_per_s ?? 1
            marks.append(
                .line(
                    LineMark(
                        x: curve["V"], y: curve["dI"].map { $0 / (2 * rate) },
                        color: Palette.sequence(index, of: shown.count), dash: Palette.dash(index % 4),
                        label: FigureText.rate(rate))))
        }
        let limits = analysis.metrics("hysteresis.C_lf").filter { LinkedPoints.bias($0) != nil && $0.value.isFinite }
        if !limits.isEmpty {
            var points = LinkedPoints.mark(limits, index: 2, label: "limit of slow rates")
            points.color = .black
            marks.append(.points(points))
        }
        let panel = Panel(
            x: Axis("Voltage", .volt), y: Axis("(I_{up} − I_{dn})/2v", .farad, includes: [0]), marks: marks,
            height: .ratio(0.62))
        var text =
            "Current going up minus current coming down, over twice the scan rate v, at \(FigureText.count(shown.count, "rate"))."
        text += " As the rate falls the curves approach the low-frequency capacitance;"
        text += " below the line of zero the loop is inductive (counter-clockwise)."
        if !limits.isEmpty { text += " Triangles are the limit of slow rates, with 95 % intervals." }
        return [
            FigureSpec(
                id: id, caption: text + FigureText.leftOut(shown.count, of: all.count, "rates"),
                alternative:
                    "Difference of the loop's branches over the rate, against voltage, at \(shown.count) rates.",
                cells: [FigureCell([panel])], preferredWidth: FigureSpec.mediumColumn)
        ]
    }
}
