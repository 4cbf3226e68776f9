import Drawing
import Glibc

extension MarkDrawing {
    /// Arrow heads along a path, pointing the way it runs on the page.
    func items(_ mark: ArrowMark) -> [Item] {
        let points = zip(mark.x, mark.y).map { placed.point($0, $1) }.filter(\.isFinite)
        var lengths = [0.0]
        for (a, b) in zip(points, points.dropFirst()) {
            lengths.append((lengths.last ?? 0) + hypot(b.x - a.x, b.y - a.y))
        }
        // A path shorter than a few heads has no room for one.
        guard let total = lengths.last, total > 4 * mark.size.value else { return [] }
        var path = Path()
        for fraction in mark.fractions {
            let center = ArrowPath.point(on: points, lengths, at: fraction * total)
            // The direction over one head's length: noise of single samples does not turn the head.
            let reach = mark.size.value
            let back = ArrowPath.point(on: points, lengths, at: max(0, fraction * total - reach))
            let ahead = ArrowPath.point(on: points, lengths, at: min(total, fraction * total + reach))
            let length = hypot(ahead.x - back.x, ahead.y - back.y)
            guard length > 0, placed.clipping.contains(center) else { continue }
            let (ux, uy) = ((ahead.x - back.x) / length, (ahead.y - back.y) / length)
            path.segments += ArrowPath.head(center, ux, uy, size: mark.size.value)
        }
        return path.segments.isEmpty ? [] : [.path(path, fill: mark.color, stroke: nil)]
    }
}

/// Geometry of arrow heads.
enum ArrowPath {
    /// The point at a length along a path, by bisection.
    static func point(on points: [PlotPoint], _ lengths: [Double], at length: Double) -> PlotPoint {
        var low = 0
        var high = points.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if lengths[middle] <= length { low = middle } else { high = middle }
        }
        let span = lengths[high] - lengths[low]
        let part = span > 0 ? min(max((length - lengths[low]) / span, 0), 1) : 0
        return PlotPoint(
            x: points[low].x + part * (points[high].x - points[low].x),
            y: points[low].y + part * (points[high].y - points[low].y))
    }

    /// A filled head with a notched back.
    static func head(_ center: PlotPoint, _ ux: Double, _ uy: Double, size: Double) -> [Path.Segment] {
        func at(_ along: Double, _ across: Double) -> Position {
            PlotPoint(x: center.x + along * ux - across * uy, y: center.y + along * uy + across * ux).position
        }
        return [
            .move(at(0.55 * size, 0)), .line(at(-0.45 * size, 0.36 * size)), .line(at(-0.22 * size, 0)),
            .line(at(-0.45 * size, -0.36 * size)), .close,
        ]
    }
}
