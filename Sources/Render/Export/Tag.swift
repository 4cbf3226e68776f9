internal import Drawing

/// Names and attributes of what Cairo writes into a tagged PDF (ISO 32000-1, 14.8.4).
enum Tag {
    static let document = "Document"
    static let link = "Link"
    /// Cairo's own name for a place.
    static let destination = "cairo.dest"

    /// Attributes of a link over a frame; `nil` where it leads nowhere.
    static func link(_ frame: Frame, _ target: LinkTarget, places: Set<String>) -> String? {
        let sides = [frame.x, frame.y, frame.width, frame.height].map(\.value)
        guard sides.allSatisfy({ abs($0) <= 1e5 }) else { return nil }
        let rect = "rect=[" + sides.map(number).joined(separator: " ") + "]"
        switch target {
        case .uri(let address): return "\(rect) uri=\(quoted(address))"
        case .destination(let name): return places.contains(name) ? "\(rect) dest=\(quoted(name))" : nil
        }
    }

    /// Attributes of a place.
    static func place(_ name: String, x: Double, y: Double) -> String {
        "name=\(quoted(name)) x=\(number(x)) y=\(number(y))"
    }

    /// A hundredth of a point is enough for a place, and keeps out exponents.
    private static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
        return (hundredths < 0 ? "-" : "") + "\(whole)." + (rest < 10 ? "0" : "") + "\(rest)"
    }

    /// Cairo ends a string at an apostrophe unless a backslash stands before it, and C at a zero byte.
    private static func quoted(_ text: String) -> String {
        var quoted = "'"
        for scalar in text.unicodeScalars where scalar.properties.generalCategory != .control {
            if scalar == "'" || scalar == "\\" { quoted.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "'"
    }
}

extension Role {
    /// The structure element of a tagged PDF; `nil` for what readers should pass over.
    var tag: String? {
        switch self {
        case .heading(let level): "H\(min(max(level, 1), 6))"
        case .paragraph: "P"
        case .table: "Table"
        case .tableRow: "TR"
        case .tableCell: "TD"
        case .caption: "Caption"
        case .listItem: "LI"
        case .figure: "Figure"
        case .marks, .artifact: nil
        }
    }
}

extension Document {
    /// What each tagged figure shows, in the order of drawing.
    var figureAlternatives: [String] { pages.flatMap { Document.alternatives($0.items) } }

    private static func alternatives(_ items: [Item]) -> [String] {
        items.flatMap { item -> [String] in
            guard case .group(let group) = item, group.role != .artifact else { return [] }
            guard case .figure(_, let alternative) = group.role else { return alternatives(group.items) }
            return [RichText.plain(alternative)] + alternatives(group.items)
        }
    }
}
