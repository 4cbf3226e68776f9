/// Lines cut at a frame in double precision: coordinates far outside wrap silently in Cairo.
struct Clipping: Sendable, Hashable {
    var minX: Double
    var minY: Double
    var maxX: Double
    var maxY: Double

    /// Whether a point lies inside, up to a slack.
    func contains(_ point: PlotPoint, slack: Double = 0) -> Bool {
        point.x >= minX - slack && point.x <= maxX + slack && point.y >= minY - slack && point.y <= maxY + slack
    }

    /// The nearest point inside.
    func clamped(_ point: PlotPoint) -> PlotPoint {
        PlotPoint(x: min(max(point.x, minX), maxX), y: min(max(point.y, minY), maxY))
    }

    /// The pieces of a line that lie inside; also splits where a point is not finite.
    func pieces(_ points: [PlotPoint]) -> [[PlotPoint]] {
        var pieces: [[PlotPoint]] = []
        var piece: [PlotPoint] = []
        func flush() {
            if !piece.isEmpty { pieces.append(piece) }
            piece = []
        }
        var previous: PlotPoint?
        for point in points {
            guard point.isFinite else {
                flush()
                previous = nil
                continue
            }
            guard let before = previous else {
                if contains(point) { piece = [point] }
                previous = point
                continue
            }
            previous = point
            if contains(before) && contains(point) {
                piece.append(point)
            } else if let (a, b) = cut(before, point) {
                if piece.isEmpty { piece.append(a) }
                piece.append(b)
                if !contains(point) { flush() }
            } else {
                flush()
            }
        }
        flush()
        return pieces
    }

    /// The part of a segment inside (Liang and Barsky, 1984).
    private func cut(_ a: PlotPoint, _ b: PlotPoint) -> (PlotPoint, PlotPoint)? {
        var first = 0.0
        var last = 1.0
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        for (step, room) in [(-dx, a.x - minX), (dx, maxX - a.x), (-dy, a.y - minY), (dy, maxY - a.y)] {
            if step == 0 {
                if room < 0 { return nil }
            } else if step < 0 {
                first = max(first, room / step)
            } else {
                last = min(last, room / step)
            }
        }
        guard first <= last else { return nil }
        func at(_ part: Double) -> PlotPoint { clamped(PlotPoint(x: a.x + part * dx, y: a.y + part * dy)) }
        // The parts may round to 0 or 1 for ends far outside: only containment tells.
        return (contains(a) ? a : at(first), contains(b) ? b : at(last))
    }
}
