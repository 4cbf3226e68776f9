public import Diagnostics
import Drawing
import Measurements

/// The resistances of both states against the number of the cycle.
public struct ResistanceCycles: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "hysteresis.states" }
    /// What it shows.
    public var title: String { "High and low resistance against the cycle" }

    /// The figures of a device, one a recording (or a pair of tables) with enough cycles.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = CyclePanels.values(analysis, ["hysteresis.R_HRS", "hysteresis.R_LRS"], request)
        return CyclePanels.byRecording(all).prefix(4).map { spec(analysis, $0.from, $0.curves) }
    }

    private func spec(_ analysis: DeviceAnalysis, _ from: [String], _ curves: [Curve]) -> FigureSpec {
        let lobes = Set(curves.map { $0.at.lobe ?? "" }).sorted()
        let cells = lobes.map { lobe in
            let mine = curves.filter { ($0.at.lobe ?? "") == lobe }
            var marks = CyclePanels.marks(mine, magnitude: true)
            let end = analysis.metrics("cycles.endurance").first {
                $0.from == from && ($0.at.lobe ?? "") == lobe && $0.bound == nil
            }
            if let end {
                marks.append(.rule(RuleMark(.vertical, at: end.value, color: .gray(0.3), dash: [2, 1.5], note: "end")))
            }
            let read = mine.first?.at.V_read.map { ", read at \(FigureText.volts($0))" } ?? ""
            return FigureCell(
                [
                    Panel(
                        x: Axis("Cycle"), y: Axis("Resistance", .ohm, scale: .log, range: .auto(padding: 0.12)),
                        marks: marks, height: .ratio(0.6))
                ], title: lobe.isEmpty ? "" : "lobe \(lobe == "-" ? "−" : lobe)\(read)")
        }
        var text =
            "Resistance of both states in each cycle of \(FigureText.sources(from)); one point a state a cycle."
        text += CyclePanels.censoredNote(curves)
        let yield = analysis.metrics("cycles.yield").first { $0.from == from }
        if let yield { text += " \(yield.rule.prefix { $0 != ";" })." }
        return FigureSpec(
            id: id, caption: text, alternative: "Resistance of both states against cycle.", cells: cells,
            columns: min(2, cells.count),
            preferredWidth: cells.count > 1 ? FigureSpec.doubleColumn : FigureSpec.mediumColumn)
    }
}
