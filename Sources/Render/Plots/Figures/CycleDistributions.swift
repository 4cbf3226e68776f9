public import Diagnostics
import Drawing
import Glibc
import Measurements

/// How the values of many cycles are distributed: cumulative, and on the scale where a Weibull law is a line.
public struct CycleDistributions: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "hysteresis.distributions" }
    /// What it shows.
    public var title: String { "Cumulative and Weibull plots of thresholds and resistances over the cycles" }

    /// One quantity a figure: distributions far apart on one axis would be lines.
    private static let groups: [(id: String, name: String, unit: SIUnit)] = [
        ("hysteresis.V_set", "|V_{set}|", .volt), ("hysteresis.V_reset", "|V_{reset}|", .volt),
        ("hysteresis.V_hold", "|V_{hold}|", .volt), ("hysteresis.R_HRS", "R_{HRS}", .ohm),
        ("hysteresis.R_LRS", "R_{LRS}", .ohm),
    ]

    /// The figures of a device, one a recording and kind of quantity.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("cycles.ranks", request)
        return CyclePanels.byRecording(all).prefix(4).flatMap { group in
            Self.groups.compactMap { kind -> FigureSpec? in
                let mine = group.curves.filter { $0.at.of == kind.id }
                guard !mine.isEmpty else { return nil }
                return spec(analysis, mine, kind.name, kind.unit, group.from)
            }
        }
    }

    private func spec(
        _ analysis: DeviceAnalysis, _ ranks: [Curve], _ name: String, _ unit: SIUnit, _ from: [String]
    ) -> FigureSpec {
        var cumulative: [Mark] = []
        var weibull: [Mark] = []
        for (k, curve) in ranks.enumerated() {
            let color = Palette.color(k)
            let law = analysis.curves.first { $0.id == "cycles.law" && $0.at == curve.at && $0.from == curve.from }
            if let law {
                let (x, F, low, high) = (law["x"], law["F"], law["low"], law["high"])
                weibull.append(
                    .band(
                        BandMark(
                            x: x, low: low.map(Self.scale), high: high.map(Self.scale), color: color.opacity(0.18))))
                weibull.append(.line(LineMark(x: x, y: F.map(Self.scale), color: color, width: 0.8, role: "fit")))
                cumulative.append(.band(BandMark(x: x, low: low, high: high, color: color.opacity(0.18))))
                cumulative.append(.line(LineMark(x: x, y: F, color: color, width: 0.8, role: "fit")))
                cumulative.append(
                    .line(
                        LineMark(x: x, y: law["lognormal"], color: color, width: 0.7, dash: [3, 1.5], role: "fit")))
            }
            let dense = curve.count > 120
            let points = PointMark(
                x: curve["x"], y: curve["F"], shape: Palette.shape(k), filled: true, size: dense ? 1.6 : 2.8,
                color: color,
                role: "data", label: CyclePanels.name(curve))
            cumulative.append(.points(points))
            var lines = points
            lines.y = curve["F"].map(Self.scale)
            lines.label = nil
            weibull.append(.points(lines))
        }
        // Resistances of both states lie decades apart; thresholds do not, and read better on a linear axis.
        let values = ranks.flatMap { $0["x"] }
        let isWide = (values.max() ?? 1) > 8 * (values.min() ?? 1)
        let axis = Axis(name, unit, scale: isWide ? .log : .linear)
        let cells = [
            FigureCell([
                Panel(
                    x: axis, y: Axis("Cumulative fraction", range: .fixed(low: 0, high: 1)), marks: cumulative,
                    height: .ratio(0.62), legend: .above)
            ]),
            FigureCell([
                Panel(
                    x: Axis(name, unit, scale: .log), y: Axis("ln(−ln(1 − F))", range: bounds(ranks)), marks: weibull,
                    height: .ratio(0.62), legend: .none)
            ]),
        ]
        return FigureSpec(
            id: id, caption: caption(analysis, ranks, from), alternative: "Distribution of \(name) over the cycles.",
            cells: cells, columns: 2)
    }

    private func caption(_ analysis: DeviceAnalysis, _ ranks: [Curve], _ from: [String]) -> String {
        var text =
            "Cumulative distribution (a) and Weibull plot (b) over the cycles of \(FigureText.sources(from))."
        text +=
            " Points at median ranks (i − 0.3)/(n + 0.4); lines with 95 % bands are Weibull laws by maximum likelihood,"
        text += " dashed lines lognormal laws."
        let words = ranks.compactMap { curve -> String? in
            let shape = analysis.metrics("cycles.weibull_shape").first { $0.at == curve.at && $0.from == curve.from }
            let verdict = analysis.labels.first { $0.id == "cycles.law" && $0.at == curve.at && $0.from == curve.from }
            guard let shape else { return nil }
            return "\(CyclePanels.name(curve)): k = \(FigureText.value(shape))"
                + (verdict.map { ", likelier \($0.value)" } ?? "")
        }
        return words.isEmpty ? text : text + " " + words.joined(separator: "; ") + "."
    }

    /// The range of the points themselves: bands run off far beyond them.
    private func bounds(_ ranks: [Curve]) -> AxisRange {
        let all = ranks.flatMap { $0["F"] }.map(Self.scale).filter(\.isFinite)
        guard let low = all.min(), let high = all.max(), high > low else { return .auto(padding: 0.05) }
        let margin = 0.12 * (high - low)
        return .fixed(low: low - margin, high: high + margin)
    }

    /// `ln(-ln(1 - F))`, on which a Weibull law is a straight line against ln x.
    private static func scale(_ F: Double) -> Double { log(-log1p(-min(max(F, 1e-9), 1 - 1e-12))) }
}
