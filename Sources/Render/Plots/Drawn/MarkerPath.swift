import Drawing

/// Markers as paths: one path for all points of a mark.
enum MarkerPath {
    /// The markers of a mark at places on the page.
    static func items(_ centers: [PlotPoint], _ mark: PointMark) -> [Item] {
        guard !centers.isEmpty else { return [] }
        if mark.filled, mark.shape == .circle {
            // A line of no length with round ends is a disk, in a sixth of the coordinates of four arcs.
            let dots = centers.flatMap { [Path.Segment.move($0.position), .line($0.position)] }
            return [.path(Path(dots), fill: nil, stroke: Stroke(mark.color, width: mark.size, cap: .round))]
        }
        let half = mark.size.value / 2
        var path = Path()
        for center in centers { path.segments += outline(mark.shape, center, half) }
        let stroke = Stroke(mark.color, width: 0.65)
        if mark.shape == .cross { return [.path(path, fill: nil, stroke: stroke)] }
        return mark.filled
            ? [.path(path, fill: mark.color, stroke: nil)] : [.path(path, fill: nil, stroke: stroke)]
    }

    private static func outline(_ shape: MarkerShape, _ center: PlotPoint, _ r: Double) -> [Path.Segment] {
        // In eighths of a point, as long paths are written: then all markers of a shape are alike.
        func eighths(_ x: Double) -> Double { (x * 8).rounded() / 8 }
        func at(_ dx: Double, _ dy: Double) -> Position {
            PlotPoint(x: center.x + eighths(dx), y: center.y + eighths(dy)).position
        }
        switch shape {
        case .circle:
            // Two Bezier arcs with handles of 4/3 r: round to 2 % of r, in half of the coordinates of four.
            let k = 4.0 / 3 * r
            return [
                .move(at(r, 0)), .curve(at(r, k), at(-r, k), at(-r, 0)), .curve(at(-r, -k), at(r, -k), at(r, 0)),
                .close,
            ]
        case .square:
            let e = 0.886 * r
            return [.move(at(-e, -e)), .line(at(e, -e)), .line(at(e, e)), .line(at(-e, e)), .close]
        case .triangle:
            return [.move(at(0, -1.2 * r)), .line(at(1.1 * r, 0.8 * r)), .line(at(-1.1 * r, 0.8 * r)), .close]
        case .downTriangle:
            return [.move(at(0, 1.2 * r)), .line(at(1.1 * r, -0.8 * r)), .line(at(-1.1 * r, -0.8 * r)), .close]
        case .diamond:
            return [.move(at(0, -1.25 * r)), .line(at(r, 0)), .line(at(0, 1.25 * r)), .line(at(-r, 0)), .close]
        case .cross: return [.move(at(-r, -r)), .line(at(r, r)), .move(at(-r, r)), .line(at(r, -r))]
        }
    }
}
