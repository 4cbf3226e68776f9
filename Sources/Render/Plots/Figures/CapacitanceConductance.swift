public import Diagnostics
import Drawing
import Measurements

/// The C'-G' plot: a straight line whose slope is minus the memory time.
public struct CapacitanceConductance: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "impedance.cg" }
    /// What it shows.
    public var title: String { "Capacitance against conductance; one memory variable gives a straight line" }

    private static let most = 6

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("impedance.cg", request)
        let shown = all.spread(most: Self.most)
        guard !shown.isEmpty else { return [] }
        var outside = 0
        var cells = shown.map { data in
            let (panel, left) = Self.panel(analysis, data)
            outside += left
            return FigureCell([panel], title: data.at.bias_V.map(FigureText.volts) ?? "")
        }
        for index in cells.indices.dropFirst() { cells[index].panels[0].legend = .none }
        let columns = shown.count == 1 ? 1 : shown.count == 2 || shown.count == 4 ? 2 : 3
        var text = "Capacitance C′ = Im Y/ω against conductance G′ = Re Y"
        text +=
            shown.count == 1
            ? " after the series resistance is removed" : " at \(shown.count) biases, series resistance removed"
        text += " (n = \(FigureText.list(shown.map { "\($0.count)" })))."
        text += " One memory variable gives a straight line of slope −τ_{k};"
        text += " curvature means more than one, or a wrong series resistance."
        if outside > 0 {
            text +=
                " \(FigureText.count(outside, "point")) far off the line \(outside == 1 ? "lies" : "lie") outside the frames."
        }
        return [
            FigureSpec(
                id: id, caption: text + FigureText.leftOut(shown.count, of: all.count, "spectra"),
                alternative:
                    "Capacitance against conductance for \(shown.count) \(shown.count == 1 ? "spectrum" : "spectra").",
                cells: cells, columns: columns,
                preferredWidth: columns == 1 ? FigureSpec.singleColumn : FigureSpec.doubleColumn)
        ]
    }

    /// The panel of one spectrum, and how many of its points lie outside the frame.
    static func panel(_ analysis: DeviceAnalysis, _ data: Curve) -> (Panel, outside: Int) {
        let (g, c) = (data["G"], data["C"])
        var marks: [Mark] = [
            .rule(RuleMark(.horizontal, at: 0)), .points(PointMark(x: g, y: c, color: Palette.blue, label: "data")),
        ]
        var x = Axis("G′", .siemens)
        var y = Axis("C′", .farad, includes: [0])
        var outside = 0
        if let line = analysis.partner("impedance.cg-line", of: data), line.count >= 2 {
            marks.append(
                .line(LineMark(x: line["G"], y: line["C"], color: Palette.vermillion, role: "fit", label: "line")))
            let ends = ends(analysis, data, line)
            if let tau = analysis.metric("impedance.G_slope_tau", of: data) {
                marks.append(
                    .text(
                        TextMark(
                            x: (ends.g[0] + ends.g[1]) / 2, y: (ends.c[0] + ends.c[1]) / 2,
                            "τ_{k} = \(FigureText.value(tau))", color: .gray(0.25))))
            }
            (x.range, y.range) = (frame(g, ends.g, []), frame(c, ends.c, [0]))
            outside = zip(g, c).filter { !inside($0, x.range) || !inside($1, y.range) }.count
        }
        return (Panel(x: x, y: y, marks: marks, height: .ratio(0.8)), outside)
    }

    /// Where the response runs from and to on the line: `G_b` to `G_b + G_a` of the circuit, else the line's own ends.
    ///
    /// At high frequency noise scatters `G'` far beyond both, and the line is drawn as far.
    private static func ends(_ analysis: DeviceAnalysis, _ data: Curve, _ line: Curve) -> (g: [Double], c: [Double]) {
        let (g, c) = (line["G"], line["C"])
        guard let fast = analysis.metric("impedance.R_b", of: data)?.value, fast != 0,
            let memory = analysis.metric("impedance.R_a", of: data)?.value, memory != 0, g[0] != g[1]
        else { return (Array(g.prefix(2)), Array(c.prefix(2))) }
        let known = [1 / fast, 1 / fast + 1 / memory]
        return (known, known.map { c[0] + ($0 - g[0]) / (g[1] - g[0]) * (c[1] - c[0]) })
    }

    /// All data, unless noise throws some so far off that the line would shrink to a dot.
    private static func frame(_ data: [Double], _ line: [Double], _ includes: [Double]) -> AxisRange {
        guard let all = Panel.range(data, on: .linear), let ends = Panel.range(line + includes, on: .linear) else {
            return .auto(padding: 0.05)
        }
        let span = ends.upperBound - ends.lowerBound
        guard span > 0 else { return .auto(padding: 0.05) }
        guard all.upperBound - all.lowerBound > 1.5 * span else {
            // The line itself must not widen the frame: scatter of G' draws it far beyond the response.
            let (low, high) = (min(all.lowerBound, ends.lowerBound), max(all.upperBound, ends.upperBound))
            return .fixed(low: low - 0.05 * (high - low), high: high + 0.05 * (high - low))
        }
        return .fixed(low: ends.lowerBound - 0.3 * span, high: ends.upperBound + 0.3 * span)
    }

    private static func inside(_ value: Double, _ range: AxisRange) -> Bool {
        guard case .fixed(let low, let high) = range else { return true }
        return value >= low && value <= high
    }
}
