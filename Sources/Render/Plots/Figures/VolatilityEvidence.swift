public import Diagnostics
import Drawing
import Glibc
import Measurements

/// What is known of the memory time at 0 V, source by source, and how likely a state is kept for a given time.
public struct VolatilityEvidence: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "volatility.evidence" }
    /// What it shows.
    public var title: String { "Evidence on the memory time at 0 V, and the probability that a state is kept" }

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.metrics("volatility.tau_at_0V").filter { $0.value > 0 && $0.value.isFinite }
        let sources = all.filter { $0.at.definition != "pooled" }
        guard !sources.isEmpty else { return [] }
        let pooled = all.first { $0.at.definition == "pooled" }
        let required = analysis.metrics("volatility.tau_required").first?.value
        var cells = [FigureCell([evidence(sources, pooled, required)])]
        if let panel = probability(analysis, sources, pooled, required) { cells.append(FigureCell([panel])) }
        return [
            FigureSpec(
                id: id, caption: caption(analysis, sources, cells.count, required),
                alternative: "Memory time at 0 V from \(sources.count) sources.", cells: cells, columns: cells.count,
                preferredWidth: cells.count == 1 ? FigureSpec.singleColumn : .millimeters(150))
        ]
    }

    /// A time with its interval for each source; a bound is an arrow head.
    private func evidence(_ sources: [Metric], _ pooled: Metric?, _ required: Double?) -> Panel {
        let shown = sources + (sources.count > 1 ? [pooled].compactMap { $0 } : [])
        var marks: [Mark] = []
        if let required {
            marks.append(
                .rule(RuleMark(.horizontal, at: required, color: Palette.vermillion, dash: [3, 2], note: "asked for")))
        }
        for (index, metric) in shown.enumerated() {
            let isPooled = metric.at.definition == "pooled"
            let isBound = metric.bound == .lower
            marks.append(
                .points(
                    PointMark(
                        x: [Double(index + 1)], y: [metric.value], low: [metric.low ?? .nan],
                        high: [metric.high ?? .nan],
                        shape: isBound ? .triangle : isPooled ? .diamond : .circle, filled: isBound || isPooled,
                        size: isBound ? 5 : 4.6, color: isPooled ? .black : Palette.color(index))))
        }
        var names = Axis("", range: .fixed(low: 0.4, high: Double(shown.count) + 0.6))
        names.names = shown.map { $0.at.definition ?? "?" }
        return Panel(
            x: names,
            y: Axis(
                "τ_{0}", .second, scale: .log, range: .auto(padding: 0.12), includes: [required].compactMap { $0 }),
            marks: marks, height: .fixed(110), legend: .none)
    }

    /// The probability that the asked-for part of a state is left, against the time after which it is asked for.
    private func probability(
        _ analysis: DeviceAnalysis, _ sources: [Metric], _ pooled: Metric?, _ required: Double?
    ) -> Panel? {
        guard let required, required > 0 else { return nil }
        let bound = sources.filter { $0.bound == .lower }.map(\.value).max()
        var marks: [Mark] = []
        var ends = [required]
        if let pooled, let low = pooled.low, let high = pooled.high, low > 0, high > low {
            let (center, sd) = (log(pooled.value), max(log(high / low) / 3.92, 1e-3))
            let reach = max(5 * sd, 0.7)
            let logTimes = (0...80).map { center - reach + 2 * reach * Double($0) / 80 }
            var x = logTimes.map { exp($0) }
            var y = logTimes.map { 0.5 * erfc(($0 - center) / sd / 2.0.squareRoot()) }
            // To the asked-for time the curve runs on at one or none.
            if required < x[0] { (x, y) = ([required * 0.5] + x, [1] + y) }
            if required > x[x.count - 1] { (x, y) = (x + [required * 2], y + [0]) }
            marks.append(.line(LineMark(x: x, y: y, color: Palette.blue, width: 1.1)))
            ends += [x[0], x[x.count - 1]]
        } else if let bound {
            marks.append(.line(LineMark(x: [bound / 1e3, bound], y: [1, 1], color: Palette.blue, width: 1.1)))
            marks.append(.text(TextMark(x: bound, y: 0.5, "open beyond the bound")))
            ends += [bound / 1e3, bound * 10]
        }
        guard !marks.isEmpty else { return nil }
        marks += [0.05, 0.95].map { .rule(RuleMark(.horizontal, at: $0, color: .gray(0.75), dash: [1.5, 1.5])) }
        marks.append(
            .rule(RuleMark(.vertical, at: required, color: Palette.vermillion, dash: [3, 2], note: "asked for")))
        return Panel(
            x: Axis("τ_{0} asked for", .second, scale: .log, range: .auto(padding: 0.03), includes: ends),
            y: Axis("P(nonvolatile)", range: .fixed(low: -0.04, high: 1.04)), marks: marks, height: .fixed(110),
            legend: .none)
    }

    private func caption(
        _ analysis: DeviceAnalysis, _ sources: [Metric], _ cells: Int, _ required: Double?
    ) -> String {
        var text = cells > 1 ? "(a) " : ""
        text += "Memory time at 0 V from each source with its 95 % interval"
        text +=
            sources.count > 1 && analysis.metrics("volatility.tau_at_0V").contains { $0.at.definition == "pooled" }
            ? ", and pooled (filled)" : ""
        text += sources.contains { $0.bound == .lower } ? "; a filled triangle is a lower bound" : ""
        text += "."
        if cells > 1 {
            text += " (b) Probability that the device is nonvolatile, against the memory time that the demand asks for;"
            text += " gray: 5 % and 95 %, between which the class is not decided."
        }
        if let required {
            text +=
                " Dashed: τ_{0} = \(QuantityText.text(required, unit: .second, digits: 3).trimmedZeros), as asked for."
        }
        if let label = analysis.labels.first(where: { $0.id == "volatility.class" }) {
            let P = analysis.metrics("volatility.P_nonvolatile").first.map { metric in
                metric.value < 1e-3
                    ? ", P < 0.001"
                    : metric.value > 0.999 ? ", P > 0.999" : ", P = \(DecimalText.fixed(metric.value, decimals: 3))"
            }
            text += " Class: \(label.value)\(P ?? "")."
        }
        return text
    }
}
