public import Drawing

/// A line through data; it breaks where a value is not finite or has no place on the scale.
public struct LineMark: Sendable, Hashable {
    /// Horizontal values; shape [n].
    public var x: [Double]
    /// Vertical values; shape [n].
    public var y: [Double]
    /// Color.
    public var color: Color
    /// Width of the line.
    public var width: Points
    /// Lengths drawn and left out in turn; empty is solid.
    public var dash: [Points]
    /// Name of the group in the picture.
    public var role: String
    /// Words in the legend; `nil` for none.
    public var label: String?

    /// A line; longer of the two arrays is cut.
    public init(
        x: [Double], y: [Double], color: Color = .black, width: Points = 0.9, dash: [Points] = [],
        role: String = "data", label: String? = nil
    ) {
        self.x = x
        self.y = y
        self.color = color
        self.width = width
        self.dash = dash
        self.role = role
        self.label = label
    }
}

/// A straight line across the whole frame: a zero line, a threshold.
public struct RuleMark: Sendable, Hashable {
    /// Which axis the value belongs to.
    public enum Direction: Sendable, Hashable { case horizontal, vertical }

    /// Horizontal rules stand at a value of y, vertical ones at a value of x.
    public var direction: Direction
    /// Where it stands on its axis.
    public var value: Double
    /// Color.
    public var color: Color
    /// Width of the line.
    public var width: Points
    /// Lengths drawn and left out in turn; empty is solid.
    public var dash: [Points]
    /// Words beside the rule, inside the frame; `nil` for none.
    public var note: String?

    /// A rule; thin and gray unless told otherwise.
    public init(
        _ direction: Direction, at value: Double, color: Color = .gray(0.55), width: Points = 0.5,
        dash: [Points] = [], note: String? = nil
    ) {
        self.direction = direction
        self.value = value
        self.color = color
        self.width = width
        self.dash = dash
        self.note = note
    }
}

/// The area between two curves over one x: an interval of confidence, a range.
public struct BandMark: Sendable, Hashable {
    /// Horizontal values, in rising order; shape [n].
    public var x: [Double]
    /// Lower edge; shape [n].
    public var low: [Double]
    /// Upper edge; shape [n].
    public var high: [Double]
    /// Color.
    public var color: Color
    /// Name of the group in the picture.
    public var role: String
    /// Words in the legend; `nil` for none.
    public var label: String?

    /// A band.
    public init(
        x: [Double], low: [Double], high: [Double], color: Color, role: String = "band", label: String? = nil
    ) {
        self.x = x
        self.low = low
        self.high = high
        self.color = color
        self.role = role
        self.label = label
    }
}
