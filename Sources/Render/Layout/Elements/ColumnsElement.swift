internal import Drawing
internal import Findings
internal import Templates

/// `columns`: its content in columns side by side, of about equal height.
struct ColumnsElement: BlockElement {
    let definition = ElementDefinition(
        "columns", .block, "Its content in columns side by side, of about equal height",
        attributes: [
            .init("count", .integer(2...6), default: "2", "how many"),
            .init("gap", .length(percent: false), default: "6mm", "space between them"),
        ], content: .blocks(and: []))

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let count = flow.integer(node, "count") ?? 2
        let gap = min(flow.length(node, "gap") ?? 17, flow.width / Double(2 * count))
        let width = (flow.width - gap * Double(count - 1)) / Double(count)
        var inside = flow.inner(width: width)
        try inside.layOut(node.content)
        var rest = inside.boxes[...]
        while !rest.isEmpty {
            let columns = Self.split(&rest, into: count, most: flow.style.area.height)
            flow.boxes.append(Self.join(columns, step: width + gap, at: node.position))
        }
    }

    /// Fills columns of the least height that takes all boxes; where a page is too short, of its height.
    private static func split(_ boxes: inout ArraySlice<Box>, into count: Int, most: Points) -> [[Box]] {
        let whole = boxes.reduce(Points.zero) { $0 + $1.height + max($1.before, $1.after) }
        var low = max(whole * (0.5 / Double(count)), boxes.map(\.height).max() ?? 0)
        var high = max(whole, low)
        // Halving to a tenth of a point.
        while high - low > 0.1 {
            let middle: Points = (low + high) * 0.5
            var copy = boxes
            _ = fill(&copy, count: count, height: middle)
            if copy.isEmpty { high = middle } else { low = middle }
        }
        return fill(&boxes, count: count, height: max(min(high, most), boxes.first?.height ?? 0))
    }

    private static func fill(_ boxes: inout ArraySlice<Box>, count: Int, height: Points) -> [[Box]] {
        var columns: [[Box]] = []
        while columns.count < count, !boxes.isEmpty {
            var column: [Box] = []
            var y = Points.zero
            while let box = boxes.first {
                // Boxes that keep together are counted together.
                let run = Array(boxes.prefix { $0.keepsWithNext }) + boxes.drop { $0.keepsWithNext }.prefix(1)
                let needed = run.reduce(Points.zero) { $0 + $1.height } + (column.isEmpty ? 0 : gapBefore(box, column))
                if !column.isEmpty, y + needed > height { break }
                y += (column.isEmpty ? 0 : gapBefore(box, column)) + box.height
                column.append(box)
                boxes.removeFirst()
            }
            columns.append(column)
        }
        return columns
    }

    private static func gapBefore(_ box: Box, _ column: [Box]) -> Points {
        max(box.before, column.last?.after ?? 0)
    }

    private static func join(_ columns: [[Box]], step: Points, at position: SourcePosition) -> Box {
        var joined = Box([], height: 0, position: position)
        for (index, column) in columns.enumerated() {
            var y = Points.zero
            for (place, box) in column.enumerated() {
                if place > 0 { y += gapBefore(box, Array(column[..<place])) }
                let items = box.items.map { $0.moved(dx: step * Double(index), dy: y) }
                if let role = box.membership?.role {
                    joined.items.append(.group(Group(role: role, items)))
                } else {
                    joined.items += items
                }
                joined.outline += box.outline.map {
                    Box.Outline(title: $0.title, level: $0.level, dy: $0.dy + y)
                }
                y += box.height
            }
            joined.height = max(joined.height, y)
        }
        let all = columns.flatMap { $0 }
        joined.before = all.map(\.before).max() ?? 0
        joined.after = all.map(\.after).max() ?? 0
        joined.floats = !all.isEmpty && all.allSatisfy(\.floats)
        return joined
    }
}
