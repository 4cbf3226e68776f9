/// A path of straight and curved pieces.
public struct Path: Sendable, Hashable {
    /// One piece.
    public enum Segment: Sendable, Hashable {
        case move(Position)
        case line(Position)
        case curve(Position, Position, Position)
        case close
    }

    /// The pieces in order.
    public var segments: [Segment]

    /// A path; empty unless given.
    public init(_ segments: [Segment] = []) { self.segments = segments }

    /// The outline of a rectangle.
    public static func rectangle(_ frame: Frame) -> Path {
        Path([
            .move(Position(x: frame.x, y: frame.y)), .line(Position(x: frame.maxX, y: frame.y)),
            .line(Position(x: frame.maxX, y: frame.maxY)), .line(Position(x: frame.x, y: frame.maxY)), .close,
        ])
    }

    /// One straight line.
    public static func line(from a: Position, to b: Position) -> Path { Path([.move(a), .line(b)]) }

    /// A line through points; splits where a coordinate is not finite.
    public static func polyline(_ points: [Position]) -> Path {
        var path = Path()
        var pen = false
        for point in points {
            guard point.x.value.isFinite, point.y.value.isFinite else {
                pen = false
                continue
            }
            path.segments.append(pen ? .line(point) : .move(point))
            pen = true
        }
        return path
    }
}
