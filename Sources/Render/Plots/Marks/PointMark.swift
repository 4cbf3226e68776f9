public import Drawing

/// Shape of a marker.
public enum MarkerShape: String, Sendable, Hashable, CaseIterable {
    case circle, square, triangle, diamond, downTriangle, cross
}

/// Markers at data, open or filled, with error bars where errors are given.
public struct PointMark: Sendable, Hashable {
    /// Horizontal values; shape [n].
    public var x: [Double]
    /// Vertical values; shape [n].
    public var y: [Double]
    /// Lower ends of the error bars; shape [n] or empty; not finite means no bar.
    public var low: [Double]
    /// Upper ends of the error bars; shape [n] or empty.
    public var high: [Double]
    /// Shape of the markers.
    public var shape: MarkerShape
    /// Whether markers are filled; open ones show what lies under them, but for circles, which are white inside.
    public var filled: Bool
    /// Diameter or edge.
    public var size: Points
    /// Shift to the right on the page, so that symbols at one value stand side by side.
    public var dodge: Points
    /// Color.
    public var color: Color
    /// Name of the group in the picture.
    public var role: String
    /// Words in the legend; `nil` for none.
    public var label: String?

    /// Markers.
    public init(
        x: [Double], y: [Double], low: [Double] = [], high: [Double] = [], shape: MarkerShape = .circle,
        filled: Bool = false, size: Points = 3.4, dodge: Points = 0, color: Color = .black, role: String = "data",
        label: String? = nil
    ) {
        self.x = x
        self.y = y
        self.low = low
        self.high = high
        self.shape = shape
        self.filled = filled
        self.size = size
        self.dodge = dodge
        self.color = color
        self.role = role
        self.label = label
    }
}
