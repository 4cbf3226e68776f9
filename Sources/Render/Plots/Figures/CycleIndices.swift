public import Diagnostics
import Drawing
import Measurements

/// Thresholds and hysteresis indices against the number of the cycle.
public struct CycleIndices: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "hysteresis.indices" }
    /// What it shows.
    public var title: String { "Set and reset voltages and hysteresis indices against the cycle" }

    private static let ids = ["hysteresis.V_set", "hysteresis.V_reset", "hysteresis.V_hold", "hysteresis.H"]

    /// The figures of a device, one a recording with enough cycles.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let all = CyclePanels.values(analysis, Self.ids, request)
        return CyclePanels.byRecording(all).prefix(4).map { group in
            // A panel each: thresholds of both polarities on one axis hide what either does.
            let panels = group.curves.map { curve in
                Panel(
                    x: Axis("Cycle"),
                    y: Axis(
                        CyclePanels.name(curve), curve.columns.first { $0.name == "value" }?.unit ?? .none,
                        range: .auto(padding: 0.12)), marks: CyclePanels.marks([curve]), height: .ratio(0.2),
                    legend: .none)
            }
            return FigureSpec(
                id: id,
                caption: "Thresholds and hysteresis index of each cycle of \(FigureText.sources(group.from))."
                    + CyclePanels.censoredNote(group.curves),
                alternative: "Thresholds and index against cycle.",
                cells: [FigureCell(panels, sharesX: true)], preferredWidth: FigureSpec.mediumColumn)
        }
    }
}
