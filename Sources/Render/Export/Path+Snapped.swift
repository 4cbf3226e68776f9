internal import Drawing

extension Path {
    /// Pieces from which on a path is snapped: below, nothing is gained.
    static let snappingCount = 24

    /// A long path on a grid of 1/8 pt (0.044 mm), without the points that then change nothing; short ones as they are.
    ///
    /// Most of a PDF's time goes into printing and packing coordinates: the grid makes them short, and points that
    /// fall on the last one, or on the straight line through the last two, are dropped. Ten smooth curves of 2000
    /// points took 139 kB and 55 ms without, 59 kB and 26 ms with; at 400 pixels an inch the eye sees no difference.
    /// Zero-length pieces stay: with round caps they are markers.
    func snapped() -> Path {
        guard segments.count >= Path.snappingCount else { return self }
        var walk = SnapWalk(capacity: segments.count)
        for segment in segments { walk.add(segment) }
        walk.endPiece()
        return walk.path
    }
}

/// Builds the snapped path; a point waits until it is known whether the next one makes it needless.
private struct SnapWalk {
    var path = Path()
    private var last: Position?
    private var waiting: Position?
    private var start: Position?
    private var isDot = false

    init(capacity: Int) { path.segments.reserveCapacity(capacity) }

    mutating func add(_ segment: Path.Segment) {
        switch segment {
        case .move(let p):
            endPiece()
            last = p.snapped
            start = last
            path.segments.append(.move(p.snapped))
        case .line(let p):
            line(to: p.snapped)
        case .curve(let a, let b, let p):
            endPiece()
            path.segments.append(.curve(a.snapped, b.snapped, p.snapped))
            last = p.snapped
        case .close:
            let isClosed = isDot && waiting == nil
            endPiece()
            if !isClosed { path.segments.append(.close) }
            last = start
        }
    }

    /// Writes what waits.
    mutating func endPiece() {
        if let waiting {
            path.segments.append(.line(waiting))
            last = waiting
        } else if isDot {
            // A closed point is drawn as an open one, in half of the coordinates.
            path.segments.append(.close)
        }
        waiting = nil
        isDot = false
    }

    private mutating func line(to p: Position) {
        guard let from = last else {
            path.segments.append(.line(p))
            last = p
            return
        }
        guard let next = waiting else {
            if p == from {
                // Only a piece that has drawn nothing yet is a dot.
                if case .move? = path.segments.last { isDot = true }
            } else {
                waiting = p
                isDot = false
            }
            return
        }
        if p == next { return }
        if !goesOn(from, next, p) {
            path.segments.append(.line(next))
            last = next
        }
        waiting = p
    }

    /// Whether `c` lies straight ahead of `a` and `b`; exact, since the grid's numbers are short.
    private func goesOn(_ a: Position, _ b: Position, _ c: Position) -> Bool {
        let (ux, uy) = (b.x.value - a.x.value, b.y.value - a.y.value)
        let (vx, vy) = (c.x.value - b.x.value, c.y.value - b.y.value)
        return ux * vy == uy * vx && ux * vx + uy * vy > 0
    }
}

extension Position {
    fileprivate var snapped: Position {
        Position(x: Points((x.value * 8).rounded() / 8), y: Points((y.value * 8).rounded() / 8))
    }
}
