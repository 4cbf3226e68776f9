public import Drawing

/// A figure as data: panels with axes and marks, before any place on the page is known.
public struct FigureSpec: Sendable, Hashable {
    /// Public id of the figure.
    public var id: String
    /// Caption, with `_{}` and `^{}` marks.
    public var caption: String
    /// What a reader who cannot see it should know.
    public var alternative: String
    /// The cells in reading order.
    public var cells: [FigureCell]
    /// How many cells stand side by side.
    public var columns: Int
    /// The width beyond which the figure gains nothing; it is drawn at the smaller of this and the width offered.
    public var preferredWidth: Points

    /// A figure; without cells it draws nothing.
    public init(
        id: String, caption: String, alternative: String, cells: [FigureCell] = [], columns: Int = 1,
        preferredWidth: Points = FigureSpec.doubleColumn
    ) {
        self.id = id
        self.caption = caption
        self.alternative = alternative
        self.cells = cells
        self.columns = max(1, columns)
        self.preferredWidth = preferredWidth
    }

    /// Width of a figure that spans one column of a journal.
    public static let singleColumn = Points.millimeters(89)
    /// Width between one column and two, for one panel with room for notes.
    public static let mediumColumn = Points.millimeters(120)
    /// Width of a figure that spans the page of a journal.
    public static let doubleColumn = Points.millimeters(183)
}

/// One cell of a figure: panels above each other, left edges aligned.
public struct FigureCell: Sendable, Hashable {
    /// What tells this cell from its neighbors, above its first panel (`0.50 V`); empty for none.
    public var title: String
    /// The panels from top to bottom.
    public var panels: [Panel]
    /// Whether the panels share one horizontal axis, labeled under the last panel only.
    public var sharesX: Bool

    /// A cell of panels.
    public init(_ panels: [Panel], title: String = "", sharesX: Bool = false) {
        self.panels = panels
        self.title = title
        self.sharesX = sharesX
    }
}
