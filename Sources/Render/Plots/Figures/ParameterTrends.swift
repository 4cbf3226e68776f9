public import Diagnostics
import Drawing
import Measurements

/// The elements of the circuit against bias, with the law that they follow and the bias where a sign changes.
public struct ParameterTrends: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "impedance.trends" }
    /// What it shows.
    public var title: String { "Resistances, inductance, memory time and capacitance of the circuit against bias" }

    /// An element of a panel.
    private struct Element {
        var id: String
        var name: String
        var color: Color
        var shape: MarkerShape
    }

    /// A panel: its axis and what it shows.
    private struct Strip {
        var name: String
        var unit: SIUnit
        var elements: [Element]
    }

    private static let strips = [
        Strip(
            name: "|R|", unit: .ohm,
            elements: [
                Element(id: "R_b", name: "R_{b}", color: Palette.blue, shape: .circle),
                Element(id: "R_a", name: "R_{a}", color: Palette.vermillion, shape: .square),
            ]),
        Strip(
            name: "|L_{a}|", unit: .henry,
            elements: [Element(id: "L_a", name: "L_{a}", color: Palette.vermillion, shape: .square)]),
        Strip(
            name: "τ_{k}", unit: .second,
            elements: [Element(id: "tau_k", name: "τ_{k}", color: Palette.green, shape: .triangle)]),
        Strip(
            name: "|C_{lf}|", unit: .farad,
            elements: [Element(id: "C_lf", name: "C_{lf}", color: Palette.purple, shape: .diamond)]),
    ]

    /// The figure of a device with spectra at two biases or more; a column for each state.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let states = Set(analysis.metrics("impedance.R_b").map { $0.at.state ?? "" }).sorted()
        let series = states.map { Series(analysis, state: $0) }.filter { $0.biases.count > 1 }
        let shown = series.prefix(3)
        guard request.from == nil, request.bias_V == nil, !shown.isEmpty else { return [] }
        let cells = shown.enumerated().map { index, series in
            FigureCell(
                Self.strips.compactMap { series.panel($0) }.enumerated().map { place, panel in
                    var panel = panel
                    if index > 0 || place > 0 { panel.legend = .none }
                    return panel
                }, title: series.state, sharesX: true)
        }
        return [
            FigureSpec(
                id: id, caption: Self.caption(analysis, Array(shown), of: series.count),
                alternative: "Elements of the circuit against bias.", cells: cells, columns: cells.count,
                preferredWidth: cells.count > 1 ? FigureSpec.doubleColumn : FigureSpec.singleColumn)
        ]
    }

    private static func caption(_ analysis: DeviceAnalysis, _ shown: [Series], of all: Int) -> String {
        var text = "Elements of the circuit against bias, by size: filled markers are positive, open ones negative."
        text += " Bars are 95 % intervals."
        let laws = shown.flatMap(\.laws)
        if shown.contains(where: { $0.hasCurves }) { text += " Lines with bands are the law fitted." }
        for law in laws {
            let side =
                law.at.lobe == "-" ? " at negative bias" : shown.contains { $0.isTwoSided } ? " at positive bias" : ""
            let state = law.at.state.map { " in \($0)" } ?? ""
            text += " Conduction\(side)\(state): \(law.value)"
            let scales = analysis.metrics("impedance.V_m").filter {
                $0.at.lobe == law.at.lobe && $0.at.state == law.at.state && ["R_b", "R_a"].contains($0.at.of)
            }
            let words = scales.map { scale in
                let name = scale.at.of == "R_b" ? "R_{b}" : "R_{a}"
                return "\(FigureText.value(scale)) for \(name)"
            }
            let threshold = analysis.metrics("impedance.V_h").first {
                $0.at.lobe == law.at.lobe && $0.at.state == law.at.state
            }
            if let threshold { text += ", threshold V_{h} \(FigureText.value(threshold))" }
            text += words.isEmpty ? "." : ", V_{m} \(FigureText.list(words))."
        }
        let zeros = shown.flatMap(\.zeros)
        if !zeros.isEmpty {
            let words = zeros.map { zero in
                let name = zero.at.of == "R_a" ? "R_{a}" : "C_{lf}"
                return "\(name) changes its sign at \(FigureText.value(zero))"
            }
            text += " Dashed: " + FigureText.list(words) + "."
        }
        return text + FigureText.leftOut(shown.count, of: all, "states")
    }

    /// The elements of one state.
    private struct Series {
        let state: String
        let biases: Set<Double>
        let laws: [Label]
        let zeros: [Metric]
        private let metrics: [String: [Metric]]
        private let curves: [Curve]

        var hasCurves: Bool { !curves.isEmpty }
        var isTwoSided: Bool { biases.contains { $0 < 0 } && biases.contains { $0 > 0 } }

        init(_ analysis: DeviceAnalysis, state: String) {
            self.state = state
            func isMine(_ place: Place) -> Bool { (place.state ?? "") == state }
            var found: [String: [Metric]] = [:]
            for element in ParameterTrends.strips.flatMap(\.elements) {
                let all = analysis.metrics("impedance." + element.id)
                    .filter { isMine($0.at) && $0.at.bias_V?.isFinite == true && $0.value.isFinite && $0.value != 0 }
                found[element.id] = all.sorted {
                    ($0.at.bias_V ?? 0, $0.from.first ?? "") < ($1.at.bias_V ?? 0, $1.from.first ?? "")
                }
            }
            metrics = found
            biases = Set(found.values.flatMap { $0.compactMap(\.at.bias_V) })
            laws = analysis.labels.filter { $0.id == "impedance.law" && isMine($0.at) }
            zeros = analysis.metrics("impedance.C_lf_zero_V").filter { isMine($0.at) }
            curves = analysis.curves.filter { $0.id == "impedance.trend" && isMine($0.at) && $0.count > 1 }
        }

        /// A panel; `nil` where none of its elements is known.
        func panel(_ strip: Strip) -> Panel? {
            let known = strip.elements.filter { metrics[$0.id]?.isEmpty == false }
            guard !known.isEmpty else { return nil }
            var marks = zeros.map { Mark.rule(RuleMark(.vertical, at: $0.value, dash: [2.5, 2])) }
            for element in known { marks += law(element) }
            for element in known { marks += points(element, isNamed: known.count > 1) }
            return Panel(
                x: Axis("Bias", .volt, range: .auto(padding: 0.06)),
                y: Axis(
                    known.count == strip.elements.count ? strip.name : "|\(known[0].name)|", strip.unit, scale: .log,
                    range: .auto(padding: 0.12), includes: Self.least(known.flatMap { metrics[$0.id] ?? [] })),
                marks: marks,
                height: .ratio(known.count > 1 ? 0.38 : 0.25))
        }

        /// What keeps an axis from blowing up values that hardly differ: a factor of two about their middle.
        private static func least(_ metrics: [Metric]) -> [Double] {
            let sizes = metrics.map { abs($0.value) }
            guard let low = sizes.min(), let high = sizes.max(), low > 0, high < 2 * low else { return [] }
            let middle = (low * high).squareRoot()
            return [middle / 2.0.squareRoot(), middle * 2.0.squareRoot()]
        }

        private func law(_ element: Element) -> [Mark] {
            curves.filter { $0.at.of == element.id }.flatMap { curve -> [Mark] in
                let rows = curve["V"].indices.sorted { curve["V"][$0] < curve["V"][$1] }
                func column(_ name: String) -> [Double] { rows.map { abs(curve[name][$0]) } }
                let V = rows.map { curve["V"][$0] }
                return [
                    .band(
                        BandMark(
                            x: V, low: column("low"), high: column("high"), color: element.color.opacity(0.2),
                            role: "band")),
                    .line(LineMark(x: V, y: column("value"), color: element.color, width: 0.8, role: "fit")),
                ]
            }
        }

        /// Filled markers where the element is positive, open ones where it is negative.
        private func points(_ element: Element, isNamed: Bool) -> [Mark] {
            let all = metrics[element.id] ?? []
            let isNegativeOnly = all.allSatisfy { $0.value < 0 }
            return [true, false].compactMap { positive in
                let mine = all.filter { ($0.value > 0) == positive }
                guard !mine.isEmpty else { return nil }
                return .points(
                    PointMark(
                        x: mine.map { $0.at.bias_V ?? 0 }, y: mine.map { abs($0.value) },
                        low: mine.map { bar($0).low }, high: mine.map { bar($0).high }, shape: element.shape,
                        filled: positive, size: 4, color: element.color, role: "data",
                        label: isNamed && positive != isNegativeOnly ? element.name : nil))
            }
        }

        /// The interval by size; a bar that reaches zero has no lower end on a logarithmic axis.
        private func bar(_ metric: Metric) -> (low: Double, high: Double) {
            guard let low = metric.low, let high = metric.high else { return (.nan, .nan) }
            let sizes = metric.value > 0 ? (low, high) : (-high, -low)
            return (sizes.0 > 0 ? sizes.0 : .nan, sizes.1)
        }
    }
}
