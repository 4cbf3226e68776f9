/// A face of the house's type family at a size.
public struct Font: Sendable, Hashable {
    /// Height of the type.
    public var size: Points
    /// Heavy weight.
    public var bold: Bool
    /// Slanted.
    public var italic: Bool
    /// Fixed width, for checksums and file names.
    public var monospaced: Bool

    /// A face at a size.
    public init(size: Points, bold: Bool = false, italic: Bool = false, monospaced: Bool = false) {
        self.size = size
        self.bold = bold
        self.italic = italic
        self.monospaced = monospaced
    }
}

/// Measured size of a text on one line.
public struct TextExtent: Sendable, Hashable {
    /// Advance of the whole text.
    public var width: Points
    /// Height above the base line.
    public var ascent: Points
    /// Depth below the base line.
    public var descent: Points
    /// An extent.
    public init(width: Points, ascent: Points, descent: Points) {
        self.width = width
        self.ascent = ascent
        self.descent = descent
    }
}

/// A piece of text in one face and color, perhaps raised or lowered.
public struct TextSpan: Sendable, Hashable {
    /// The characters.
    public var text: String
    /// The face.
    public var font: Font
    /// The color.
    public var color: Color
    /// Height above the base line; negative for subscripts.
    public var rise: Points

    /// A piece of text.
    public init(_ text: String, font: Font, color: Color = .black, rise: Points = 0) {
        self.text = text
        self.font = font
        self.color = color
        self.rise = rise
    }
}

/// Text placed on the page: spans one after the other from the start of the base line.
public struct TextRun: Sendable, Hashable {
    /// The pieces, one after the other.
    public var spans: [TextSpan]
    /// Start of the base line.
    public var origin: Position
    /// Measured size of the whole run, before rotation.
    public var extent: TextExtent
    /// Rotation about the origin, degrees, counter-clockwise as a reader sees it (90 reads upward).
    public var rotation_deg: Double

    /// Places spans.
    public init(_ spans: [TextSpan], at origin: Position, extent: TextExtent, rotation_deg: Double = 0) {
        self.spans = spans
        self.origin = origin
        self.extent = extent
        self.rotation_deg = rotation_deg
    }

    /// The text without its styles.
    public var string: String { spans.map(\.text).joined() }

    /// The box of the text on the page; for rotations by quarter turns.
    public var frame: Frame {
        switch rotation_deg {
        case 90:
            Frame(
                x: origin.x - extent.ascent, y: origin.y - extent.width, width: extent.ascent + extent.descent,
                height: extent.width)
        case -90, 270:
            Frame(
                x: origin.x - extent.descent, y: origin.y, width: extent.ascent + extent.descent, height: extent.width)
        default:
            Frame(
                x: origin.x, y: origin.y - extent.ascent, width: extent.width,
                height: extent.ascent + extent.descent)
        }
    }
}
