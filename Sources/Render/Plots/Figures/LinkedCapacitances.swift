public import Diagnostics
import Drawing
import Measurements

/// The low-frequency capacitance from all three measurements against bias: the triple identity.
public struct LinkedCapacitances: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "links.capacitance" }
    /// What it shows.
    public var title: String { "Low-frequency capacitance from spectra, steps and loops against bias" }

    /// Metric id and words of each source, in the order of their colors.
    static let sources = [
        ("impedance.C_lf", "impedance"), ("transient.C_lf", "steps"), ("hysteresis.C_lf", "slow loops"),
    ]

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        var marks: [Mark] = [.rule(RuleMark(.horizontal, at: 0))]
        var values: [Double] = []
        var counts: [String] = []
        for (index, (id, name)) in Self.sources.enumerated() {
            let metrics = analysis.metrics(id).filter { LinkedPoints.bias($0) != nil && $0.value.isFinite }
            guard !metrics.isEmpty else { continue }
            var points = LinkedPoints.mark(metrics, index: index, label: name)
            points.dodge = Points(4.5 * Double(index - 1))
            marks.append(.points(points))
            values += metrics.map(\.value)
            counts.append("\(name) (n = \(metrics.count))")
        }
        // One source links nothing.
        guard counts.count > 1 else { return [] }
        let crossover = Self.crossover(analysis)
        marks += crossover.marks
        let panel = Panel(
            x: Axis("Bias", .volt, range: .auto(padding: 0.08), includes: [0]),
            y: Axis("C_{lf}", .farad, scale: Self.scale(values), range: .auto(padding: 0.08), includes: [0]),
            marks: marks,
            height: .ratio(0.46))
        var text = "Low-frequency capacitance C_{lf} against bias, from \(FigureText.list(counts))."
        text += " The three must agree wherever known; below zero the response is inductive."
        text += " Bars are 95 % intervals." + crossover.words
        return [
            FigureSpec(
                id: id, caption: text,
                alternative: "Low-frequency capacitance against bias from \(counts.count) kinds of measurement.",
                cells: [FigureCell([panel])], preferredWidth: FigureSpec.singleColumn)
        ]
    }

    /// Where the capacitance changes its sign: a rule at that of the spectra, and what each measurement says of it.
    private static func crossover(_ analysis: DeviceAnalysis) -> (marks: [Mark], words: String) {
        guard let zero = analysis.metrics("impedance.C_lf_zero_V").first(where: { $0.at.of == "C_lf" }) else {
            return ([], "")
        }
        var words = [FigureText.value(zero) + " (spectra)"]
        let steps = analysis.metrics("transient.C_lf").filter { $0.at.state == zero.at.state }.compactMap { metric in
            LinkedPoints.bias(metric).map { (V: $0, value: metric.value) }
        }.sorted { $0.V < $1.V }
        let change = zip(steps, steps.dropFirst()).first { $0.value * $1.value < 0 }
        if let (below, above) = change {
            words.append("between \(FigureText.volts(below.V)) and \(FigureText.volts(above.V)) (steps)")
        }
        // The link has brought the crossing of loops to the rate zero.
        let link = analysis.links.first { $0.id == "L7" && $0.at.V == zero.value && $0.a != nil }
        if let side = link?.a {
            let value = QuantityText.parts(side.value, standardError: side.se, unit: .volt, digits: 3).text
            words.append(value + " (\(side.name))")
        }
        let rule = RuleMark(
            .vertical, at: zero.value, color: .gray(0.4), dash: [3, 2],
            note: "C_{lf} = 0 at \(FigureText.volts(zero.value))")
        return ([.rule(rule)], " The sign changes at \(FigureText.list(words)).")
    }

    /// Linear, unless the magnitudes span more than two decades.
    private static func scale(_ values: [Double]) -> Scale {
        let sizes = values.map { abs($0) }.filter { $0 > 0 }
        guard let low = sizes.min(), let high = sizes.max(), high > 100 * low else { return .linear }
        return .symlog(threshold: max(low, high * 1e-6))
    }
}

/// Points of metrics against bias, as the figures of the links draw them.
enum LinkedPoints {
    /// The bias at which a metric holds.
    static func bias(_ metric: Metric) -> Double? { metric.at.bias_V ?? metric.at.V ?? metric.at.V_read }

    /// Markers with intervals, in the color and shape of a source.
    static func mark(_ metrics: [Metric], index: Int, label: String) -> PointMark {
        let ordered = metrics.sorted { (bias($0) ?? 0, $0.value) < (bias($1) ?? 0, $1.value) }
        return PointMark(
            x: ordered.map { bias($0) ?? 0 }, y: ordered.map(\.value), low: ordered.map { $0.low ?? .nan },
            high: ordered.map { $0.high ?? .nan }, shape: Palette.shape(index), filled: index >= 5, size: 4.6,
            color: Palette.color(index), label: label)
    }
}
