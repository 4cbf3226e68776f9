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
        case .uri(let address): return "\(rect) uri=\(quoted(ascii(address)))"
        case .destination(let name): return places.contains(name) ? "\(rect) dest=\(quoted(placeName(name)))" : nil
        }
    }

    /// Attributes of a place.
    static func place(_ name: String, x: Double, y: Double) -> String {
        "name=\(quoted(placeName(name))) x=\(number(x)) y=\(number(y))"
    }

    /// A place's name in ASCII; no two names become one.
    private static func placeName(_ name: String) -> String {
        ascii(name.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%25"))
    }

    /// A text with `%XX` for blanks and for what is not ASCII, which an address may not have (RFC 3986, 2.1).
    private static func ascii(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".unicodeScalars)
        var out = String.UnicodeScalarView()
        for byte in text.utf8 {
            if (0x21...0x7E).contains(byte) {
                out.append(Unicode.Scalar(byte))
            } else {
                out += ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(out)
    }

    /// A hundredth of a point is enough for a place, and keeps out exponents.
    private static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
        return (hundredths < 0 ? "-" : "") + "\(whole)." + (rest < 10 ? "0" : "") + "\(rest)"
    }

    /// Cairo ends a string at an apostrophe unless a backslash stands before it.
    private static func quoted(_ text: String) -> String {
        var quoted = "'"
        for character in text {
            if character == "'" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
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
        case .tableHeader: "TH"
        case .caption: "Caption"
        case .listItem: "LI"
        case .listLabel: "Lbl"
        case .figure: "Figure"
        case .marks, .artifact: nil
        }
    }
}

extension Document {
    /// What each tagged figure shows, in the order of drawing.
    var figureAlternatives: [String] { pages.flatMap { Document.alternatives($0.items) } }

    /// What each figure among items shows, in the order of drawing.
    static func alternatives(_ items: [Item]) -> [String] {
        items.flatMap { item -> [String] in
            guard case .group(let group) = item, group.role != .artifact else { return [] }
            guard case .figure(_, let alternative) = group.role else { return alternatives(group.items) }
            return [RichText.plain(alternative)] + alternatives(group.items)
        }
    }
}
