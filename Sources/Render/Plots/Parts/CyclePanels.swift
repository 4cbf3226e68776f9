import Diagnostics
import Drawing
import Measurements

/// Panels of what is known of many cycles, for the figures that show them.
enum CyclePanels {
    /// The values of a quantity over the cycles, one series a lobe, those of a recording where one is meant.
    static func values(_ analysis: DeviceAnalysis, _ ids: [String], _ request: FigureRequest) -> [Curve] {
        ids.flatMap { id in analysis.curves("cycles.values", request).filter { $0.at.of == id } }
    }

    /// How a quantity is named beside its curve: `V_{set} +`.
    static func name(_ curve: Curve) -> String {
        let id = curve.at.of ?? ""
        let symbol = MetricDefinitions.byID[id]?.symbol ?? id
        return curve.at.lobe.map { "\(symbol), lobe \($0 == "-" ? "−" : $0)" } ?? symbol
    }

    /// Groups of curves that share a recording, in the order in which they come.
    static func byRecording(_ curves: [Curve]) -> [(from: [String], curves: [Curve])] {
        var groups: [(from: [String], curves: [Curve])] = []
        for curve in curves {
            if let k = groups.firstIndex(where: { $0.from == curve.from }) {
                groups[k].curves.append(curve)
            } else {
                groups.append((curve.from, [curve]))
            }
        }
        return groups
    }

    /// Markers of values over cycles, censored ones open.
    static func marks(_ curves: [Curve], magnitude: Bool = false) -> [Mark] {
        curves.enumerated().flatMap { index, curve -> [Mark] in
            let (cycle, value, censored) = (curve["cycle"], curve["value"], curve["censored"])
            let dense = cycle.count > 120
            let shown = magnitude ? value.map { abs($0) } : value
            func mark(_ wanted: Bool) -> Mark? {
                let rows = cycle.indices.filter { (censored[$0] != 0) == wanted }
                guard !rows.isEmpty else { return nil }
                return .points(
                    PointMark(
                        x: rows.map { cycle[$0] }, y: rows.map { shown[$0] },
                        shape: wanted ? .downTriangle : Palette.shape(index), filled: !wanted,
                        size: dense ? 1.6 : 2.8, color: Palette.color(index), role: "data",
                        label: wanted ? nil : name(curve)))
            }
            return [mark(false), mark(true)].compactMap { $0 }
        }
    }

    /// What is said of censored values; empty where there are none.
    static func censoredNote(_ curves: [Curve]) -> String {
        curves.contains { $0["censored"].contains { $0 != 0 } }
            ? " Open triangles are bounds: no switch, or the current limit or the noise." : ""
    }
}
