public import Diagnostics
import Drawing
import Measurements

/// Current against voltage, linear and logarithmic side by side, with the direction of the loop.
public struct CurrentVoltageLoop: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "iv.loop" }
    /// What it shows.
    public var title: String { "Current-voltage loops, linear and logarithmic, with direction and cycles" }

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let cycles = analysis.curves("iv.cycle", request)
        let steady = analysis.curves("iv.steady", FigureRequest(from: request.from))
        guard !cycles.isEmpty || !steady.isEmpty else { return [] }
        let groups = LoopPanels.byRate(cycles)
        let cells = [
            FigureCell([LoopPanels.panel(analysis, groups, steady, logarithmic: false)]),
            FigureCell([LoopPanels.panel(analysis, groups, steady, logarithmic: true)]),
        ]
        return [
            FigureSpec(
                id: id, caption: caption(analysis, groups, steady), alternative: alternative(analysis, groups),
                cells: cells, columns: 2)
        ]
    }

    private func caption(_ analysis: DeviceAnalysis, _ groups: [LoopPanels.RateGroup], _ steady: [Curve]) -> String {
        let count = groups.reduce(0) { $0 + $1.cycles.count }
        var text =
            "Current-voltage loops on a linear scale (a) and as the magnitude of the current on a logarithmic scale (b)."
        if groups.count == 1, let group = groups.first {
            let rate = group.rate_V_per_s.map { " at \(FigureText.rate($0))" } ?? ""
            text += " The bold line is the last of \(FigureText.count(count, "cycle"))\(rate)"
            text += count > 1 ? "; thin lines are the cycles before it." : "."
            if steady.isEmpty { text += LoopFrame(group.cycles)?.note ?? "" }
        } else if groups.count > 1 {
            text += " Lines are the last cycle at each of \(min(groups.count, LoopPanels.mostRates)) scan rates"
            text += " (\(count) cycles in all), dark for slow, light for fast."
            text += FigureText.leftOut(min(groups.count, LoopPanels.mostRates), of: groups.count, "rates")
        }
        if count > 0 { text += " Arrows show the direction, at 1/4 and 3/4 of each lobe." }
        if !steady.isEmpty {
            text += " Circles are steady states; bars are 95 % intervals where they exceed the symbol."
        }
        let marked = LoopPanels.thresholdNames.filter { name in
            groups.contains { LoopPanels.median(analysis, name.id, $0.rate_V_per_s) != nil }
        }.map(\.symbol)
        if !marked.isEmpty {
            text += groups.count == 1 ? " Dashed lines mark " : " Diamonds mark, at each rate, "
            text += "\(FigureText.list(marked)), the median where there are several cycles."
        }
        if groups.contains(where: { !$0.cycles.isEmpty }) { text += " In (b) the dip at 0 V is cut." }
        return text
    }

    private func alternative(_ analysis: DeviceAnalysis, _ groups: [LoopPanels.RateGroup]) -> String {
        // The slowest sweep lies nearest to the steady state.
        let types = analysis.labels.filter { $0.id == "hysteresis.type" }
        let slowest = types.min { ($0.at.rate_V_per_s ?? .infinity) < ($1.at.rate_V_per_s ?? .infinity) }
        let type = slowest.map { " of type \($0.value)" } ?? ""
        return "Current against voltage: \(FigureText.count(groups.count, "scan rate")), loop\(type)."
    }
}
