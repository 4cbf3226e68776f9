public import Diagnostics
import Drawing
import Measurements

/// One sweep in depth: all cycles faint, their median bold, the thresholds, the current limit and what stands at it.
public struct HysteresisLoop: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "hysteresis.loop" }
    /// What it shows.
    public var title: String { "One sweep: cycles, their median, thresholds, points at the current limit" }

    /// Most recordings that are drawn unless one is named: the slowest, one between, the fastest.
    private static let most = 3

    /// The figures of a device, one a recording.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let groups = CyclePanels.byRecording(analysis.curves("iv.cycle", request))
        let shown = groups.spread(most: Self.most)
        return shown.enumerated().map { index, group in
            var spec = spec(analysis, group.from, group.curves)
            // Said once, under the last of them.
            if index == shown.count - 1 {
                spec.caption += FigureText.leftOut(shown.count, of: groups.count, "sweeps")
            }
            return spec
        }
    }

    private func spec(_ analysis: DeviceAnalysis, _ from: [String], _ cycles: [Curve]) -> FigureSpec {
        let request = FigureRequest(from: from.first)
        let median = analysis.curves("iv.median", request).first
        let masked = analysis.curves("iv.masked", request)
        let cells = [false, true].map { logarithmic in
            FigureCell([panel(analysis, cycles, median, masked, logarithmic)])
        }
        var text =
            from.count > 1
            ? "Current-voltage loops of \(FigureText.sources(from))" : "Current-voltage loop \(from.first ?? "")"
        text += ", linear (a) and logarithmic (b)."
        if let rate = cycles.first?.at.rate_V_per_s { text += " Scan rate \(FigureText.rate(rate))." }
        if median != nil {
            text += " The bold line is the median of the cycles but the first;"
            text +=
                " thin lines are \(min(cycles.count - 1, LoopPanels.mostCycles)) of them, the dashed line is the first."
        } else if cycles.count > 1 {
            text += " The bold line is the last of \(cycles.count) cycles, the dashed line the first."
        }
        text += " Arrows show the direction."
        text += LoopFrame(cycles)?.note ?? ""
        let marked = thresholds(analysis, from)
        var symbols: [String] = []
        for one in marked where !symbols.contains(one.symbol) { symbols.append(one.symbol) }
        if !marked.isEmpty { text += " Dashed verticals: \(FigureText.list(symbols))." }
        if !masked.isEmpty { text += " Crosses stand at the current limit, where the device voltage is unknown." }
        return FigureSpec(
            id: id, caption: text, alternative: "Current against voltage of \(cycles.count) cycles.", cells: cells,
            columns: 2)
    }

    private func panel(
        _ analysis: DeviceAnalysis, _ cycles: [Curve], _ median: Curve?, _ masked: [Curve], _ logarithmic: Bool
    ) -> Panel {
        func shown(_ current: [Double]) -> [Double] { logarithmic ? current.map { abs($0) } : current }
        var marks: [Mark] =
            logarithmic
            ? [] : [.rule(RuleMark(.horizontal, at: 0, width: 0.35)), .rule(RuleMark(.vertical, at: 0, width: 0.35))]
        let main = median ?? cycles.last
        let frame = LoopFrame(cycles)
        let others = cycles.count > 1 ? Array(cycles.dropFirst()) : []
        for cycle in others.spread(most: LoopPanels.mostCycles) {
            marks.append(
                .line(
                    LineMark(
                        x: cycle["V"], y: shown(cycle["I"]), color: Palette.blue.opacity(0.22), width: 0.4, role: "data"
                    )))
        }
        if cycles.count > 1, let first = cycles.first {
            marks.append(
                .line(
                    LineMark(
                        x: first["V"], y: shown(first["I"]), color: .gray(0.5), width: 0.6, dash: [2.5, 1.5],
                        role: "data")))
        }
        if let main {
            marks.append(
                .line(LineMark(x: main["V"], y: shown(main["I"]), color: Palette.blue, width: 1.2, role: "median")))
            for lobe in LoopPanels.lobes(main["V"]) {
                marks.append(
                    .arrows(
                        ArrowMark(x: Array(main["V"][lobe]), y: Array(shown(main["I"])[lobe]), color: Palette.blue)))
            }
        }
        for curve in masked {
            let stride = max(1, curve.count / 12)
            let rows = Swift.stride(from: 0, to: curve.count, by: stride)
            marks.append(
                .points(
                    PointMark(
                        x: rows.map { curve["V"][$0] }, y: rows.map { shown(curve["I"])[$0] }, shape: .cross, size: 2.6,
                        color: Palette.vermillion, role: "limit")))
        }
        for limit in limits(masked, logarithmic) {
            marks.append(
                .rule(
                    RuleMark(
                        .horizontal, at: limit, color: Palette.vermillion.opacity(0.7), width: 0.5, dash: [1, 1.2],
                        note: "limit")))
        }
        for threshold in thresholds(analysis, cycles.first?.from ?? []) {
            marks.append(
                .rule(
                    RuleMark(
                        .vertical, at: threshold.V, color: .gray(0.4), width: 0.5, dash: [2, 1.5],
                        note: threshold.symbol)))
        }
        return Panel(
            x: Axis("Voltage", .volt, range: frame.map { LoopFrame.range($0.V) } ?? .auto(padding: 0.05)),
            y: Axis(
                logarithmic ? "|Current|" : "Current", .ampere, scale: logarithmic ? .log : .linear,
                range: logarithmic
                    ? LoopPanels.dipless((frame == nil ? cycles : others).spread(most: 10))
                    : frame.map { LoopFrame.range($0.I) } ?? .auto(padding: 0.05)),
            marks: marks, height: .ratio(0.8), legend: .none)
    }

    /// The currents at which points are held, of each sign; their size on a logarithmic axis.
    private func limits(_ masked: [Curve], _ logarithmic: Bool) -> [Double] {
        let currents = masked.flatMap { $0["I"] }
        let ends = [currents.filter { $0 > 0 }.max(), currents.filter { $0 < 0 }.min()].compactMap { $0 }
        return logarithmic ? Array(ends.map { abs($0) }.prefix(1)) : ends
    }

    /// The chosen set and reset voltages of a recording: the median over its cycles, else the mean.
    private func thresholds(_ analysis: DeviceAnalysis, _ from: [String]) -> [(symbol: String, V: Double)] {
        [
            ("hysteresis.V_set", "V_{set}", "S"), ("hysteresis.V_reset", "V_{reset}", "R"),
            ("hysteresis.V_hold", "V_{hold}", ""),
        ]
        .flatMap { id, symbol, letter in
            ["+", "-"].compactMap { lobe -> (symbol: String, V: Double)? in
                func mine(_ metric: Metric) -> Bool { metric.from == from && metric.at.lobe == lobe }
                let median = analysis.metrics("cycles.median").first { mine($0) && $0.at.of == id }
                let chosen = analysis.metrics(id).first {
                    mine($0) && $0.at.cycle == nil && $0.bound == nil && $0.at.definition != "spread"
                        && ($0.at.definition ?? letter).hasPrefix(letter)
                }
                return (median ?? chosen).map { (symbol, $0.value) }
            }
        }
    }
}
