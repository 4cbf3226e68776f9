public import Diagnostics
import Drawing
import Measurements

/// The ratio of the currents at +V and -V against V, for each pair of branches, and of the steady states.
public struct RectificationCurves: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "hysteresis.rectification" }
    /// What it shows.
    public var title: String { "Rectification ratio against voltage for each pair of branches" }

    /// The figures of a device: one a recording, three at most.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let groups = CyclePanels.byRecording(analysis.curves("rectification.curve", request))
        let steady = analysis.metrics("rectification.steady")
        return groups.spread(most: request.from == nil ? 3 : 6).map { group in
            var marks: [Mark] = [.rule(RuleMark(.horizontal, at: 1))]
            for (k, curve) in group.curves.enumerated() {
                let isMean = curve.at.branch == "mean"
                marks.append(
                    .line(
                        LineMark(
                            x: curve["V"], y: curve["ratio"], color: Palette.color(k), width: isMean ? 1.3 : 0.9,
                            dash: isMean ? [] : Palette.dash(k % 4), role: "data",
                            label: Self.name(curve.at.branch ?? ""))))
            }
            let held = steady.filter { $0.at.state == group.curves.first?.at.state }
            if !held.isEmpty {
                marks.append(
                    .points(
                        PointMark(
                            x: held.map { $0.at.V ?? 0 }, y: held.map(\.value), low: held.map { $0.low ?? .nan },
                            high: held.map { $0.high ?? .nan }, size: 3, color: .black, role: "steady",
                            label: "steady states")))
            }
            let ratios = group.curves.flatMap { $0["ratio"] }
            let isWide = (ratios.max() ?? 1) > 5 * (ratios.min() ?? 1)
            let rate = group.curves.first?.at.rate_V_per_s.map { " at \(FigureText.rate($0))" } ?? ""
            return FigureSpec(
                id: id,
                caption:
                    "Rectification ratio |I(+V)|/|I(−V)| of \(FigureText.sources(group.from))\(rate) against voltage, for "
                    + "each pair of branches (out and back at +V over out and back at −V) and for the means of the branches."
                    + (held.isEmpty ? "" : " Circles: steady states, bars 95 % intervals."),
                alternative: "Rectification ratio against voltage.",
                cells: [
                    FigureCell([
                        Panel(
                            x: Axis("|Voltage|", .volt),
                            y: Axis("|I(+V)| / |I(−V)|", scale: isWide ? .log : .linear, includes: [1]), marks: marks,
                            height: .ratio(0.62))
                    ])
                ], preferredWidth: FigureSpec.mediumColumn)
        }
    }

    private static func name(_ branch: String) -> String {
        branch == "mean"
            ? "branch means"
            : branch.replacing("fwd+", with: "out+").replacing("bwd+", with: "back+").replacing("fwd-", with: "out−")
                .replacing("bwd-", with: "back−")
    }
}
