public import Diagnostics
import Drawing
import Measurements

/// Every time constant of the memory against bias.
public struct LinkedTimes: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "links.times" }
    /// What it shows.
    public var title: String { "Memory times from all measurements against bias" }

    /// A kind of time constant.
    private struct Source {
        var id: String
        /// Words of the legend, with marks.
        var label: String
        /// Where it holds if it does not say: retention is read near zero.
        var bias_V: Double?
    }

    private static let sources = [
        Source(id: "impedance.tau_k", label: "τ_{k}, impedance"),
        Source(id: "impedance.tau_V", label: "τ_{V}, impedance"),
        Source(id: "transient.tau_V", label: "τ_{V}, small steps"),
        Source(id: "transient.tau", label: "τ, large steps"),
        Source(id: "pulses.PPF_tau", label: "τ, paired pulses", bias_V: 0),
        Source(id: "retention.tau", label: "τ, retention", bias_V: 0),
        Source(id: "volatility.tau_at_0V", label: "τ_{0}, pooled", bias_V: 0),
    ]

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        var marks: [Mark] = []
        var bounds: [Metric] = []
        for (index, source) in Self.sources.enumerated() {
            let all = Self.metrics(analysis, source)
            bounds += all.filter { $0.bound != nil }
            let known = all.filter { $0.bound == nil }
            guard !known.isEmpty else { continue }
            var points = LinkedPoints.mark(known, index: index, label: source.label)
            // The three times that share a bias stand side by side.
            if index < 3 { points.dodge = Points(4.5 * Double(index - 1)) }
            marks.append(.points(points))
        }
        if !bounds.isEmpty {
            marks.append(
                .points(
                    PointMark(
                        x: bounds.map { LinkedPoints.bias($0) ?? 0 }, y: bounds.map(\.value), shape: .triangle,
                        filled: true, size: 4, color: .gray(0.5), role: "data", label: "lower bound")))
        }
        guard !marks.isEmpty else { return [] }
        let panel = Panel(
            x: Axis("Bias", .volt, range: .auto(padding: 0.08), includes: [0]),
            y: Axis("Time constant", .second, scale: .log, range: .auto(padding: 0.1)), marks: marks,
            height: .ratio(0.46))
        var text = "Time constants against bias: τ_{k} is the memory's own time;"
        text += " a voltage step shows τ_{V}, shorter where a series resistance shares the voltage."
        text += " Bars are 95 % intervals."
        if !bounds.isEmpty { text += " Filled triangles are lower bounds." }
        return [
            FigureSpec(
                id: id, caption: text,
                alternative: "Time constants against bias from \(marks.count) kinds of measurement.",
                cells: [FigureCell([panel])], preferredWidth: FigureSpec.mediumColumn)
        ]
    }

    /// The times of a source, with a bias each.
    ///
    /// Only the slowest component of a large step is memory; the pooled time at
    /// 0 V stands for its sources.
    private static func metrics(_ analysis: DeviceAnalysis, _ source: Source) -> [Metric] {
        var found = analysis.metrics(source.id).filter { $0.value > 0 && $0.value.isFinite }
        if source.id == "transient.tau" {
            let small = Set(analysis.metrics("transient.tau_V").map { StepKey(from: $0.from, step: $0.at.step) })
            var slowest: [StepKey: Metric] = [:]
            for metric in found {
                let key = StepKey(from: metric.from, step: metric.at.step)
                if small.contains(key) { continue }
                if let held = slowest[key], held.value >= metric.value { continue }
                slowest[key] = metric
            }
            found = found.filter { slowest[StepKey(from: $0.from, step: $0.at.step)] == $0 }
            // A large step leads to its level: the time is that of the level.
            found = found.map { metric in
                var metric = metric
                metric.at.bias_V = metric.at.V ?? metric.at.bias_V
                return metric
            }
        }
        if source.id == "volatility.tau_at_0V" {
            found = found.filter { $0.at.definition == "pooled" || $0.bound != nil }
        }
        return found.compactMap { metric in
            var metric = metric
            metric.at.bias_V = LinkedPoints.bias(metric) ?? source.bias_V
            return metric.at.bias_V == nil ? nil : metric
        }
    }

    /// A step of a recording.
    private struct StepKey: Hashable {
        var from: [String]
        var step: Int?
    }
}
