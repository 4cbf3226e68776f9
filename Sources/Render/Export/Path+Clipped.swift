internal import Drawing

extension Path {
    /// The path inside a square of ±`limit` about the origin, without coordinates that are not finite.
    ///
    /// Cairo keeps coordinates in 24.8 bits: beyond ±2^23 they wrap round silently and NaN draws to the origin. A
    /// line that leaves the square runs along its edge instead, far outside any page, so fills keep their shape.
    /// The path splits at a coordinate that is not finite. Control points outside are moved to the edge.
    func clipped(to limit: Double) -> Path {
        if segments.allSatisfy({ $0.isInside(limit) }) { return self }
        var walk = ClipWalk(limit: limit)
        for segment in segments { walk.add(segment) }
        return walk.path
    }
}

extension Path.Segment {
    fileprivate func isInside(_ limit: Double) -> Bool {
        switch self {
        case .move(let p), .line(let p): p.isInside(limit)
        case .curve(let a, let b, let p): a.isInside(limit) && b.isInside(limit) && p.isInside(limit)
        case .close: true
        }
    }
}

extension Position {
    /// False for NaN too.
    fileprivate func isInside(_ limit: Double) -> Bool { abs(x.value) <= limit && abs(y.value) <= limit }

    fileprivate var isFinite: Bool { x.value.isFinite && y.value.isFinite }

    fileprivate func clamped(to limit: Double) -> Position {
        Position(
            x: Points(min(max(x.value, -limit), limit)), y: Points(min(max(y.value, -limit), limit)))
    }
}

/// Builds the clipped path while it walks along the original.
private struct ClipWalk {
    let limit: Double
    var path = Path()
    /// Where the original stands; `nil` after a coordinate that is not finite.
    private var pen: Position?
    private var start: Position?
    /// A piece that was split must not be closed: its ends are not neighbors.
    private var broken = false

    init(limit: Double) { self.limit = limit }

    mutating func add(_ segment: Path.Segment) {
        switch segment {
        case .move(let p):
            broken = false
            begin(at: p)
        case .line(let p):
            guard let from = pen, p.isFinite else { return split(before: p) }
            line(from: from, to: p)
            pen = p
        case .curve(let a, let b, let p):
            guard pen != nil, a.isFinite, b.isFinite, p.isFinite else { return split(before: p) }
            path.segments.append(.curve(a.clamped(to: limit), b.clamped(to: limit), p.clamped(to: limit)))
            pen = p
        case .close:
            guard let from = pen, let start, !broken else { return }
            if !from.isInside(limit) || !start.isInside(limit) { line(from: from, to: start) }
            path.segments.append(.close)
            pen = start
        }
    }

    private mutating func begin(at p: Position) {
        guard p.isFinite else {
            pen = nil
            broken = true
            return
        }
        path.segments.append(.move(p.clamped(to: limit)))
        pen = p
        start = p
    }

    private mutating func split(before p: Position) {
        broken = true
        begin(at: p)
    }

    /// Follows the line with each point moved to the nearest one in the square.
    ///
    /// That walk is straight between the places where the line crosses the square's four prolonged sides.
    private mutating func line(from a: Position, to b: Position) {
        if !a.isInside(limit) || !b.isInside(limit) {
            // Differences of larger numbers overflow.
            let (from, to) = (a.clamped(to: 1e150), b.clamped(to: 1e150))
            let (dx, dy) = (to.x.value - from.x.value, to.y.value - from.y.value)
            let turns = [-limit, limit].flatMap { [($0 - from.x.value) / dx, ($0 - from.y.value) / dy] }
            for turn in turns.filter({ $0 > 0 && $0 < 1 }).sorted() {
                let place = Position(x: Points(from.x.value + turn * dx), y: Points(from.y.value + turn * dy))
                path.segments.append(.line(place.clamped(to: limit)))
            }
        }
        path.segments.append(.line(b.clamped(to: limit)))
    }
}
