public import Diagnostics
import Drawing
import Glibc
import Measurements

/// Magnitude and phase of the impedance against frequency.
public struct Bode: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "impedance.bode" }
    /// What it shows.
    public var title: String { "Magnitude and phase of the impedance against frequency" }

    private static let most = 6

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("impedance.data", request)
        let shown = all.spread(most: Self.most)
        guard !shown.isEmpty else { return [] }
        var magnitude: [Mark] = []
        var phase: [Mark] = [.rule(RuleMark(.horizontal, at: 0))]
        for (index, data) in shown.enumerated() {
            let color = Palette.sequence(index, of: shown.count)
            let label = shown.count > 1 ? Self.name(data) : "data"
            let polar = Self.polar(data)
            let fit = analysis.partner("impedance.fit", of: data)
            // Of several spectra a line shows the color better than a dot does.
            let isNamedByLine = shown.count > 1 && fit != nil
            magnitude.append(.points(Self.points(data["f"], polar.magnitude, color, isNamedByLine ? nil : label)))
            phase.append(.points(Self.points(data["f"], polar.phase_deg, color, nil)))
            guard let fit else { continue }
            let line = Self.polar(fit)
            let fitColor = shown.count > 1 ? color : Palette.vermillion
            magnitude.append(
                .line(
                    LineMark(
                        x: fit["f"], y: line.magnitude, color: fitColor, role: "fit",
                        label: isNamedByLine ? label : "fit")))
            phase.append(.line(LineMark(x: fit["f"], y: line.phase_deg, color: fitColor, role: "fit")))
        }
        let frequency = Axis("Frequency", .hertz, scale: .log)
        let cell = FigureCell(
            [
                Panel(x: frequency, y: Axis("|Z|", .ohm, scale: .log), marks: magnitude, height: .ratio(0.32)),
                Panel(x: frequency, y: Axis("Phase", .degree), marks: phase, height: .ratio(0.26), legend: .none),
            ], sharesX: true)
        return [
            FigureSpec(
                id: id, caption: caption(analysis, shown, of: all.count),
                alternative:
                    "Magnitude and phase of \(shown.count) impedance \(shown.count == 1 ? "spectrum" : "spectra").",
                cells: [cell], preferredWidth: FigureSpec.mediumColumn)
        ]
    }

    private static func points(_ f: [Double], _ y: [Double], _ color: Color, _ label: String?) -> PointMark {
        PointMark(x: f, y: y, filled: true, size: 2.2, color: color, role: "data", label: label)
    }

    private static func polar(_ curve: Curve) -> (magnitude: [Double], phase_deg: [Double]) {
        let pairs = zip(curve["ReZ"], curve["ImZ"])
        return (pairs.map { hypot($0, $1) }, pairs.map { atan2($1, $0) * 180 / .pi })
    }

    private static func name(_ data: Curve) -> String {
        let bias = data.at.bias_V.map(FigureText.volts) ?? "bias not known"
        return data.at.state.map { "\(bias), \($0)" } ?? bias
    }

    private func caption(_ analysis: DeviceAnalysis, _ shown: [Curve], of all: Int) -> String {
        var text = "Magnitude and phase of the impedance against frequency"
        if shown.count == 1 {
            text += " (n = \(shown[0].count))"
            text += shown[0].at.bias_V.map { " at \(FigureText.volts($0))." } ?? "."
        } else {
            text += " at \(shown.count) biases."
        }
        text += " A positive phase is inductive."
        if shown.contains(where: { analysis.partner("impedance.fit", of: $0) != nil }) {
            text += " Dots are data; lines are fits, drawn to a tenth of the lowest measured frequency."
        }
        return text + FigureText.leftOut(shown.count, of: all, "spectra")
    }
}
