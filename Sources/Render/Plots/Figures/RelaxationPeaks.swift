public import Diagnostics
import Drawing
import Glibc
import Measurements

/// Relaxation times with their signs: the density over time, and the areas of its peaks, of Z above and of Y below.
public struct RelaxationPeaks: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "impedance.drt" }
    /// What it shows.
    public var title: String { "Relaxation times of impedance and admittance, with their signs" }

    private static let most = 4

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("impedance.data", request).filter { data in
            ["impedance.drt", "impedance.art"].contains { analysis.partner($0, of: data) != nil }
        }
        let shown = all.spread(most: Self.most)
        guard !shown.isEmpty else { return [] }
        var cells = shown.map { Self.cell(analysis, $0) }
        for index in cells.indices.dropFirst() {
            for panel in cells[index].panels.indices { cells[index].panels[panel].legend = .none }
        }
        let columns = shown.count == 1 ? 1 : 2
        let text =
            "Relaxation times of the impedance (above) and of the admittance without R_{s} (below)"
            + (shown.count == 1 ? "." : " at \(shown.count) biases.")
            + " Lines are densities over ln τ by ridge regression; circles are fitted relaxations at the density there, "
            + "with their areas; squares, where drawn, are those of the circuit's poles or branches."
            + " Below zero in Z is an inductive loop; in Y a chemical inductor stands above zero at its own τ_{k}."
            + Self.signs(
                shown.compactMap {
                    analysis.partner("impedance.drt", of: $0) ?? analysis.partner("impedance.art", of: $0)
                })
        return [
            FigureSpec(
                id: id, caption: text + FigureText.leftOut(shown.count, of: all.count, "spectra"),
                alternative: "Relaxation times of \(shown.count) \(shown.count == 1 ? "spectrum" : "spectra").",
                cells: cells, columns: columns,
                preferredWidth: columns == 1 ? FigureSpec.mediumColumn : FigureSpec.doubleColumn)
        ]
    }

    /// What the signs of the densities were held to.
    private static func signs(_ densities: [Curve]) -> String {
        switch densities.first?.at.definition {
        case "positive":
            " Those of Z are held above zero, so an inductive loop is not in them; sharp relaxations ring beside their peaks in Y."
        case "windowed":
            " The densities are held to the sign of the significant relaxations around each time, so they do not ring."
        default: " Sharp relaxations ring beside their peaks."
        }
    }

    private static func cell(_ analysis: DeviceAnalysis, _ data: Curve) -> FigureCell {
        var panels: [Panel] = []
        if let density = analysis.partner("impedance.drt", of: data) {
            panels.append(panel(analysis, density, form: "drt", quantity: "γ_{Z}", unit: .ohm))
        }
        if let density = analysis.partner("impedance.art", of: data) {
            panels.append(panel(analysis, density, form: "art", quantity: "γ_{Y}", unit: .siemens))
        }
        let state = data.at.state.map { ", " + $0 } ?? ""
        return FigureCell(panels, title: (data.at.bias_V.map(FigureText.volts) ?? "") + state, sharesX: true)
    }

    private static func panel(
        _ analysis: DeviceAnalysis, _ density: Curve, form: String, quantity: String, unit: SIUnit
    ) -> Panel {
        let (t, gamma) = (density["t"], density["gamma"])
        var marks: [Mark] = [
            .rule(RuleMark(.horizontal, at: 0)),
            .line(LineMark(x: t, y: gamma, color: Palette.blue, role: "data", label: "density")),
        ]
        func height(_ time: Double) -> Double {
            guard let next = t.firstIndex(where: { $0 >= time }), next > 0 else { return gamma.first ?? 0 }
            let share = log(time / t[next - 1]) / log(t[next] / t[next - 1])
            return gamma[next - 1] + share * (gamma[next] - gamma[next - 1])
        }
        if let discrete = analysis.partner("impedance.\(form)-discrete", of: density) {
            let inside = discrete["t"].filter { $0 >= (t.first ?? 0) && $0 <= (t.last ?? 0) }
            if !inside.isEmpty {
                marks.append(
                    .points(
                        PointMark(
                            x: inside, y: inside.map { _ in 0 }, shape: .square, filled: true, size: 2.6,
                            color: .gray(0.35), role: "discrete", label: form == "drt" ? "poles" : "branches")))
            }
        }
        if let peaks = analysis.partner("impedance.\(form)-peaks", of: density), peaks.count > 0 {
            let (times, areas) = (peaks["t"], peaks["area"])
            marks.append(
                .points(
                    PointMark(
                        x: times, y: times.map(height), color: Palette.vermillion, role: "fit", label: "peaks")))
            marks += times.indices.map { k in
                .text(
                    TextMark(
                        x: times[k], y: height(times[k]), QuantityText.text(areas[k], unit: unit, digits: 3),
                        color: .gray(0.25)))
            }
        }
        return Panel(
            x: Axis("τ", .second, scale: .log), y: Axis(quantity, unit, includes: [0]), marks: marks,
            height: .ratio(0.5))
    }
}
