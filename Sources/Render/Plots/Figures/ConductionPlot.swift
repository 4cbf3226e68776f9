public import Diagnostics
import Drawing
import Glibc
import Measurements

/// Double-logarithmic currents of each branch with their slopes, and the law that describes them best.
public struct ConductionPlot: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "hysteresis.conduction" }
    /// What it shows.
    public var title: String { "Double-logarithmic conduction of each branch with slopes and the best law" }

    /// The figures of a device: one a recording, a cell a polarity.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let groups = CyclePanels.byRecording(analysis.curves("conduction.points", request))
        return groups.prefix(4).map { group in
            let lobes = Set(group.curves.map { $0.at.lobe ?? "" }).sorted()
            let cells = lobes.map { lobe in
                FigureCell(
                    [panel(analysis, group.curves.filter { ($0.at.lobe ?? "") == lobe })],
                    title: "V \(lobe == "-" ? "<" : ">") 0")
            }
            var text =
                "Current against voltage of \(FigureText.sources(group.from)), both logarithmic, off the noise, the limit"
            text +=
                " and the switching. Numbers are the slopes dln|I|/dln|V| of the straight ranges; dotted lines are the law"
            text += " of the lowest AIC, range by range."
            let branches = group.curves.compactMap(\.at.branch)
            let words = branches.compactMap { Self.laws(analysis, group.from, $0) }
            if !words.isEmpty { text += " \(words.joined(separator: "; "))." }
            return FigureSpec(
                id: id, caption: text.replacing("fwd", with: "out").replacing("bwd", with: "back"),
                alternative: "Double-logarithmic current against voltage.", cells: cells, columns: cells.count,
                preferredWidth: cells.count > 1 ? FigureSpec.doubleColumn : FigureSpec.mediumColumn)
        }
    }

    /// The laws of a branch in words: `fwd+: ohmic to 300 mV, trap-filled to 1.00 V, space-charge-limited`.
    private static func laws(_ analysis: DeviceAnalysis, _ from: [String], _ branch: String) -> String? {
        let mine = analysis.labels.filter {
            $0.id == "conduction.mechanism" && $0.from == from && $0.at.branch == branch
        }
        guard !mine.isEmpty else { return nil }
        let parts = mine.enumerated().map { k, label -> String in
            let end = analysis.metrics("conduction.V_to").first {
                $0.from == from && $0.at.branch == branch && $0.at.component == label.at.component
            }
            guard k < mine.count - 1, let end else { return label.value }
            return "\(label.value) to \(QuantityText.text(end.value, unit: .volt, digits: 3))"
        }
        return "\(branch): \(parts.joined(separator: ", "))"
    }

    private func panel(_ analysis: DeviceAnalysis, _ branches: [Curve]) -> Panel {
        var marks: [Mark] = []
        for (k, curve) in branches.enumerated() {
            let color = Palette.color(k)
            let isForward = curve.at.branch?.hasPrefix("fwd") == true
            marks.append(
                .points(
                    PointMark(
                        x: curve["V"], y: curve["I"], shape: Palette.shape(k), filled: isForward, size: 2.2,
                        color: color,
                        role: "data", label: isForward ? "out" : "back")))
            func mine(_ other: Curve) -> Bool { other.from == curve.from && other.at.branch == curve.at.branch }
            for segment in analysis.curves where segment.id == "conduction.segment" && mine(segment) {
                marks.append(.line(LineMark(x: segment["V"], y: segment["I"], color: color, width: 0.8, role: "fit")))
                let slope = analysis.metrics("conduction.slope").first {
                    $0.from == curve.from && $0.at.branch == curve.at.branch && $0.at.component == segment.at.component
                }
                guard let slope, let a = segment["V"].first, let b = segment["V"].last, let low = segment["I"].first,
                    let high = segment["I"].last
                else { continue }
                marks.append(
                    .text(
                        TextMark(
                            x: (a * b).squareRoot(), y: (low * high).squareRoot() * (isForward ? 0.55 : 1.8),
                            DecimalText.fixed(slope.value, decimals: 2), color: color)))
            }
            for fit in analysis.curves where fit.id == "conduction.fit" && mine(fit) {
                marks.append(
                    .line(
                        LineMark(x: fit["V"], y: fit["I"], color: .gray(0.25), width: 0.7, dash: [1, 1.2], role: "fit"))
                )
            }
        }
        return Panel(
            x: Axis("|Voltage|", .volt, scale: .log),
            y: Axis("|Current|", .ampere, scale: .log, range: .auto(padding: 0.08)),
            marks: marks, height: .ratio(0.85))
    }
}
