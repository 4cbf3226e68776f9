public import Diagnostics
import Drawing
import Glibc
import Measurements

/// Impedance in the complex plane, one cell a bias, with the fit, decade marks and residuals.
public struct Nyquist: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "impedance.nyquist" }
    /// What it shows.
    public var title: String { "Impedance in the complex plane, with fit, decades of frequency and residuals" }

    /// Most biases that are drawn unless one is asked for.
    private static let most = 6

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("impedance.data", request)
        let shown = all.spread(most: Self.most)
        guard !shown.isEmpty else { return [] }
        let columns = shown.count == 1 ? 1 : shown.count == 2 || shown.count == 4 ? 2 : 3
        var cells = shown.map { Self.cell(analysis, $0, columns: columns) }
        // One legend speaks for all cells.
        for index in cells.indices.dropFirst() { cells[index].panels[0].legend = .none }
        return [
            FigureSpec(
                id: id, caption: caption(analysis, shown, of: all.count), alternative: alternative(shown), cells: cells,
                columns: columns, preferredWidth: columns == 1 ? FigureSpec.mediumColumn : FigureSpec.doubleColumn)
        ]
    }

    /// The cell of one spectrum.
    static func cell(_ analysis: DeviceAnalysis, _ data: Curve, columns: Int, residuals: Bool = true)
        -> FigureCell
    {
        var panels = [panel(analysis, data, columns: columns)]
        if residuals, let residual = analysis.partner("impedance.residual", of: data) {
            panels.append(strip(residual))
        }
        let state = data.at.state.map { ", " + $0 } ?? ""
        return FigureCell(panels, title: (data.at.bias_V.map(FigureText.volts) ?? "") + state)
    }

    /// The plane itself, drawn for so many cells side by side.
    static func panel(_ analysis: DeviceAnalysis, _ data: Curve, columns: Int) -> Panel {
        var marks: [Mark] = [.rule(RuleMark(.horizontal, at: 0))]
        if let excluded = analysis.partner("impedance.excluded", of: data) {
            marks.append(
                .points(
                    PointMark(
                        x: excluded["ReZ"], y: excluded["ImZ"].map { -$0 }, shape: .cross, color: .gray(0.6),
                        role: "excluded", label: "excluded")))
        }
        marks.append(
            .points(
                PointMark(
                    x: data["ReZ"], y: data["ImZ"].map { -$0 }, color: Palette.blue, role: "data", label: "data")))
        if let fit = analysis.partner("impedance.fit", of: data) { marks += fitLines(fit, data) }
        marks += decades(data, dense: columns < 3)
        // Two columns make wide frames: a lower one keeps the figure on half a page.
        // A resistor is a dot of noise: from the origin it looks like one.
        let real = Panel.range(data["ReZ"], on: .linear)
        let isDot = real.map { $0.upperBound - $0.lowerBound < 0.15 * abs($0.upperBound) } ?? false
        return Panel(
            x: Axis("Re\u{2009}Z", .ohm, includes: isDot ? [0] : []), y: Axis("−Im\u{2009}Z", .ohm), marks: marks,
            height: .equalAspect(least: 0.45, most: columns == 2 ? 0.65 : 0.8))
    }

    /// The fit, dashed where it runs below the lowest measured frequency.
    private static func fitLines(_ fit: Curve, _ data: Curve) -> [Mark] {
        let (f, x, y) = (fit["f"], fit["ReZ"], fit["ImZ"])
        let lowest = data["f"].min() ?? 0
        let inside = f.indices.filter { f[$0] >= lowest * 0.999 }
        // The dashed part starts where the solid one ends.
        let outside = f.indices.filter { f[$0] < lowest * 0.999 }
        let joint = inside.min { f[$0] < f[$1] }
        let dashed = ((joint.map { [$0] } ?? []) + outside).sorted { f[$0] > f[$1] }
        var marks: [Mark] = [
            .line(
                LineMark(
                    x: inside.map { x[$0] }, y: inside.map { -y[$0] }, color: Palette.vermillion, role: "fit",
                    label: "fit"))
        ]
        if !outside.isEmpty {
            marks.append(
                .line(
                    LineMark(
                        x: dashed.map { x[$0] }, y: dashed.map { -y[$0] }, color: Palette.vermillion, width: 0.7,
                        dash: [2.5, 1.5], role: "extrapolation")))
        }
        return marks
    }

    /// The measured points nearest to whole decades of frequency, filled and named.
    private static func decades(_ data: Curve, dense: Bool) -> [Mark] {
        let (f, x, y) = (data["f"], data["ReZ"], data["ImZ"])
        let positive = f.filter { $0 > 0 && $0.isFinite }
        guard let low = positive.min(), let high = positive.max() else { return [] }
        var chosen: [(power: Int, index: Int)] = []
        for power in Int(log10(low).rounded(.up))...max(Int(log10(low).rounded(.up)), Int(log10(high).rounded(.down))) {
            let nearest = f.indices.filter { f[$0] > 0 }.min {
                abs(log10(f[$0]) - Double(power)) < abs(log10(f[$1]) - Double(power))
            }
            // A quarter of a decade off is no decade any more.
            guard let nearest, abs(log10(f[nearest]) - Double(power)) < 0.25 else { continue }
            chosen.append((power, nearest))
        }
        guard !chosen.isEmpty else { return [] }
        let filled = PointMark(
            x: chosen.map { x[$0.index] }, y: chosen.map { -y[$0.index] }, filled: true, size: 3.8,
            color: Palette.blue, role: "decades")
        // Small frames have room for every other name only.
        let named = dense ? chosen : chosen.filter { $0.power % 2 == 0 }
        let names = named.map { decade -> Mark in
            let power = decade.power < 0 ? "−\(-decade.power)" : "\(decade.power)"
            return .text(TextMark(x: x[decade.index], y: -y[decade.index], "10^{\(power)}\u{A0}Hz", color: .gray(0.25)))
        }
        return [.points(filled)] + names
    }

    /// Relative residuals against frequency.
    private static func strip(_ residual: Curve) -> Panel {
        let f = residual["f"]
        return Panel(
            x: Axis("Frequency", .hertz, scale: .log), y: Axis("Residual", unitText: "%", includes: [0]),
            marks: [
                .rule(RuleMark(.horizontal, at: 0)),
                .points(
                    PointMark(
                        x: f, y: residual["dRe"].map { 100 * $0 }, filled: true, size: 2.2, color: Palette.blue,
                        role: "residual", label: "Re")),
                .points(
                    PointMark(
                        x: f, y: residual["dIm"].map { 100 * $0 }, shape: .square, size: 2.4, color: Palette.vermillion,
                        role: "residual", label: "Im")),
            ], height: .fixed(28), legend: .none)
    }

    private func caption(_ analysis: DeviceAnalysis, _ shown: [Curve], of all: Int) -> String {
        let points = shown.map(\.count)
        let n = points.min() == points.max() ? "\(points.first ?? 0)" : "\(points.min() ?? 0) to \(points.max() ?? 0)"
        var text = shown.count == 1 ? "Impedance" : "Impedance at \(shown.count) biases"
        if shown.count == 1, let bias = shown.first?.at.bias_V { text += " at \(FigureText.volts(bias))" }
        text +=
            " in the complex plane (n = \(n) frequencies\(shown.count == 1 ? "" : " each")), both axes on one scale."
        text += " Points below the line of zero are inductive."
        text += " Filled circles are the points nearest to whole decades of frequency."
        if shown.contains(where: { analysis.partner("impedance.fit", of: $0) != nil }) {
            let circuit = analysis.label("impedance.circuit", of: shown[0]).map { " of the circuit \($0)" } ?? ""
            text += " The line is the fit\(circuit), dashed where it runs below the lowest measured frequency."
        }
        if shown.contains(where: { analysis.partner("impedance.residual", of: $0) != nil }) {
            text += " The strip below gives data minus fit in percent of |Z|:"
            text += " filled circles for the real part, open squares for the imaginary part."
        }
        return text + FigureText.leftOut(shown.count, of: all, "spectra")
    }

    private func alternative(_ shown: [Curve]) -> String {
        let inductive = shown.filter { $0["ImZ"].contains { $0 > 0 } }.count
        return "Nyquist plot of \(shown.count) \(shown.count == 1 ? "spectrum" : "spectra"); "
            + (inductive == 0 ? "none goes below" : "\(inductive) of \(shown.count) goes below") + " the real axis."
    }
}
