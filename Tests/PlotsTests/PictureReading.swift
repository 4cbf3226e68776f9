import Drawing

/// What plot tests ask of a picture.
extension Picture {
    /// All text runs, wherever they stand.
    var texts: [TextRun] { items.flatMap(\.texts) }

    /// The first group with a clip: each panel has one, in drawing order.
    var panels: [Group] { items.flatMap(\.panels) }

    /// The texts that share an area with another, as pairs.
    var overlappingTexts: [(String, String)] {
        let runs = texts
        var pairs: [(String, String)] = []
        for (index, a) in runs.enumerated() {
            for b in runs[(index + 1)...] where a.frame.inset(by: 0.05).overlaps(b.frame.inset(by: 0.05)) {
                pairs.append((a.string, b.string))
            }
        }
        return pairs
    }

    /// The texts that stick out of the picture.
    var textsOutside: [String] {
        let whole = Frame(x: 0, y: 0, width: size.width, height: size.height)
        return texts.filter { !whole.contains($0.frame, slack: 0.6) }.map(\.string)
    }
}

extension Frame {
    /// The frame with the same margin off on each side.
    func inset(by margin: Points) -> Frame { inset(left: margin, top: margin, right: margin, bottom: margin) }
}

extension Item {
    var texts: [TextRun] {
        switch self {
        case .text(let run): [run]
        case .group(let group): group.items.flatMap(\.texts)
        default: []
        }
    }

    var panels: [Group] {
        guard case .group(let group) = self else { return [] }
        return group.clip != nil ? [group] : group.items.flatMap(\.panels)
    }

    /// All corners of all paths.
    var corners: [Position] {
        switch self {
        case .group(let group): group.items.flatMap(\.corners)
        case .path(let path, _, _):
            path.segments.flatMap { segment -> [Position] in
                switch segment {
                case .move(let p), .line(let p): [p]
                case .curve(let a, let b, let c): [a, b, c]
                case .close: []
                }
            }
        default: []
        }
    }

    /// Whether a group of marks of a role is inside, with something to draw.
    func hasMarks(_ role: String) -> Bool {
        guard case .group(let group) = self else { return false }
        if group.role == .marks(role) { return !group.items.isEmpty }
        return group.items.contains { $0.hasMarks(role) }
    }
}
