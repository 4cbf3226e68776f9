internal import Drawing
internal import Findings
internal import Templates

/// `columns`: its content in columns side by side, of about equal height.
struct ColumnsElement: BlockElement {
    let definition = ElementDefinition(
        "columns", .block, "Its content in columns side by side, of about equal height",
        attributes: [
            .init("count", .integer(2...6), default: "2", "how many"),
            .init(
                "first", .length(percent: true),
                "width of the first of two columns: it holds the first block, the other the rest"),
            .init("gap", .length(percent: false), default: "6mm", "space between them"),
        ], content: .blocks(and: []))

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let count = flow.integer(node, "count") ?? 2
        let gap = min(flow.length(node, "gap") ?? 17, flow.width / Double(2 * count))
        if let first = flow.length(node, "first"), count == 2 {
            let box = try Self.pair(node, first: first, gap: gap, in: &flow)
            if let box { flow.boxes.append(box) }
            return
        }
        let width = (flow.width - gap * Double(count - 1)) / Double(count)
        var inside = flow.inner(width: width)
        try inside.layOut(node.content)
        var rest = inside.boxes[...]
        while !rest.isEmpty {
            let columns = Self.split(&rest, into: count, most: flow.style.area.height - flow.keptHeight)
            flow.boxes.append(Self.join(columns, step: width + gap, at: node.position))
        }
    }

    /// The first block in a column of a width, the rest in one beside it; all below each other where one is empty.
    private static func pair(
        _ node: TemplateNode, first: Points, gap: Points, in flow: inout Flow
    ) throws(Failure) -> Box? {
        let width = min(max(first, flow.width * 0.1), flow.width * 0.9)
        let isElement = { (piece: TemplateContent) -> Bool in if case .element = piece { true } else { false } }
        guard let split = node.content.firstIndex(where: isElement) else { return nil }
        var left = flow.inner(width: width - gap * 0.5)
        var right = flow.inner(width: flow.width - width - gap * 0.5)
        try left.layOut(Array(node.content[...split]))
        try right.layOut(Array(node.content[(split + 1)...]))
        let columns = [left.boxes, right.boxes]
        guard columns.allSatisfy({ !$0.isEmpty }) else {
            flow.boxes += left.boxes + right.boxes
            return nil
        }
        return join(columns, step: width + gap * 0.5, at: node.position)
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
            while let first = boxes.first {
                // Boxes that keep together are counted, and placed, together.
                let kept = boxes.prefix { $0.keepsWithNext }.count
                let run = boxes.prefix(kept + 1)
                var end = y
                for (index, box) in run.enumerated() {
                    let before = index > 0 ? run[run.startIndex + index - 1].after : column.last?.after
                    end += (before.map { max(box.before, $0) } ?? 0) + box.height
                }
                if !column.isEmpty, end > height { break }
                // A run that no column holds is broken all the same.
                let taken = end > height && first.keepsWithNext ? run.prefix(1) : run
                for box in taken {
                    y += (column.isEmpty ? 0 : gapBefore(box, column)) + box.height
                    column.append(box)
                }
                boxes.removeFirst(taken.count)
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
                let belongs = place > 0 && box.membership != nil && box.membership == column[place - 1].membership
                if belongs, case .group(var group)? = joined.items.last {
                    group.items += items
                    joined.items[joined.items.count - 1] = .group(group)
                } else if let role = box.membership?.role {
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
