public import Drawing

/// Arrow heads along a path, to show in which direction a loop was run.
public struct ArrowMark: Sendable, Hashable {
    /// Horizontal values of the path; shape [n].
    public var x: [Double]
    /// Vertical values of the path; shape [n].
    public var y: [Double]
    /// Where the heads stand, as parts of the path's length on the page.
    public var fractions: [Double]
    /// Color.
    public var color: Color
    /// Length of a head.
    public var size: Points

    /// Arrow heads; at 1/4 and 3/4 of the arc unless told otherwise.
    public init(
        x: [Double], y: [Double], fractions: [Double] = [0.25, 0.75], color: Color = .black, size: Points = 5.5
    ) {
        self.x = x
        self.y = y
        self.fractions = fractions
        self.color = color
        self.size = size
    }
}

/// A note at a place of the data.
///
/// It moves about its place to find room, and is left out where there is none.
public struct TextMark: Sendable, Hashable {
    /// Horizontal value.
    public var x: Double
    /// Vertical value.
    public var y: Double
    /// The words, with `_{}` and `^{}` marks.
    public var text: String
    /// Color.
    public var color: Color

    /// A note.
    public init(x: Double, y: Double, _ text: String, color: Color = .black) {
        self.x = x
        self.y = y
        self.text = text
        self.color = color
    }
}
