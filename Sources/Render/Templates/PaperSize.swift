public import Drawing

/// A size of paper as a template writes it: `A4`, `A5-landscape`, `letter`, `120mm x 80mm`.
public struct PaperSize: Sendable, Hashable {
    /// Width and height.
    public let size: Size

    private static let known: [(name: String, width_mm: Double, height_mm: Double)] = [
        ("A3", 297, 420), ("A4", 210, 297), ("A5", 148, 210), ("A6", 105, 148), ("letter", 215.9, 279.4),
        ("legal", 215.9, 355.6),
    ]

    /// The sizes that have names; each also with `-landscape` behind.
    public static let names = known.flatMap { [$0.name, $0.name + "-landscape"] }

    /// Reads a size; `nil` for anything else, and for what no reader of PDF shows (3 to 14400 pt a side).
    public init?(_ text: String) {
        if let paper = Self.known.first(where: { text == $0.name || text == $0.name + "-landscape" }) {
            let (short, long) = (Points.millimeters(paper.width_mm), Points.millimeters(paper.height_mm))
            size = text.hasSuffix("-landscape") ? Size(width: long, height: short) : Size(width: short, height: long)
            return
        }
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { String($0).trimmingBlanks }
        guard sides.count == 2, case .points(let width)? = PageLength(sides[0]),
            case .points(let height)? = PageLength(sides[1]),
            [width, height].allSatisfy({ $0 >= 3 && $0 <= 14400 })
        else { return nil }
        size = Size(width: width, height: height)
    }
}
