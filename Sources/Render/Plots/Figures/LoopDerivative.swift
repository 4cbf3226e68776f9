public import Diagnostics
import Drawing
import Measurements

/// The exponent dln|I|/dln|V| along the branches that set: where it peaks, the device switches.
public struct LoopDerivative: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "hysteresis.derivative" }
    /// What it shows.
    public var title: String { "Exponent dln|I|/dln|V| of the branches that set" }

    private static let most = 30

    /// The figures of a device: one a recording that sets, three at most.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = CyclePanels.byRecording(analysis.curves("iv.derivative", request))
        // A first cycle that forms the device sets elsewhere and far more steeply.
        let groups = all.map { group in
            let later = group.curves.filter { $0.at.cycle != 1 }
            return (from: group.from, curves: later.isEmpty ? group.curves : later)
        }
        let most = request.from == nil ? 3 : 6
        let leftOut = FigureText.leftOut(min(most, groups.count), of: groups.count, "sweeps")
        return groups.spread(most: most).map { group in
            let isFirstOut = all.contains { $0.from == group.from && $0.curves.count > group.curves.count }
            let lobes = ["+", "-"].filter { lobe in group.curves.contains { $0.at.lobe == lobe } }
            let cells = lobes.map { lobe in
                FigureCell([panel(analysis, group.curves.filter { $0.at.lobe == lobe }, lobe, group.from)])
            }
            return FigureSpec(
                id: id,
                caption:
                    "Exponent dln|I|/dln|V| on the way out of \(FigureText.sources(group.from)), from dln|I|/d|V| by local "
                    + "polynomials. The bold line is the last cycle; 1 is ohmic, 2 the square law; dashed: V_{set} (S1)."
                    + (isFirstOut ? " The first cycle is left out." : "") + leftOut,
                alternative: "Logarithmic derivative against voltage.", cells: cells, columns: cells.count,
                preferredWidth: cells.count > 1 ? FigureSpec.doubleColumn : FigureSpec.singleColumn)
        }
    }

    private func panel(_ analysis: DeviceAnalysis, _ curves: [Curve], _ lobe: String, _ from: [String]) -> Panel {
        var marks: [Mark] = [.rule(RuleMark(.horizontal, at: 1)), .rule(RuleMark(.horizontal, at: 2))]
        func exponent(_ curve: Curve) -> [Double] { zip(curve["V"], curve["dlnI"]).map { abs($0) * $1 } }
        for curve in curves.dropLast().spread(most: Self.most) {
            marks.append(
                .line(
                    LineMark(
                        x: curve["V"], y: exponent(curve), color: Palette.blue.opacity(0.22), width: 0.4, role: "data"))
            )
        }
        if let last = curves.last {
            marks.append(
                .line(LineMark(x: last["V"], y: exponent(last), color: Palette.blue, width: 1.0, role: "data")))
        }
        let set = analysis.metrics("hysteresis.V_set").first {
            $0.from == from && $0.at.lobe == lobe && $0.at.cycle == nil && $0.at.definition == "S1"
        }
        if let set {
            marks.append(
                .rule(RuleMark(.vertical, at: set.value, color: .gray(0.4), dash: [2, 1.5], note: "V_{set}")))
        }
        return Panel(
            x: Axis("Voltage", .volt), y: Axis("dln|I|/dln|V|", includes: [0]), marks: marks, height: .ratio(0.62),
            legend: .none)
    }
}
