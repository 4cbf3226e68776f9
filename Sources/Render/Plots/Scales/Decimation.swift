import Drawing
import Glibc

/// A place on the page as plain doubles, for the inner loops.
struct PlotPoint: Sendable, Hashable {
    var x: Double
    var y: Double

    /// The place as drawing takes it.
    var position: Position { Position(x: Points(x), y: Points(y)) }
    /// Whether both coordinates are finite.
    var isFinite: Bool { x.isFinite && y.isFinite }
}

/// Fewer points for the same picture.
///
/// Goals in order: no point that the eye could see is lost; few points; linear time.
enum Decimation {
    /// Lines up to this many points are drawn whole.
    static let wholeUpTo = 60
    /// From here on noise may fill a line's columns, markers may cover each other, and the figure says that it was thinned.
    static let denseFrom = 1000
    /// Columns in a point of width: at 144 to the inch a column is narrower than any line we draw.
    static let columnsPerPoint = 2.0
    /// Greatest distance between a line and its thinned copy, in points.
    static let tolerance = 0.1

    /// Thins a line of finite points: by columns where it is dense and x only rises or only falls, else by Douglas and
    /// Peucker.
    static func line(_ points: [PlotPoint]) -> [PlotPoint] {
        guard points.count > wholeUpTo else { return points }
        return points.count > denseFrom && isMonotone(points) ? columns(points) : peucker(points)
    }

    /// Thins markers: of those that would cover each other to within a part of a point, the first stays.
    static func markers(_ points: [PlotPoint], cell: Double = 0.5) -> [Int] {
        let columns = Cells(points, \.x, cell)
        let rows = Cells(points, \.y, cell)
        guard let size = columns.count(with: rows) else {
            // Beyond all pages: a cell is one number of its column and row, with room for both.
            var seen = Set<Int>(minimumCapacity: points.count)
            return points.indices.filter { index in
                seen.insert(columns.number(points[index].x) << 31 &+ rows.number(points[index].y)).inserted
            }
        }
        var isTaken = [Bool](repeating: false, count: size)
        var kept: [Int] = []
        for (index, point) in points.enumerated() {
            let place = columns.number(point.x) * rows.count + rows.number(point.y)
            if isTaken[place] { continue }
            isTaken[place] = true
            kept.append(index)
        }
        return kept
    }

    /// The cells that points take along one axis.
    private struct Cells {
        let cell: Double
        private var low = 0
        private(set) var count = 1

        init(_ points: [PlotPoint], _ axis: (PlotPoint) -> Double, _ cell: Double) {
            self.cell = cell
            var (least, most) = (Double.infinity, -Double.infinity)
            for point in points {
                let x = axis(point)
                guard x.isFinite else { continue }
                if x < least { least = x }
                if x > most { most = x }
            }
            guard least <= most else { return }
            low = number(least)
            count = number(most) + 1
        }

        /// The cell of a place, from zero; what has no place lies in the first.
        func number(_ x: Double) -> Int { x.isFinite ? Int(min(max(x / cell, -1e9), 1e9).rounded()) - low : 0 }

        /// How many cells both axes make; `nil` where that is more than a page can have.
        func count(with other: Cells) -> Int? {
            count < 1 << 12 && other.count < 1 << 12 ? count * other.count : nil
        }
    }

    private static func isMonotone(_ points: [PlotPoint]) -> Bool {
        var rises = true
        var falls = true
        for (a, b) in zip(points, points.dropFirst()) {
            if b.x < a.x { rises = false }
            if b.x > a.x { falls = false }
        }
        return rises || falls
    }

    /// Keeps the first, lowest, highest and last point of each column, in their order.
    static func columns(_ points: [PlotPoint]) -> [PlotPoint] {
        var kept: [PlotPoint] = []
        var start = 0
        while start < points.count {
            let column = (points[start].x * columnsPerPoint).rounded(.down)
            var low = start
            var high = start
            var end = start
            while end < points.count, (points[end].x * columnsPerPoint).rounded(.down) == column {
                if points[end].y < points[low].y { low = end }
                if points[end].y > points[high].y { high = end }
                end += 1
            }
            var previous = -1
            for index in [start, min(low, high), max(low, high), end - 1] where index > previous {
                kept.append(points[index])
                previous = index
            }
            start = end
        }
        return kept
    }

    /// Douglas and Peucker's rule at the tolerance, in blocks, so that no data make it quadratic.
    static func peucker(_ points: [PlotPoint]) -> [PlotPoint] {
        let block = 4096
        var kept: [PlotPoint] = []
        var start = 0
        while start < points.count - 1 {
            let end = min(start + block, points.count - 1)
            var keep = [Bool](repeating: false, count: end - start + 1)
            keep[0] = true
            keep[end - start] = true
            var open = [(start, end)]
            while let (a, b) = open.popLast() {
                guard b > a + 1 else { continue }
                let (index, distance) = farthest(points, a, b)
                guard distance > tolerance else { continue }
                keep[index - start] = true
                open.append((a, index))
                open.append((index, b))
            }
            // The last point of a block is the first of the next.
            for index in start..<end where keep[index - start] { kept.append(points[index]) }
            start = end
        }
        if let last = points.last { kept.append(last) }
        return kept
    }

    /// The point between two others that lies farthest from the line through them (from the point, where they coincide).
    private static func farthest(_ points: [PlotPoint], _ a: Int, _ b: Int) -> (index: Int, distance: Double) {
        let (p, q) = (points[a], points[b])
        let (dx, dy) = (q.x - p.x, q.y - p.y)
        let square = dx * dx + dy * dy
        var best = (index: a, distance: -1.0)
        for index in (a + 1)..<b {
            let (ex, ey) = (points[index].x - p.x, points[index].y - p.y)
            // Distance to the segment, not to the endless line: a spur beyond an end counts.
            let along = square > 0 ? min(max((ex * dx + ey * dy) / square, 0), 1) : 0
            let (rx, ry) = (ex - along * dx, ey - along * dy)
            let distance = rx * rx + ry * ry
            if distance > best.distance { best = (index, distance) }
        }
        return (best.index, sqrt(max(0, best.distance)))
    }
}
