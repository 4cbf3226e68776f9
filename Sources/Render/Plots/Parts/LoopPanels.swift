import Diagnostics
import Drawing
import Measurements

/// Panels of current-voltage loops, for the figures that show them.
enum LoopPanels {
    /// Most rates that are drawn; more are hard to tell apart.
    static let mostRates = 6
    /// Most cycles of one rate that are drawn faintly.
    static let mostCycles = 30

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
        // Of several rates only the last cycles are drawn.
        let frame = rates.count == 1 && steady.isEmpty ? LoopFrame(rates[0].cycles) : nil
        for (index, group) in rates.enumerated() {
            let color = rates.count == 1 ? .gray(0.4) : Palette.sequence(index, of: rates.count)
            marks += thresholds(analysis, group, color, alone: rates.count == 1, shown)
        }
        return Panel(
            x: Axis("Voltage", .volt, range: frame.map { LoopFrame.range($0.V) } ?? .auto(padding: 0.05)),
            y: Axis(
                logarithmic ? "|Current|" : "Current", .ampere, scale: logarithmic ? .log : .linear,
                range: logarithmic
                    ? dipless(rates.compactMap(\.main)) : frame.map { LoopFrame.range($0.I) } ?? .auto(padding: 0.05)),
            marks: marks, height: height, legend: logarithmic ? .none : .auto)
    }

    /// The range of |I| without the dip at 0 V, where every current goes through zero.
    static func dipless(_ cycles: [Curve]) -> AxisRange {
        var low = Double.infinity
        var high = 0.0
        for cycle in cycles {
            let (voltage, current) = (cycle["V"], cycle["I"])
            let largest = voltage.map { abs($0) }.filter(\.isFinite).max() ?? 0
            for (v, i) in zip(voltage, current) where abs(v) >= 0.03 * largest && i.isFinite && i != 0 {
                low = min(low, abs(i))
                high = max(high, abs(i))
            }
        }
        guard low < high else { return .auto(padding: 0.05) }
        return .fixed(low: low / 2, high: high * 1.6)
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
            x: steady["V"], y: magnitude, low: low, high: high, size: current.count > 25 ? 2.2 : 3.4, color: .black,
            role: "steady", label: "steady state")
    }

    /// The thresholds that are marked.
    static let thresholdNames = [
        (id: "hysteresis.V_set", symbol: "V_{set}"), (id: "hysteresis.V_reset", symbol: "V_{reset}"),
    ]

    /// Set and reset voltages of a rate: rules across the frame for one rate, diamonds on the loops for several.
    private static func thresholds(
        _ analysis: DeviceAnalysis, _ group: RateGroup, _ color: Color, alone: Bool, _ shown: ([Double]) -> [Double]
    ) -> [Mark] {
        thresholdNames.compactMap { id, symbol in
            guard let threshold = median(analysis, id, group.rate_V_per_s), let main = group.main else { return nil }
            if alone {
                return .rule(
                    RuleMark(.vertical, at: threshold, color: color, width: 0.5, dash: [2, 1.5], note: symbol))
            }
            let (voltage, current) = (main["V"], shown(main["I"]))
            // On the way out, where the device switches.
            let outgoing = voltage.indices.dropFirst().filter { abs(voltage[$0]) > abs(voltage[$0 - 1]) }
            guard let index = outgoing.min(by: { abs(voltage[$0] - threshold) < abs(voltage[$1] - threshold) }) else {
                return nil
            }
            return .points(
                PointMark(
                    x: [voltage[index]], y: [current[index]], shape: .diamond, filled: true, size: 4, color: color,
                    role: "threshold"))
        }
    }

    /// The median of a threshold over the cycles of a rate, by the chosen definition (S1, R1), uncensored values only.
    static func median(_ analysis: DeviceAnalysis, _ id: String, _ rate_V_per_s: Double?) -> Double? {
        let values = analysis.metrics(id).filter { metric in
            let definition = metric.at.definition ?? "S1"
            guard metric.bound == nil, definition.hasPrefix("S1") || definition.hasPrefix("R1") else { return false }
            return metric.at.rate_V_per_s == nil || same(metric.at.rate_V_per_s, rate_V_per_s)
        }.map(\.value).sorted()
        guard !values.isEmpty else { return nil }
        let middle = values.count / 2
        return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }
}
