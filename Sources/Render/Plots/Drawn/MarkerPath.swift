import Drawing

/// Markers as paths: one path for all points of a mark; rings are disks with white ones on them, in a few layers.
enum MarkerPath {
    /// The markers of a mark at places on the page.
    static func items(_ centers: [PlotPoint], _ mark: PointMark) -> [Item] {
        guard !centers.isEmpty else { return [] }
        if mark.shape == .circle {
            return mark.filled
                ? [disks(centers, mark.size, mark.color)]
                : layers(centers, apart: mark.size + ringWidth).flatMap {
                    [disks($0, mark.size + ringWidth, mark.color), disks($0, mark.size - ringWidth, .white)]
                }
        }
        let half = mark.size.value / 2
        var path = Path()
        for center in centers { path.segments += outline(mark.shape, center, half) }
        let stroke = Stroke(mark.color, width: ringWidth)
        if mark.shape == .cross { return [.path(path, fill: nil, stroke: stroke)] }
        return mark.filled
            ? [.path(path, fill: mark.color, stroke: nil)] : [.path(path, fill: nil, stroke: stroke)]
    }

    private static let ringWidth = Points(0.65)

    /// Disks: a line of no length with round ends is one, in a sixth of the coordinates of four arcs.
    private static func disks(_ centers: [PlotPoint], _ size: Points, _ color: Color) -> Item {
        let dots = centers.flatMap { [Path.Segment.move($0.position), .line($0.position)] }
        return .path(Path(dots), fill: nil, stroke: Stroke(color, width: size, cap: .round))
    }

    /// Points in layers within which none touch: there a ring is a disk with a white one on it, in a third of the
    /// coordinates of its arcs, and hides nothing of the others in its layer.
    private static func layers(_ centers: [PlotPoint], apart: Points) -> [[PlotPoint]] {
        var layers: [[PlotPoint]] = []
        let near = apart.value * apart.value
        for center in centers {
            let free = layers.firstIndex { layer in
                // The latest points of a curve are the near ones.
                !layer.reversed().contains {
                    ($0.x - center.x) * ($0.x - center.x) + ($0.y - center.y) * ($0.y - center.y) < near
                }
            }
            if let free { layers[free].append(center) } else { layers.append([center]) }
        }
        return layers
    }

    private static func outline(_ shape: MarkerShape, _ center: PlotPoint, _ r: Double) -> [Path.Segment] {
        // In eighths of a point, as long paths are written: then all markers of a shape are alike.
        func eighths(_ x: Double) -> Double { (x * 8).rounded() / 8 }
        func at(_ dx: Double, _ dy: Double) -> Position {
            PlotPoint(x: center.x + eighths(dx), y: center.y + eighths(dy)).position
        }
        switch shape {
        // Circles are disks and have no outline.
        case .circle: return []
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
