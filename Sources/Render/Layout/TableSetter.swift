internal import Drawing
internal import Findings
internal import Templates

/// Sets a table: widths by content, head repeated after a break, no single rows at either side of one.
struct TableSetter {
    let flow: Flow
    let position: SourcePosition

    /// Space above and below the text of a row.
    private var padding: Points { flow.style.tableLook == .stripes ? 1.4 : 0.7 }

    private struct Placed {
        var x: Points
        var width: Points
        var align: Alignment
        var lines: [TextLine]
    }

    func boxes(_ table: TableModel) -> [Box] {
        let widths = columnWidths(table)
        let total = widths.reduce(.zero, +) + table.gap * Double(max(0, widths.count - 1))
        let aligns = table.columns.indices.map { table.columns[$0].align ?? alignment(of: $0, in: table) }
        let membership = flow.session.membership(.table)
        var boxes: [Box] = []
        var head: Box.Head?
        if !table.head.isEmpty {
            let row = setRow(
                TableModel.Row(cells: table.head), role: .tableHeader, widths: widths, aligns: aligns, gap: table.gap)
            let items = line(at: 0, total, weight: 0.9) + row.items + line(at: row.height, total, weight: 0.45)
            var box = Box(items, height: row.height, position: position)
            box.keepsWithNext = true
            boxes.append(box)
            head = repeated(items, height: row.height, table)
        }
        for (index, one) in table.rows.enumerated() {
            let row = setRow(one, role: .tableCell, widths: widths, aligns: aligns, gap: table.gap)
            let isLast = index == table.rows.count - 1
            var box = Box(
                ruled(row.items, one, index, isLast, row.height, total), height: row.height, position: position)
            box.head = head
            if head != nil, let named = one.named {
                box.head?.following = {
                    let row = setRow(named, role: .tableCell, widths: widths, aligns: aligns, gap: table.gap)
                    return (ruled(row.items, one, index, isLast, row.height, total), row.height)
                }
            }
            box.keepsWithNext = !isLast && (index == 0 || index == table.rows.count - 2)
            boxes.append(box)
        }
        for index in boxes.indices { boxes[index].membership = membership }
        return boxes
    }

    /// A row with the lines about it, or the tint behind it.
    private func ruled(
        _ row: [Item], _ model: TableModel.Row, _ index: Int, _ isLast: Bool, _ height: Points, _ width: Points
    ) -> [Item] {
        let look = flow.style.tableLook
        var items = look == .stripes && index % 2 == 1 ? [tint(width, height)] + row : row
        if index > 0, model.startsGroup {
            items += line(at: 0, width, weight: 0.45)
        } else if index > 0, look == .rows {
            items.append(stroke(at: 0, width, Stroke(flow.style.faintRule, width: 0.4)))
        }
        return isLast ? items + line(at: height, width, weight: 0.9) : items
    }

    /// The head as it stands where the table goes on.
    private func repeated(_ items: [Item], height: Points, _ table: TableModel) -> Box.Head {
        guard let line = flow.breaker.lines(table.continued, width: flow.width).first else {
            return Box.Head(items: items, height: height)
        }
        let top = line.extent.ascent + line.extent.descent + 3
        let words = Item.group(Group(role: .artifact, line.items(at: Position(x: 0, y: line.extent.ascent))))
        return Box.Head(items: [words] + items.map { $0.moved(dx: 0, dy: top) }, height: height + top)
    }

    // MARK: Widths

    private func columnWidths(_ table: TableModel) -> [Points] {
        let count = table.columns.count
        let room = flow.width - table.gap * Double(max(0, count - 1))
        var least = [Points](repeating: 0, count: count)
        var natural = least
        for row in [TableModel.Row(cells: table.head)] + table.rows {
            var column = 0
            for cell in row.cells {
                guard column < count else { break }
                if cell.span == 1, !cell.pieces.isEmpty {
                    let bounds = flow.breaker.bounds(cell.pieces)
                    least[column] = max(least[column], bounds.least)
                    natural[column] = max(natural[column], bounds.natural)
                }
                column += cell.span
            }
        }
        for (index, column) in table.columns.enumerated() {
            guard let width = column.width?.points(of: flow.width) else { continue }
            least[index] = width
            natural[index] = width
        }
        widenForSpans(table, least: &least, natural: &natural)
        return share(room, least: least, natural: natural, table)
    }

    /// Gives the last column under a cell that takes several the width that the others leave it short of.
    private func widenForSpans(_ table: TableModel, least: inout [Points], natural: inout [Points]) {
        for row in [TableModel.Row(cells: table.head)] + table.rows {
            var column = 0
            for cell in row.cells {
                let end = min(column + cell.span, least.count)
                guard column < end else { break }
                defer { column = end }
                guard cell.span > 1, !cell.pieces.isEmpty else { continue }
                let bounds = flow.breaker.bounds(cell.pieces)
                let gaps = table.gap * Double(end - column - 1)
                // Long text may break: only its longest word must have room.
                let missing = bounds.least - gaps - least[column..<end].reduce(.zero, +)
                if missing > 0 { least[end - 1] = least[end - 1] + missing }
                let short = min(bounds.natural, 90) - gaps - natural[column..<end].reduce(.zero, +)
                if short > 0 { natural[end - 1] = natural[end - 1] + short }
                natural[end - 1] = max(natural[end - 1], least[end - 1])
            }
        }
    }

    /// Natural widths where they fit; else the widest columns are cut, never below their longest word.
    private func share(_ room: Points, least: [Points], natural: [Points], _ table: TableModel) -> [Points] {
        let wanted = natural.reduce(.zero, +)
        if wanted <= room {
            guard table.fills, wanted > 0 else { return natural }
            // Spare room goes to the widest column without a fixed width: mostly that of the words.
            let free = natural.indices.filter { table.columns[$0].width == nil }
            guard !free.isEmpty else { return natural }
            let spare = (room - wanted) / Double(free.count)
            return natural.indices.map { free.contains($0) ? natural[$0] + spare : natural[$0] }
        }
        let minimum = least.reduce(.zero, +)
        if minimum >= room {
            flow.session.find(
                LayoutFindings.overflow, "a table of \(least.count) columns is wider than its place", at: position,
                fix: "show fewer columns, or shorter words")
            return least.map { $0 * (room / minimum) }
        }
        // Short columns stay whole; the widest are cut to one width, found by halving to a tenth of a point.
        var low = Points.zero
        var high = natural.max() ?? 0
        func widths(_ cap: Points) -> [Points] { least.indices.map { max(least[$0], min(natural[$0], cap)) } }
        while high - low > 0.1 {
            let middle = (low + high) * 0.5
            if widths(middle).reduce(.zero, +) > room { high = middle } else { low = middle }
        }
        return widths(low)
    }

    /// Right where most cells are numbers.
    private func alignment(of column: Int, in table: TableModel) -> Alignment {
        var numbers = 0
        var texts = 0
        for row in table.rows where row.cells.allSatisfy({ $0.span == 1 }) && row.cells.indices.contains(column) {
            let text = InlinePiece.plain(row.cells[column].pieces)
            guard let first = text.first, text != "–" else { continue }
            if first.isNumber || (first == "−" && text.dropFirst().first?.isNumber == true) {
                numbers += 1
            } else {
                texts += 1
            }
        }
        return numbers > texts ? .right : .left
    }

    // MARK: Rows

    private func setRow(
        _ row: TableModel.Row, role: Role, widths: [Points], aligns: [Alignment], gap: Points
    ) -> (items: [Item], height: Points) {
        var placed: [Placed] = []
        var x = Points.zero
        var column = 0
        for cell in row.cells {
            let end = min(column + cell.span, widths.count)
            guard column < end else { break }
            let width = widths[column..<end].reduce(.zero, +) + gap * Double(end - column - 1)
            let lines = flow.breaker.lines(cell.pieces, width: width)
            placed.append(
                Placed(x: x, width: width, align: cell.align ?? aligns[column], lines: lines))
            for line in lines where line.extent.width > width + 0.5 {
                flow.session.find(
                    LayoutFindings.overflow, "\"\(line.spans.map(\.text).joined())\" is wider than its cell",
                    at: position)
            }
            x += width + gap
            column = end
        }
        // Base lines of first lines agree across the row.
        let ascent = placed.compactMap { $0.lines.first?.extent.ascent }.max() ?? 0
        var height = Points.zero
        var items: [Item] = []
        for cell in placed {
            var y = padding + ascent
            var inside: [Item] = []
            var bottom = padding
            for (index, line) in cell.lines.enumerated() {
                if index > 0 { y += leading(line, cell.lines[index - 1]) }
                inside += line.items(
                    at: Position(x: cell.x + cell.align.offset(of: line.extent.width, in: cell.width), y: y))
                bottom = y + line.extent.descent
            }
            height = max(height, bottom + padding)
            items.append(.group(Group(role: role, inside)))
        }
        return ([.group(Group(role: .tableRow, items))], height)
    }

    private func leading(_ line: TextLine, _ before: TextLine) -> Points {
        max(before.extent.descent + line.extent.ascent, (line.spans.first?.font.size ?? 0) * 1.22)
    }

    private func line(at y: Points, _ width: Points, weight: Points) -> [Item] {
        [stroke(at: y, width, Stroke(flow.style.ink, width: weight))]
    }

    private func tint(_ width: Points, _ height: Points) -> Item {
        let frame = Frame(x: 0, y: 0, width: width, height: height)
        return .group(
            Group(role: .artifact, [.path(.rectangle(frame), fill: flow.style.faintRule.opacity(0.55), stroke: nil)]))
    }

    private func stroke(at y: Points, _ width: Points, _ stroke: Stroke) -> Item {
        .group(
            Group(
                role: .artifact,
                [.path(.line(from: Position(x: 0, y: y), to: Position(x: width, y: y)), fill: nil, stroke: stroke)]))
    }
}
