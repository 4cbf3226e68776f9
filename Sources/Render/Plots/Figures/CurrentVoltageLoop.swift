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

    /// Most rates that are drawn; more are hard to tell apart.
    private static let mostRates = 6
    /// Most cycles of one rate that are drawn faintly.
    private static let mostCycles = 30

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let cycles = analysis.curves("iv.cycle", request)
        let steady = analysis.curves("iv.steady", FigureRequest(from: request.from))
        guard !cycles.isEmpty || !steady.isEmpty else { return [] }
        let groups = Self.byRate(cycles)
        let cells = [
            FigureCell([Self.panel(analysis, groups, steady, logarithmic: false)]),
            FigureCell([Self.panel(analysis, groups, steady, logarithmic: true)]),
        ]
        return [
            FigureSpec(
                id: id, caption: caption(analysis, groups, steady), alternative: alternative(analysis, groups),
                cells: cells, columns: 2)
        ]
    }

    /// The cycles of one scan rate.
    struct RateGroup: Sendable, Hashable {
        var rate_V_per_s: Double?
        var cycles: [Curve]
        /// The cycle drawn bold: the last, when the device has settled.
        var main: Curve? { cycles.last }
    }

    /// Cycles by rate, slowest first; rates within 2 % are one (instruments step the voltage).
    static func byRate(_ cycles: [Curve]) -> [RateGroup] {
        var groups: [RateGroup] = []
        for curve in cycles.sorted(by: { ($0.at.rate_V_per_s ?? 0) < ($1.at.rate_V_per_s ?? 0) }) {
            let rate = curve.at.rate_V_per_s
            if let held = groups.last, same(held.rate_V_per_s, rate) {
                groups[groups.count - 1].cycles.append(curve)
            } else {
                groups.append(RateGroup(rate_V_per_s: rate, cycles: [curve]))
            }
        }
        return groups
    }

    private static func same(_ a: Double?, _ b: Double?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return abs(a - b) <= 0.02 * max(abs(a), abs(b))
    }

    /// One panel: current, or its magnitude on a logarithmic axis.
    static func panel(
        _ analysis: DeviceAnalysis, _ groups: [RateGroup], _ steady: [Curve], logarithmic: Bool,
        height: Panel.Height = .ratio(0.78)
    ) -> Panel {
        func shown(_ current: [Double]) -> [Double] { logarithmic ? current.map { abs($0) } : current }
        var marks: [Mark] =
            logarithmic
            ? [] : [.rule(RuleMark(.horizontal, at: 0, width: 0.35)), .rule(RuleMark(.vertical, at: 0, width: 0.35))]
        let rates = groups.spread(most: mostRates)
        for (index, group) in rates.enumerated() {
            let color = Palette.sequence(index, of: rates.count)
            if rates.count == 1 {
                for cycle in group.cycles.dropLast().spread(most: mostCycles) {
                    marks.append(
                        .line(
                            LineMark(
                                x: cycle["V"], y: shown(cycle["I"]), color: color.opacity(0.25), width: 0.5,
                                role: "data")))
                }
            }
            guard let main = group.main else { continue }
            let label = rates.count > 1 ? group.rate_V_per_s.map(FigureText.rate) ?? "rate not known" : nil
            marks.append(
                .line(LineMark(x: main["V"], y: shown(main["I"]), color: color, width: 1.0, role: "data", label: label))
            )
        }
        // Arrows on one loop only: on every loop they would hide the data.
        if let group = rates.last, let main = group.main {
            let color = Palette.sequence(rates.count - 1, of: rates.count)
            for lobe in Self.lobes(main["V"]) {
                marks.append(
                    .arrows(ArrowMark(x: Array(main["V"][lobe]), y: Array(shown(main["I"])[lobe]), color: color)))
            }
        }
        for curve in steady { marks.append(.points(points(curve, shown))) }
        marks += thresholds(analysis)
        return Panel(
            x: Axis("Voltage", .volt),
            y: Axis(logarithmic ? "|Current|" : "Current", .ampere, scale: logarithmic ? .log : .linear),
            marks: marks, height: height, legend: logarithmic ? .none : .auto)
    }

    /// Runs of samples on one side of zero.
    static func lobes(_ voltage_V: [Double]) -> [Range<Int>] {
        var lobes: [Range<Int>] = []
        var start = 0
        for index in voltage_V.indices.dropFirst()
        where voltage_V[index] * voltage_V[index - 1] < 0 || voltage_V[index] == 0 {
            lobes.append(start..<index + (voltage_V[index] == 0 ? 1 : 0))
            start = index
        }
        lobes.append(start..<voltage_V.count)
        return lobes.filter { $0.count > 4 }
    }

    private static func points(_ steady: Curve, _ shown: ([Double]) -> [Double]) -> PointMark {
        let (current, se) = (steady["I"], steady["se"])
        let magnitude = shown(current)
        let low = zip(magnitude, se).map { $0 - 1.96 * $1 }
        let high = zip(magnitude, se).map { $0 + 1.96 * $1 }
        return PointMark(
            x: steady["V"], y: magnitude, low: low, high: high, color: .black, role: "steady", label: "steady state")
    }

    /// Set and reset voltages, at their medians over cycles.
    private static func thresholds(_ analysis: DeviceAnalysis) -> [Mark] {
        [("hysteresis.V_set", "V_{set}"), ("hysteresis.V_reset", "V_{reset}")].compactMap { id, name in
            median(analysis, id).map {
                .rule(RuleMark(.vertical, at: $0, color: .gray(0.4), width: 0.5, dash: [2, 1.5], note: name))
            }
        }
    }

    private static func median(_ analysis: DeviceAnalysis, _ id: String) -> Double? {
        let values = analysis.metrics(id).filter { $0.bound == nil }.map(\.value).sorted()
        guard !values.isEmpty else { return nil }
        let middle = values.count / 2
        return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }

    private func caption(_ analysis: DeviceAnalysis, _ groups: [RateGroup], _ steady: [Curve]) -> String {
        let count = groups.reduce(0) { $0 + $1.cycles.count }
        var text =
            "Current-voltage loops on a linear scale (a) and as the magnitude of the current on a logarithmic scale (b)."
        if groups.count == 1, let group = groups.first {
            let rate = group.rate_V_per_s.map { " at \(FigureText.rate($0))" } ?? ""
            text += " The bold line is the last of \(FigureText.count(count, "cycle"))\(rate)"
            text += count > 1 ? "; thin lines are the cycles before it." : "."
        } else if groups.count > 1 {
            text += " Lines are the last cycle at each of \(min(groups.count, Self.mostRates)) scan rates"
            text += " (\(count) cycles in all), dark for slow, light for fast."
            text += FigureText.leftOut(min(groups.count, Self.mostRates), of: groups.count, "rates")
        }
        if count > 0 { text += " Arrows show the direction, at 1/4 and 3/4 of each lobe." }
        if !steady.isEmpty {
            text += " Circles are steady states; bars are 95 % intervals where they exceed the symbol."
        }
        let marked = [("hysteresis.V_set", "V_{set}"), ("hysteresis.V_reset", "V_{reset}")]
            .filter { Self.median(analysis, $0.0) != nil }.map(\.1)
        if !marked.isEmpty {
            text += " Dashed lines mark \(FigureText.list(marked)), the median where there are several."
        }
        return text
    }

    private func alternative(_ analysis: DeviceAnalysis, _ groups: [RateGroup]) -> String {
        let type = analysis.labels.first { $0.id == "hysteresis.type" }.map { " of type \($0.value)" } ?? ""
        return "Current against voltage: \(FigureText.count(groups.count, "scan rate")), loop\(type)."
    }
}
