public import Diagnostics
import Drawing
import Glibc
import Measurements

/// Poles and zeros of the impedance in the plane of rates, the unstable half shaded, and over bias.
public struct PoleZeroMap: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "impedance.poles" }
    /// What it shows.
    public var title: String { "Poles and zeros of the impedance, with the unstable half of the plane" }

    /// Most spectra that are drawn: the legend names each.
    private static let most = 8

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = analysis.curves("stability.poles", request)
        let shown = all.spread(most: Self.most).enumerated().map { index, poles in
            Roots(analysis, poles, color: Palette.sequence(index, of: min(all.count, Self.most)))
        }
        guard let plane = RatePlane(shown) else { return [] }
        let biases = Set(shown.compactMap(\.bias_V))
        let hasBias = biases.count > 1 && shown.allSatisfy { $0.bias_V != nil }
        // Without an oscillating pair the plane is a line, which the panel over bias shows better.
        var panels: [Panel] = []
        if plane.hasPairs || !hasBias { panels.append(Self.planePanel(shown, plane)) }
        if hasBias { panels.append(Self.biasPanel(shown, plane)) }
        panels[0].legend = .above
        let unstable = shown.filter { ($0.poles.re + $0.zeros.re).contains { $0 > 0 } }.count
        return [
            FigureSpec(
                id: id,
                caption: caption(shown, plane, hasBias) + FigureText.leftOut(shown.count, of: all.count, "spectra"),
                alternative: "Poles and zeros of the impedance of \(FigureText.count(shown.count, "circuit")); "
                    + (unstable == 0 ? "none lies" : "those of \(unstable) lie partly") + " in the unstable half.",
                cells: [FigureCell(panels, sharesX: true)], preferredWidth: FigureSpec.mediumColumn)
        ]
    }

    private static func planePanel(_ shown: [Roots], _ plane: RatePlane) -> Panel {
        let high = plane.imaginary
        var marks = shade(plane, low: -high, high: high)
        marks.append(.rule(RuleMark(.horizontal, at: 0)))
        for one in shown { marks += one.marks { $0.im } }
        return Panel(
            x: axis("Re\u{2009}s", plane, low: plane.low, high: plane.high),
            y: axis("Im\u{2009}s", plane, low: -high, high: high), marks: marks + legend(shown),
            height: plane.hasPairs ? .ratio(0.5) : .fixed(40))
    }

    private static func biasPanel(_ shown: [Roots], _ plane: RatePlane) -> Panel {
        let biases = shown.compactMap(\.bias_V)
        let (least, most) = (biases.min() ?? 0, biases.max() ?? 1)
        let margin = 0.12 * (most - least)
        var marks = shade(plane, low: least - margin, high: most + margin)
        for one in shown {
            let bias = one.bias_V ?? 0
            marks += one.marks { Array(repeating: bias, count: $0.re.count) }
        }
        return Panel(
            x: axis("Re\u{2009}s", plane, low: plane.low, high: plane.high),
            y: Axis("Bias", .volt, range: .fixed(low: least - margin, high: most + margin)),
            marks: marks + (plane.hasPairs ? [] : legend(shown)), height: .ratio(0.36), legend: .none)
    }

    /// The half in which disturbances grow, with its edge.
    private static func shade(_ plane: RatePlane, low: Double, high: Double) -> [Mark] {
        [
            .band(
                BandMark(
                    x: [0, plane.high], low: [low, low], high: [high, high],
                    color: Palette.vermillion.opacity(0.13), role: "guide")),
            .rule(RuleMark(.vertical, at: 0, note: "unstable")),
        ]
    }

    private static func axis(_ name: String, _ plane: RatePlane, low: Double, high: Double) -> Axis {
        Axis(name, .perSecond, scale: .symlog(threshold: plane.threshold), range: .fixed(low: low, high: high))
    }

    /// What the markers and colors mean; they have no place in the panel.
    private static func legend(_ shown: [Roots]) -> [Mark] {
        var entries: [PointMark] = [
            PointMark(x: [], y: [], shape: .cross, size: 4.6, label: "pole (fixed current)"),
            PointMark(x: [], y: [], size: 3.8, label: "zero (fixed voltage)"),
        ]
        if shown.count > 1 {
            entries += shown.map {
                PointMark(x: [], y: [], shape: .square, filled: true, size: 3.8, color: $0.color, label: $0.name)
            }
        }
        return entries.map { .points($0) }
    }

    private func caption(_ shown: [Roots], _ plane: RatePlane, _ hasBias: Bool) -> String {
        var text = "Rates of the fitted circuit"
        text += shown.count > 1 ? " at \(shown.count) biases: " : ": "
        text += "poles of Z (crosses) are those at fixed current, zeros (circles) those at fixed voltage through R_{s}."
        text += " A rate in the shaded half grows: there the device is not stable."
        if plane.hasPairs {
            text +=
                hasBias
                ? " Above the plane of rates, where a pair off the real axis rings; below the same over bias."
                : " A pair off the real axis rings."
        } else {
            text += " All rates are real: nothing rings."
        }
        let threshold = QuantityText.text(plane.threshold, unit: .perSecond, digits: 1)
        return text + " Axes run by decades on both sides of zero, evenly below \(threshold)."
            + " Small dots are circuits drawn from the errors of the fit, where they reach beyond the marks."
    }
}

/// Poles and zeros of one spectrum, with their clouds.
private struct Roots {
    struct Places {
        var re: [Double]
        var im: [Double]

        init(_ curve: Curve?) {
            re = curve?["re"] ?? []
            im = curve?["im"] ?? []
        }
    }

    let poles: Places
    let zeros: Places
    let poleCloud: Places
    let zeroCloud: Places
    let bias_V: Double?
    let name: String
    let color: Color

    init(_ analysis: DeviceAnalysis, _ curve: Curve, color: Color) {
        poles = Places(curve)
        zeros = Places(analysis.partner("stability.zeros", of: curve))
        poleCloud = Places(analysis.partner("stability.pole-cloud", of: curve))
        zeroCloud = Places(analysis.partner("stability.zero-cloud", of: curve))
        bias_V = curve.at.bias_V
        let bias = curve.at.bias_V.map(FigureText.volts) ?? "bias not known"
        name = curve.at.state.map { "\(bias), \($0)" } ?? bias
        self.color = color
    }

    /// Clouds below, marks above; the vertical place is what the panel makes of it.
    func marks(_ vertical: (Places) -> [Double]) -> [Mark] {
        var marks: [Mark] = []
        for cloud in [poleCloud, zeroCloud] {
            marks.append(
                .points(
                    PointMark(
                        x: cloud.re, y: vertical(cloud), filled: true, size: 1.5, color: color.opacity(0.55),
                        role: "band")))
        }
        marks.append(.points(PointMark(x: zeros.re, y: vertical(zeros), size: 3.8, color: color, role: "data")))
        marks.append(
            .points(PointMark(x: poles.re, y: vertical(poles), shape: .cross, size: 4.6, color: color, role: "data")))
        return marks
    }
}

/// The part of the plane of rates that all roots need.
private struct RatePlane {
    /// Where the scale turns from even to decades, 1/s.
    let threshold: Double
    let low: Double
    let high: Double
    /// Half height of the plane, 1/s.
    let imaginary: Double
    let hasPairs: Bool

    init?(_ shown: [Roots]) {
        let re = shown.flatMap { $0.poles.re + $0.zeros.re }
        let im = shown.flatMap { $0.poles.im + $0.zeros.im }
        let sizes = zip(re, im).map { hypot($0, $1) }.filter { $0 > 0 && $0.isFinite }
        guard let least = sizes.min(), let most = sizes.max() else { return nil }
        // More than nine decades a side would leave no room for any.
        threshold = max(pow(10, log10(least).rounded(.down)), most * 1e-9)
        low = min((re.min() ?? 0) * 4, -20 * threshold)
        high = max((re.max() ?? 0) * 4, 20 * threshold)
        hasPairs = im.contains { $0 != 0 }
        imaginary = max((im.max() ?? 0) * 4, 20 * threshold)
    }
}
