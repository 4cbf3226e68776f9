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
        let panel = Panel(
            x: Axis("Bias", .volt, range: .auto(padding: 0.08), includes: [0]),
            y: Axis("C_{lf}", .farad, scale: Self.scale(values), range: .auto(padding: 0.08), includes: [0]),
            marks: marks,
            height: .ratio(0.46))
        var text = "Low-frequency capacitance C_{lf} against bias, from \(FigureText.list(counts))."
        text += " The three must agree wherever known; below zero the response is inductive."
        text += " Bars are 95 % intervals."
        return [
            FigureSpec(
                id: id, caption: text,
                alternative: "Low-frequency capacitance against bias from \(counts.count) kinds of measurement.",
                cells: [FigureCell([panel])], preferredWidth: FigureSpec.singleColumn)
        ]
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
