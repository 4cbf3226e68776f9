/// A length on the page in typographic points, 1/72 inch.
///
/// A type of its own, so that it cannot be mixed with data.
public struct Points: Sendable, Hashable, Comparable, AdditiveArithmetic, ExpressibleByFloatLiteral,
    ExpressibleByIntegerLiteral
{
    /// The number of points.
    public var value: Double

    /// So many points.
    public init(_ value: Double) { self.value = value }
    /// So many points.
    public init(floatLiteral value: Double) { self.value = value }
    /// So many points.
    public init(integerLiteral value: Int) { self.value = Double(value) }

    /// A length given in millimeters.
    public static func millimeters(_ mm: Double) -> Points { Points(mm * 72 / 25.4) }

    /// No length.
    public static let zero = Points(0)
    /// Sum.
    public static func + (a: Points, b: Points) -> Points { Points(a.value + b.value) }
    /// Difference.
    public static func - (a: Points, b: Points) -> Points { Points(a.value - b.value) }
    /// The opposite length.
    public static prefix func - (a: Points) -> Points { Points(-a.value) }
    /// A multiple.
    public static func * (a: Points, b: Double) -> Points { Points(a.value * b) }
    /// A multiple.
    public static func * (a: Double, b: Points) -> Points { Points(a * b.value) }
    /// A part.
    public static func / (a: Points, b: Double) -> Points { Points(a.value / b) }
    /// A ratio of lengths.
    public static func / (a: Points, b: Points) -> Double { a.value / b.value }
    /// Whether `a` is shorter.
    public static func < (a: Points, b: Points) -> Bool { a.value < b.value }
}

/// A place on the page: x to the right, y down, from the top left corner.
public struct Position: Sendable, Hashable {
    /// To the right.
    public var x: Points
    /// Down.
    public var y: Points
    /// A place.
    public init(x: Points, y: Points) {
        self.x = x
        self.y = y
    }
    /// The place moved by so much.
    public func moved(dx: Points = 0, dy: Points = 0) -> Position { Position(x: x + dx, y: y + dy) }
}

/// Width and height.
public struct Size: Sendable, Hashable {
    /// Width.
    public var width: Points
    /// Height.
    public var height: Points
    /// A size.
    public init(width: Points, height: Points) {
        self.width = width
        self.height = height
    }
}

/// An upright rectangle on the page.
public struct Frame: Sendable, Hashable {
    /// To the right.
    public var x: Points
    /// Down.
    public var y: Points
    /// Width.
    public var width: Points
    /// Height.
    public var height: Points
    /// A rectangle by its top left corner and size.
    public init(x: Points, y: Points, width: Points, height: Points) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }
    /// Right edge.
    public var maxX: Points { x + width }
    /// Bottom edge.
    public var maxY: Points { y + height }
    /// Horizontal middle.
    public var midX: Points { x + width / 2 }
    /// Vertical middle.
    public var midY: Points { y + height / 2 }
    /// The rectangle made smaller on each side.
    public func inset(left: Points = 0, top: Points = 0, right: Points = 0, bottom: Points = 0) -> Frame {
        Frame(x: x + left, y: y + top, width: width - left - right, height: height - top - bottom)
    }
    /// Whether two rectangles share an area.
    public func overlaps(_ other: Frame) -> Bool {
        x < other.maxX && other.x < maxX && y < other.maxY && other.y < maxY
    }
    /// Whether `other` lies inside, up to a slack.
    public func contains(_ other: Frame, slack: Points = 0) -> Bool {
        other.x >= x - slack && other.y >= y - slack && other.maxX <= maxX + slack && other.maxY <= maxY + slack
    }
}
