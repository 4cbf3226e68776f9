internal import Drawing

/// How pages look: sizes, colors, margins; one accent, dark text, thin rules.
struct PageStyle {
    var page = Size(width: .millimeters(210), height: .millimeters(297))
    var margins = Margins()
    var numbers = PageNumbers()
    var bodySize = Points(8.3)
    var accent = Color(hex: 0x0072B2)
    var ink = Color(hex: 0x1F2328)
    /// Secondary text.
    var quiet = Color(hex: 0x6A717A)
    var rule = Color(hex: 0x9AA1A9)
    /// Lines between the rows of a table.
    var faintRule = Color(hex: 0xE3E6E9)
    /// Color of section heads; the accent unless told.
    var headingColor: Color?
    var tableLook = TableLook.rows
    /// Height of a line against the size of its type.
    var leading = 1.38
    /// Sizes against the size of the text.
    var titleSize = 2.1
    var headingSize = 1.42
    var captionPart = 0.9
    var tablePart = 0.82

    var smallSize: Points { bodySize * 0.86 }
    /// Captions, table heads, notes.
    var captionSize: Points { bodySize * captionPart }
    /// Cells of tables: a report's numbers, small and near to each other.
    var tableSize: Points { bodySize * tablePart }
    /// Rules, definitions and settings: what is looked up, not read.
    var fineSize: Points { bodySize * 0.755 }
    var lineHeight: Points { bodySize * leading }
    /// The text area of a page.
    var area: Frame {
        Frame(
            x: margins.left, y: margins.top, width: page.width - margins.left - margins.right,
            height: page.height - margins.top - margins.bottom)
    }

    var body: InlineStyle { InlineStyle(font: Font(size: bodySize), color: ink) }
    var small: InlineStyle { InlineStyle(font: Font(size: smallSize), color: quiet) }
    var fine: InlineStyle { InlineStyle(font: Font(size: fineSize), color: quiet) }
    var caption: InlineStyle { InlineStyle(font: Font(size: captionSize), color: ink) }

    /// Type of a heading: 0 is the title.
    func heading(_ level: Int) -> InlineStyle {
        let second = max(1, 1 + (headingSize - 1) / 3)
        let sizes: [Points] = [bodySize * titleSize, bodySize * headingSize, bodySize * second, bodySize]
        let color = level == 1 ? headingColor ?? accent : ink
        return InlineStyle(font: Font(size: sizes[min(max(level, 0), 3)], bold: true), color: color)
    }

    /// Colors of good, doubtful and bad; readable on white, apart for the color-blind by lightness too.
    static let good = Color(hex: 0x00734F)
    static let doubtful = Color(hex: 0x9A5B00)
    static let bad = Color(hex: 0xB3261E)
}

/// Face, color and place of a piece of running text.
struct InlineStyle: Hashable {
    var font: Font
    var color: Color
    var rise: Points = 0
    var target: LinkTarget?

    func bold() -> InlineStyle {
        var copy = self
        copy.font.bold = true
        return copy
    }

    func colored(_ color: Color) -> InlineStyle {
        var copy = self
        copy.color = color
        return copy
    }

    /// Smaller and moved by a part of the size, for scripts; the fractions are those of `RichText`.
    func script(raised: Bool) -> InlineStyle {
        var copy = self
        copy.rise += raised ? font.size * 0.34 : -(font.size * 0.17)
        copy.font.size = font.size * 0.72
        return copy
    }
}
