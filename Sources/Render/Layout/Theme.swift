internal import Drawing

/// A look by its name; what `style` says besides wins over it.
enum Theme: String, CaseIterable {
    /// Blue section heads, thin lines between the rows of tables.
    case house
    /// As a journal sets it: smaller type, heads in the color of the text, lines at a table's head and foot only.
    case journal
    /// For printers without color: black and grays.
    case mono

    /// Sets what the theme sets.
    func apply(to style: inout PageStyle) {
        switch self {
        case .house: break
        case .journal:
            style.bodySize = 7.8
            style.leading = 1.32
            style.headingColor = style.ink
            style.tableLook = .head
            style.headingSize = 1.28
        case .mono:
            style.ink = .black
            style.accent = .black
            style.headingColor = .black
            style.quiet = .gray(0.33)
            style.rule = .gray(0.45)
            style.faintRule = .gray(0.8)
        }
    }
}

/// The lines of a table.
enum TableLook: String, CaseIterable {
    /// Thin lines between rows.
    case rows
    /// Lines above and below the head, and at the foot.
    case head
    /// Every second row on a tint.
    case stripes
}

/// Space between the edge of the page and its text.
struct Margins {
    var top = Points.millimeters(18)
    var right = Points.millimeters(18)
    var bottom = Points.millimeters(18)
    var left = Points.millimeters(18)
}

/// How pages are counted.
struct PageNumbers {
    /// Number of the first page.
    var first = 1
    /// Whether they are printed as i, ii, iii.
    var isRoman = false

    /// The printed number of a page, counted from 0.
    func label(_ index: Int) -> String { isRoman ? Self.roman(first + index) : "\(first + index)" }

    private static func roman(_ number: Int) -> String {
        // No report has four thousand pages before its first.
        guard (1..<4000).contains(number) else { return "\(number)" }
        let signs = [
            (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
            (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
        ]
        var rest = number
        var text = ""
        for (value, sign) in signs {
            while rest >= value {
                text += sign
                rest -= value
            }
        }
        return text
    }
}
