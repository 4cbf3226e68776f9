public import Diagnostics
import Drawing
import Measurements

/// One loop, one step and one spectrum side by side: the device at a glance.
public struct SummaryStrip: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "summary.strip" }
    /// What it shows.
    public var title: String { "A loop, a step and a spectrum side by side" }

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        var cells: [FigureCell] = []
        var words: [String] = []
        let square = Panel.Height.ratio(0.8)
        let groups = LoopPanels.byRate(analysis.curves("iv.cycle", FigureRequest())).spread(most: 3)
        if !groups.isEmpty {
            let title = groups.count == 1 ? groups[0].rate_V_per_s.map(FigureText.rate) ?? "" : ""
            var panel = LoopPanels.panel(analysis, groups, [], logarithmic: false, height: square)
            panel.legend = .none
            cells.append(FigureCell([panel], title: title))
            let rates = groups.compactMap { $0.rate_V_per_s.map(FigureText.rate) }
            words.append(
                "current-voltage loops\(rates.count > 1 ? " at \(FigureText.list(rates)) (dark to light)" : "")")
        }
        let spectrum = Self.spectrum(analysis)
        if let step = Self.step(analysis, near: spectrum?.at.bias_V) {
            var cell = StepPanels.cell(analysis, step, .log, compact: true)
            cell.panels[0].height = square
            cell.panels[0].legend = .none
            cells.append(cell)
            words.append("the current after a voltage step with its fit")
        }
        if let spectrum {
            var cell = Nyquist.cell(analysis, spectrum, columns: 3, residuals: false)
            cell.panels[0].legend = .none
            cells.append(cell)
            words.append("the impedance in the complex plane with its fit (below zero: inductive)")
        }
        guard !cells.isEmpty else { return [] }
        let lettered = zip(["a", "b", "c"], words).map { words.count > 1 ? "(\($0)) \($1)" : $1 }
        return [
            FigureSpec(
                id: id, caption: "The device at a glance: \(FigureText.list(lettered)).",
                alternative: "Overview: \(FigureText.list(words)).", cells: cells, columns: cells.count,
                preferredWidth: cells.count == 1 ? FigureSpec.singleColumn : FigureSpec.doubleColumn)
        ]
    }

    /// The spectrum that shows most: the one with the largest inductive part, else the middle one.
    private static func spectrum(_ analysis: DeviceAnalysis) -> Curve? {
        let all = analysis.curves("impedance.data", FigureRequest())
        guard !all.isEmpty else { return nil }
        func inductive(_ curve: Curve) -> Double {
            let size = curve["ReZ"].map { abs($0) }.filter(\.isFinite).max() ?? 0
            let top = curve["ImZ"].filter(\.isFinite).max() ?? 0
            return size > 0 ? top / size : 0
        }
        // A hundredth of the resistance is noise or a cable.
        guard let best = all.max(by: { inductive($0) < inductive($1) }), inductive(best) > 0.01 else {
            return all[all.count / 2]
        }
        return best
    }

    /// A small step where there is one, nearest to a bias; else the one with the largest change.
    private static func step(_ analysis: DeviceAnalysis, near bias_V: Double?) -> Curve? {
        let all = analysis.curves("transient.step", FigureRequest())
        let small = all.filter(StepPanels.isSmall)
        guard !small.isEmpty else {
            func change(_ step: Curve) -> Double {
                Panel.range(step["I"], on: .linear).map { $0.upperBound - $0.lowerBound } ?? 0
            }
            return all.max { change($0) < change($1) }
        }
        guard let bias_V else { return small[small.count / 2] }
        return small.min { abs(($0.at.V ?? 0) - bias_V) < abs(($1.at.V ?? 0) - bias_V) }
    }
}
