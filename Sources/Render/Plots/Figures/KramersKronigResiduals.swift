public import Diagnostics
import Drawing
import Measurements

/// Residuals of the Kramers-Kronig test, of the impedance and of the admittance.
public struct KramersKronigResiduals: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "impedance.kk" }
    /// What it shows.
    public var title: String { "Residuals of the Kramers-Kronig test in impedance and admittance" }

    private static let most = 6

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("impedance.kk", request)
        let shown = all.spread(most: Self.most)
        guard !shown.isEmpty else { return [] }
        var cells = shown.map { Self.cell(analysis, $0) }
        for index in cells.indices { cells[index].panels[1].legend = .none }
        for index in cells.indices.dropFirst() { cells[index].panels[0].legend = .none }
        let columns = shown.count == 1 ? 1 : shown.count == 2 || shown.count == 4 ? 2 : 3
        var text =
            "Residuals of the Kramers-Kronig test against frequency (n = \(shown[0].count)), in percent of the magnitude:"
        text += " above for the impedance Z, below for the admittance Y."
        text += " Filled circles are real parts, open squares imaginary parts."
        text += " Residuals without structure mean a linear, stable and causal response."
        return [
            FigureSpec(
                id: id, caption: text + FigureText.leftOut(shown.count, of: all.count, "spectra"),
                alternative: "Kramers-Kronig residuals of \(shown.count) \(shown.count == 1 ? "spectrum" : "spectra").",
                cells: cells, columns: columns,
                preferredWidth: columns == 1 ? FigureSpec.mediumColumn : FigureSpec.doubleColumn)
        ]
    }

    private static func cell(_ analysis: DeviceAnalysis, _ data: Curve) -> FigureCell {
        var verdicts: [String] = []
        for (id, name) in [("impedance.kk_Z", "Z"), ("impedance.kk_Y", "Y")] {
            if let verdict = analysis.label(id, of: data) { verdicts.append("\(name): \(verdict)") }
        }
        let bias = data.at.bias_V.map { [FigureText.volts($0)] } ?? []
        return FigureCell(
            [panel("Z", data), panel("Y", data)], title: (bias + verdicts).joined(separator: ", "), sharesX: true)
    }

    private static func panel(_ quantity: String, _ data: Curve) -> Panel {
        func percent(_ name: String) -> [Double] { data[name].map { 100 * $0 } }
        return Panel(
            x: Axis("Frequency", .hertz, scale: .log), y: Axis("Δ\(quantity)", unitText: "%", includes: [0]),
            marks: [
                .rule(RuleMark(.horizontal, at: 0)),
                .points(
                    PointMark(
                        x: data["f"], y: percent("\(quantity)re"), filled: true, size: 2.2, color: Palette.blue,
                        role: "data", label: "Re")),
                .points(
                    PointMark(
                        x: data["f"], y: percent("\(quantity)im"), shape: .square, size: 2.4,
                        color: Palette.vermillion, role: "data", label: "Im")),
            ], height: .fixed(52))
    }
}
