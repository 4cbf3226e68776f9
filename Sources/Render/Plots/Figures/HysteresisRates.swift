public import Diagnostics
import Drawing
import Measurements

/// The hysteresis index and the area of each lobe against the scan rate, with the law through the areas.
public struct HysteresisRates: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "hysteresis.rates" }
    /// What it shows.
    public var title: String { "Hysteresis index and area of each lobe against the scan rate" }

    /// The figures of a device, one a state with two rates or more.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        guard request.from == nil, request.bias_V == nil else { return [] }
        let all = analysis.curves("iv.rate-area", request)
        let states = Set(all.map { $0.at.state ?? "" }).sorted()
        return states.prefix(3).map { state in
            spec(analysis, all.filter { ($0.at.state ?? "") == state }, state)
        }
    }

    private func spec(_ analysis: DeviceAnalysis, _ areas: [Curve], _ state: String) -> FigureSpec {
        let laws = analysis.curves.filter { $0.id == "iv.rate-law" && ($0.at.state ?? "") == state }
        var index: [Mark] = [.rule(RuleMark(.horizontal, at: 0))]
        var area: [Mark] = [.rule(RuleMark(.horizontal, at: 0))]
        for (k, curve) in areas.enumerated() {
            let color = Palette.color(k)
            let label = "lobe \(curve.at.lobe == "-" ? "−" : "+")"
            index.append(.points(points(curve, "H", color, Palette.shape(k), label)))
            area.append(.points(points(curve, "A", color, Palette.shape(k), label)))
            if let law = laws.first(where: { $0.at.lobe == curve.at.lobe }) {
                area.append(.line(LineMark(x: law["v"], y: law["A"], color: color, width: 0.9, role: "fit")))
                if law["capacitor"].contains(where: { $0 != 0 }) {
                    area.append(
                        .line(
                            LineMark(
                                x: law["v"], y: law["capacitor"], color: color.opacity(0.6), width: 0.6,
                                dash: [1, 1.2],
                                role: "fit")))
                }
            }
        }
        let low = areas.compactMap { $0["A"].min() }.min() ?? 0
        let high = areas.compactMap { $0["A"].max() }.max() ?? 0
        let margin = 0.08 * max(high - low, 1e-300)
        let cells = [
            FigureCell([
                Panel(
                    x: Axis("Scan rate", .voltPerSecond, scale: .log), y: Axis("H", includes: [0]), marks: index,
                    height: .ratio(0.72))
            ]),
            FigureCell([
                Panel(
                    x: Axis("Scan rate", .voltPerSecond, scale: .log),
                    y: Axis(
                        "Area", .watt, range: .fixed(low: min(low, 0) - margin, high: max(high, 0) + margin)),
                    marks: area, height: .ratio(0.72), legend: .none)
            ]),
        ]
        var text = "Hysteresis index (a) and signed area (b) of each lobe against the scan rate"
        text += state.isEmpty ? "." : " in state \(state)."
        text += " Bars are 95 % intervals; negative areas and positive indices are inductive."
        if !laws.isEmpty { text += " Lines: a linearly activated memory under a triangle" }
        if laws.contains(where: { $0["capacitor"].contains { $0 != 0 } }) {
            text += " plus a capacitor, whose part is dotted."
        } else if !laws.isEmpty {
            text += "."
        }
        let misfits = analysis.metrics("hysteresis.rate_misfit").filter { ($0.at.state ?? "") == state }
        if !misfits.isEmpty {
            let words = misfits.map {
                "lobe \($0.at.lobe == "-" ? "−" : "+"): \(DecimalText.significant($0.value, digits: 2))"
            }
            text += " Misfit of that law (χ²/ν) \(words.joined(separator: ", "))."
                .replacing("that law", with: laws.isEmpty ? "a linearly activated memory under a triangle" : "that law")
            if laws.count < areas.count { text += " It is drawn where it describes the areas (χ²/ν up to 4)." }
        }
        let times = analysis.metrics("hysteresis.tau_peak").filter { ($0.at.state ?? "") == state }
        for tau in times {
            text += " Lobe \(tau.at.lobe == "-" ? "−" : "+"): τ_{peak} = \(FigureText.value(tau))."
        }
        return FigureSpec(
            id: id, caption: text, alternative: "Index and area of the loops against scan rate.", cells: cells,
            columns: 2)
    }

    private func points(_ curve: Curve, _ name: String, _ color: Color, _ shape: MarkerShape, _ label: String)
        -> PointMark
    {
        let (value, se) = (curve[name], curve[name + "_se"])
        return PointMark(
            x: curve["v"], y: value, low: zip(value, se).map { $0 - 1.96 * $1 },
            high: zip(value, se).map { $0 + 1.96 * $1 },
            shape: shape, filled: true, size: 3.2, color: color, role: "data", label: label)
    }
}
