/// How a path is drawn along its line.
public struct Stroke: Sendable, Hashable {
    /// How a line ends.
    public enum Cap: String, Sendable { case butt, round, square }
    /// How lines meet.
    public enum Join: String, Sendable { case miter, round, bevel }

    /// Color.
    public var color: Color
    /// Width of the line.
    public var width: Points
    /// Lengths of dashes and gaps; empty for a solid line.
    public var dash: [Points]
    /// How the line ends.
    public var cap: Cap
    /// How pieces meet.
    public var join: Join

    /// A stroke; solid unless `dash` says otherwise.
    public init(_ color: Color, width: Points, dash: [Points] = [], cap: Cap = .butt, join: Join = .round) {
        self.color = color
        self.width = width
        self.dash = dash
        self.cap = cap
        self.join = join
    }
}
