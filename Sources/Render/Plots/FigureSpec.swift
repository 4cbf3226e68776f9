public import Drawing

/// A figure as data: panels with axes and marks, before any place on the page is known.
public struct FigureSpec: Sendable, Hashable {
    /// Public id of the figure.
    public var id: String
    /// Caption, with `_{}` and `^{}` marks.
    public var caption: String
    /// What a reader who cannot see it should know.
    public var alternative: String

    /// A figure without panels yet.
    public init(id: String, caption: String, alternative: String) {
        self.id = id
        self.caption = caption
        self.alternative = alternative
    }
}

/// Draws a figure at a width; its height follows from its panels.
public func drawFigure(_ spec: FigureSpec, width: Points, text: any TextMeasuring) -> Picture {
    Picture(size: Size(width: width, height: 0))
}
