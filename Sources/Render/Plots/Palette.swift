public import Drawing

/// Colors, dashes and markers that keep apart for color-blind readers and in gray.
public enum Palette {
    /// Blue of Okabe and Ito: data.
    public static let blue = Color(hex: 0x0072B2)
    /// Vermillion of Okabe and Ito: fits.
    public static let vermillion = Color(hex: 0xD55E00)
    /// Green of Okabe and Ito.
    public static let green = Color(hex: 0x009E73)
    /// Purple of Okabe and Ito.
    public static let purple = Color(hex: 0xCC79A7)

    /// The colors of categories in order; yellow and sky are too pale for lines.
    public static let categories = [blue, vermillion, green, purple, .black]

    /// The color of a category; repeats after the last.
    public static func color(_ index: Int) -> Color { categories[wrap(index, categories.count)] }

    /// The dash of a category, so that it can be told without color.
    public static func dash(_ index: Int) -> [Points] {
        let dashes: [[Points]] = [[], [4, 1.5], [1, 1.2], [5, 1.5, 1, 1.5], []]
        return dashes[wrap(index, dashes.count)]
    }

    /// The marker of a category, so that it can be told without color.
    public static func shape(_ index: Int) -> MarkerShape {
        let shapes: [MarkerShape] = [.circle, .square, .triangle, .diamond, .downTriangle]
        return shapes[wrap(index, shapes.count)]
    }

    /// The viridis map from 0 (violet) to 1 (yellow), for sequences: cycle, rate, bias.
    ///
    /// Nine anchors of the published map with straight lines between them: within 2/255 of the whole table.
    public static func viridis(_ part: Double) -> Color {
        let anchors: [UInt32] = [
            0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725,
        ]
        let place = (part.isFinite ? min(max(part, 0), 1) : 0) * Double(anchors.count - 1)
        let index = min(Int(place), anchors.count - 2)
        let rest = place - Double(index)
        let a = Color(hex: anchors[index])
        let b = Color(hex: anchors[index + 1])
        return Color(
            red: a.red + rest * (b.red - a.red), green: a.green + rest * (b.green - a.green),
            blue: a.blue + rest * (b.blue - a.blue))
    }

    /// The color of member `index` of a sequence of `count`; stays below the pale end of viridis, which is lost on white.
    public static func sequence(_ index: Int, of count: Int) -> Color {
        count <= 1 ? blue : viridis(0.8 * Double(index) / Double(count - 1))
    }

    private static func wrap(_ index: Int, _ count: Int) -> Int { ((index % count) + count) % count }
}

/// Sizes that every figure shares.
enum PlotStyle {
    static let labelFont = Font(size: 7)
    static let tickFont = Font(size: 6.5)
    static let noteFont = Font(size: 6)
    static let titleFont = Font(size: 7)
    static let letterFont = Font(size: 8, bold: true)
    static let axisStroke = Stroke(.black, width: 0.6, join: .miter)
    static let tickStroke = Stroke(.black, width: 0.5)
    static let tickLength: Points = 2.6
    static let minorTickLength: Points = 1.5
    /// Narrowest cell that is set side by side with others, and the narrowest where the page's height leaves no choice.
    static let cellWidth: Points = 108
    static let leastCellWidth: Points = 75
    /// Tallest figure that leaves room for its caption and a heading on an A4 page.
    static let tallestFigure: Points = 600
    /// Between cells of a row, and between rows.
    static let columnGap: Points = 12
    static let rowGap: Points = 8
}
