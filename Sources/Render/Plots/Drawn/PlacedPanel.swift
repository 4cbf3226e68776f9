import Drawing

/// A panel with its place on the page: frame, axes, ticks.
struct PlacedPanel {
    var panel: Panel
    var frame: Frame
    var x: AxisMap
    var y: AxisMap
    var xTicks: AxisTicks
    var yTicks: AxisTicks
    /// Whether labels and name of the horizontal axis are written under this panel.
    var showsXLabels: Bool
    /// Room kept above the frame for the legend; zero where the legend is inside or there is none.
    var legendHeight: Points
    /// Bottom of the room for the legend: the title stands between it and the frame.
    var legendBottom: Points
    /// Number of the panel in reading order, cell by cell.
    var index: Int

    /// Where a pair of values lies on the page; not finite where it lies nowhere.
    func point(_ xValue: Double, _ yValue: Double) -> PlotPoint {
        PlotPoint(x: x.position(xValue), y: y.position(yValue))
    }

    /// The frame as a clipping region.
    var clipping: Clipping {
        Clipping(minX: frame.x.value, minY: frame.y.value, maxX: frame.maxX.value, maxY: frame.maxY.value)
    }
}

extension Panel {
    /// The spans of the data along both axes, for ranges found from the data.
    public func dataRanges() -> (x: [ClosedRange<Double>], y: [ClosedRange<Double>]) {
        var xs: [ClosedRange<Double>] = []
        var ys: [ClosedRange<Double>] = []
        func add(_ x: [Double], _ y: [[Double]]) {
            if let range = Panel.range(x, on: self.x.scale) { xs.append(range) }
            ys += y.compactMap { Panel.range($0, on: self.y.scale) }
        }
        for mark in marks {
            switch mark {
            case .line(let line): add(line.x, [line.y])
            case .points(let points): add(points.x, [points.y, points.low, points.high])
            case .band(let band): add(band.x, [band.low, band.high])
            case .arrows, .text, .rule: break
            }
        }
        return (xs, ys)
    }

    /// Smallest and largest value that has a place on a scale.
    static func range(_ values: [Double], on scale: Scale) -> ClosedRange<Double>? {
        var low = Double.infinity
        var high = -Double.infinity
        for value in values where value.isFinite && (scale != .log || value > 0) {
            if value < low { low = value }
            if value > high { high = value }
        }
        return low <= high ? low...high : nil
    }
}
