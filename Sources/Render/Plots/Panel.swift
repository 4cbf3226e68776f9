public import Drawing

/// A frame with two axes and the marks in it.
public struct Panel: Sendable, Hashable {
    /// How the height of the frame follows from its width.
    public enum Height: Sendable, Hashable {
        /// So many times the width.
        case ratio(Double)
        /// This high, whatever the width: strips of residuals.
        case fixed(Points)
        /// One unit is equally long on both axes; the height stays between these multiples of the width, and a range grows where it must.
        case equalAspect(least: Double, most: Double)
        /// The same in a frame this high, whatever the width.
        case equalAspectFixed(Points)

        /// Whether one unit is equally long on both axes.
        public var isEqualAspect: Bool {
            switch self {
            case .equalAspect, .equalAspectFixed: true
            case .fixed, .ratio: false
            }
        }
    }

    /// Where the legend stands.
    public enum LegendPlace: Sendable, Hashable {
        /// In the emptiest corner; above the frame where every corner holds marks.
        case auto
        /// Above the frame.
        case above
        /// Nowhere.
        case none
    }

    /// The horizontal axis.
    public var x: Axis
    /// The vertical axis.
    public var y: Axis
    /// What is drawn, the first at the bottom.
    public var marks: [Mark]
    /// Height of the frame.
    public var height: Height
    /// Where the legend stands; marks with a label are in it.
    public var legend: LegendPlace

    /// A panel.
    public init(
        x: Axis, y: Axis, marks: [Mark], height: Height = .ratio(0.72), legend: LegendPlace = .auto
    ) {
        self.x = x
        self.y = y
        self.marks = marks
        self.height = height
        self.legend = legend
    }
}
