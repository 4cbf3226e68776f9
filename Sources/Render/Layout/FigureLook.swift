internal import Drawing
internal import Findings
internal import Plots
internal import Templates

/// What a template wants otherwise of a figure: ranges and scales of axes, height of frames, legend.
struct FigureLook {
    private let xRange: NumberRange?
    private let yRange: NumberRange?
    private let xScale: String?
    private let yScale: String?
    private let height: Points?
    private let legend: Panel.LegendPlace?
    private let panel: Int

    /// The look that an element asks for; `nil` where it asks for none.
    init?(_ node: TemplateNode, in flow: Flow) {
        guard Self.names.contains(where: { node.attributes[$0] != nil }) else { return nil }
        xRange = flow.value(node, "x-range").flatMap { NumberRange($0) }
        yRange = flow.value(node, "y-range").flatMap { NumberRange($0) }
        xScale = flow.value(node, "x-scale")
        yScale = flow.value(node, "y-scale")
        height = flow.length(node, "height")
        let places: [String: Panel.LegendPlace] = ["auto": .auto, "above": .above, "none": .none]
        legend = flow.value(node, "legend").flatMap { places[$0] }
        panel = flow.integer(node, "panel") ?? 1
    }

    private static let names = ["x-range", "y-range", "x-scale", "y-scale", "height", "legend"]

    /// What could not be done.
    enum Fault: Hashable {
        case noPanel(count: Int)
        case nothingLeft(axis: String)
    }

    /// The figure with the look; ranges and scales go to the axes of one name.
    func applied(to spec: FigureSpec) -> (spec: FigureSpec, faults: [Fault]) {
        let panels = spec.cells.flatMap(\.panels)
        guard panels.indices.contains(panel - 1) else { return (spec, [.noPanel(count: panels.count)]) }
        let meant = panels[panel - 1]
        var made = spec
        var faults: Set<Fault> = []
        for cell in made.cells.indices {
            for index in made.cells[cell].panels.indices {
                var one = made.cells[cell].panels[index]
                if one.x.name == meant.x.name, one.x.names.isEmpty { set(&one.x, xRange, xScale, one.dataRanges().x) }
                if one.y.name == meant.y.name, one.y.names.isEmpty { set(&one.y, yRange, yScale, one.dataRanges().y) }
                let left = one.dataRanges()
                if xRange != nil || xScale != nil, Self.isEmpty(left.x, one.x) {
                    faults.insert(.nothingLeft(axis: "x"))
                }
                if yRange != nil || yScale != nil, Self.isEmpty(left.y, one.y) {
                    faults.insert(.nothingLeft(axis: "y"))
                }
                if let height { setHeight(&one, height) }
                if let legend, one.legend != .none || legend == .none { one.legend = legend }
                made.cells[cell].panels[index] = one
            }
        }
        return (made, faults.sorted { "\($0)" < "\($1)" })
    }

    private func set(_ axis: inout Axis, _ range: NumberRange?, _ scale: String?, _ data: [ClosedRange<Double>]) {
        switch scale {
        case "linear"?: axis.scale = .linear
        case "log"?:
            axis.scale = .log
            // A range that a figure fixed for another scale may reach below zero.
            if case .fixed(let low, _) = axis.range, low <= 0 { axis.range = .auto(padding: 0.05) }
        case "symlog"?:
            let most = data.map { max(abs($0.lowerBound), abs($0.upperBound)) }.max() ?? 1
            // Three decades on either side of zero.
            axis.scale = .symlog(threshold: most > 0 ? most / 1000 : 1)
        default: break
        }
        if let range { axis.range = .fixed(low: range.low, high: range.high) }
    }

    /// Whether no data lie in the range of an axis.
    private static func isEmpty(_ data: [ClosedRange<Double>], _ axis: Axis) -> Bool {
        guard case .fixed(let low, let high) = axis.range else { return data.isEmpty }
        return !data.contains { $0.lowerBound <= high && $0.upperBound >= low }
    }

    private func setHeight(_ panel: inout Panel, _ height: Points) {
        switch panel.height {
        case .ratio: panel.height = .fixed(height)
        case .equalAspect, .equalAspectFixed: panel.height = .equalAspectFixed(height)
        // Strips of residuals stay strips.
        case .fixed: break
        }
    }
}

extension FigureSpec {
    /// The figure with frames of a part of their height; strips of a fixed height stay.
    func lowered(to part: Double) -> FigureSpec {
        var made = self
        for cell in made.cells.indices {
            for index in made.cells[cell].panels.indices {
                switch made.cells[cell].panels[index].height {
                case .ratio(let ratio): made.cells[cell].panels[index].height = .ratio(ratio * part)
                case .equalAspect(let least, let most):
                    made.cells[cell].panels[index].height = .equalAspect(least: least * part, most: most * part)
                case .equalAspectFixed(let height):
                    made.cells[cell].panels[index].height = .equalAspectFixed(height * part)
                // A height that a template asked for is no strip.
                case .fixed(let height) where height > 60:
                    made.cells[cell].panels[index].height = .fixed(height * part)
                case .fixed: break
                }
            }
        }
        return made
    }
}
