import Drawing
import Glibc

/// Which parts of a frame hold ink: a coarse grid that legends and notes ask for empty places.
struct Occupancy {
    private let frame: Frame
    private let columns: Int
    private let rows: Int
    private var cells: [Bool]
    /// Edge of a cell, pt.
    private static let edge = 2.5

    /// An empty frame.
    init(_ frame: Frame) {
        self.frame = frame
        columns = max(1, Int((frame.width.value / Self.edge).rounded(.up)))
        rows = max(1, Int((frame.height.value / Self.edge).rounded(.up)))
        cells = [Bool](repeating: false, count: columns * rows)
    }

    /// Marks what an item covers.
    mutating func add(_ item: Item) {
        switch item {
        case .group(let group): for inner in group.items { add(inner) }
        case .path(let path, _, _): add(path)
        case .text(let run): add(run.frame)
        case .link, .destination: break
        }
    }

    /// Marks a whole rectangle.
    mutating func add(_ area: Frame) {
        guard let range = indices(of: area) else { return }
        for row in range.rows { for column in range.columns { cells[row * columns + column] = true } }
    }

    /// The part of a rectangle that is covered, 0 to 1.
    func covered(_ area: Frame) -> Double {
        guard let range = indices(of: area) else { return 1 }
        var count = 0
        for row in range.rows { for column in range.columns where cells[row * columns + column] { count += 1 } }
        return Double(count) / Double(range.rows.count * range.columns.count)
    }

    private mutating func add(_ path: Path) {
        var pen: Position?
        for segment in path.segments {
            switch segment {
            case .move(let place):
                pen = place
                mark(place)
            case .line(let place), .curve(_, _, let place):
                if let from = pen { mark(from, place) }
                pen = place
            case .close: break
            }
        }
    }

    private mutating func mark(_ a: Position, _ b: Position) {
        let (dx, dy) = ((b.x - a.x).value, (b.y - a.y).value)
        // Lines are clipped to the frame, so steps stay few.
        let steps = min(4000, max(1, Int(hypot(dx, dy) / (Self.edge / 2))))
        for step in 0...steps {
            let part = Double(step) / Double(steps)
            mark(a.moved(dx: Points(dx * part), dy: Points(dy * part)))
        }
    }

    private mutating func mark(_ place: Position) {
        let column = ((place.x - frame.x).value / Self.edge).rounded(.down)
        let row = ((place.y - frame.y).value / Self.edge).rounded(.down)
        guard column >= 0, row >= 0, column < Double(columns), row < Double(rows) else { return }
        cells[Int(row) * columns + Int(column)] = true
    }

    private func indices(of area: Frame) -> (rows: Range<Int>, columns: Range<Int>)? {
        func range(_ low: Points, _ high: Points, _ count: Int) -> Range<Int> {
            let first = min(max((low.value / Self.edge).rounded(.down), 0), Double(count - 1))
            let last = min(max((high.value / Self.edge).rounded(.up), first + 1), Double(count))
            return Int(first)..<Int(last)
        }
        guard area.overlaps(frame) else { return nil }
        return (
            range(area.y - frame.y, area.maxY - frame.y, rows), range(area.x - frame.x, area.maxX - frame.x, columns)
        )
    }
}
