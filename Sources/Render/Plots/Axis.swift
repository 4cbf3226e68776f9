public import Measurements

/// How data are spread along an axis.
public enum Scale: Sendable, Hashable {
    /// Evenly.
    case linear
    /// By decades; values that are not positive are left out.
    case log
    /// By decades on both sides of zero, linear below the threshold, which is positive.
    case symlog(threshold: Double)
}

/// What part of the data an axis shows.
public enum AxisRange: Sendable, Hashable {
    /// All of the data, and this part of their span more on each side.
    case auto(padding: Double)
    /// From here to there.
    case fixed(low: Double, high: Double)
}

/// An axis: what it shows, in which unit and how.
public struct Axis: Sendable, Hashable {
    /// Name of the quantity, with `_{}` and `^{}` marks; the unit is added in parentheses.
    public var name: String
    /// Unit of the data.
    public var unit: SIUnit
    /// A unit that is no SI unit (`%`); takes the place of `unit` and takes no prefix.
    public var unitText: String?
    /// Scale.
    public var scale: Scale
    /// Range.
    public var range: AxisRange
    /// Values that an automatic range must show.
    public var includes: [Double]
    /// Whether values grow to the left or downward.
    public var inverted: Bool
    /// Names of categories at 1, 2, 3, which take the place of numbers; empty for a quantity.
    public var names: [String] = []

    /// An axis.
    public init(
        _ name: String, _ unit: SIUnit = .none, unitText: String? = nil, scale: Scale = .linear,
        range: AxisRange = .auto(padding: 0.05), includes: [Double] = [], inverted: Bool = false
    ) {
        self.name = name
        self.unit = unit
        self.unitText = unitText
        self.scale = scale
        self.range = range
        self.includes = includes
        self.inverted = inverted
    }
}
