internal import Drawing
internal import Findings
internal import LibXML
internal import Templates

/// `table`: rows of cells written out, or a row for each element selected.
struct TableElement: BlockElement {
    let definition = ElementDefinition(
        "table", .block, "Rows of cells written out, or a row for each element selected",
        attributes: [
            .init("select", .xpath, "a row for each of these; its columns say what stands in it"), .sort, .order,
            .init("id", .name, default: "", "name that references and links may lead to"),
            .init("caption", .text, default: "", "caption above the table"),
            .init("fill", .flag, default: "yes", "whether it takes the whole width"),
            .init("missing", .text, default: "", "what stands where nothing is selected; nothing unless told"),
        ], content: .parts(["column", "row", "note"]))

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        var table = TableModel(columns: [])
        table.fills = flow.flag(node, "fill")
        let cellStyle = InlineStyle(font: Font(size: flow.style.captionSize), color: flow.style.ink)
        var columns: [TemplateNode] = []
        try flow.expand(node.content) { (flow: inout Flow, piece: TemplateContent) throws(Failure) in
            guard case .element(let part) = piece else { return }
            switch part.tag {
            case "note": table.notes.append(try flow.pieces(part.content, flow.style.fine))
            case "column":
                columns.append(part)
                table.columns.append(
                    TableModel.Column(
                        width: flow.value(part, "width").flatMap { PageLength($0) },
                        align: flow.value(part, "align").flatMap { Alignment(rawValue: $0) }))
                table.head.append(
                    TableModel.Cell(InlinePiece.rich(flow.text(part, "head"), cellStyle.bold())))
            default: table.rows.append(try Self.row(part, cellStyle, in: &flow))
            }
        }
        if table.head.allSatisfy({ $0.pieces.isEmpty }) { table.head = [] }
        try addSelected(node, columns, cellStyle, to: &table, in: &flow)
        let width = table.rows.map { $0.cells.reduce(0) { $0 + $1.span } }.max() ?? 0
        while table.columns.count < min(width, 100) { table.columns.append(TableModel.Column()) }
        guard !table.rows.isEmpty else {
            let missing = flow.text(node, "missing")
            if !missing.isEmpty { flow.addNote(InlinePiece.rich(missing, flow.style.small), at: node.position) }
            flow.tellEmpty(node, "select")
            return
        }
        table.id = flow.text(node, "id")
        table.caption = InlinePiece.rich(flow.text(node, "caption"), flow.style.caption)
        flow.add(table, at: node.position)
    }

    private func addSelected(
        _ node: TemplateNode, _ columns: [TemplateNode], _ style: InlineStyle, to table: inout TableModel,
        in flow: inout Flow
    ) throws(Failure) {
        let outer = flow.node
        defer { flow.node = outer }
        let all = flow.sortedNodes(node)
        let shared = columns.map { NumberColumn($0, over: all, in: &flow) }
        for (index, column) in shared.enumerated() where table.head.indices.contains(index) {
            guard let unit = column?.head, !unit.isEmpty else { continue }
            table.head[index].pieces.append(.text(" (\(unit))", style.bold()))
        }
        for selected in all {
            try flow.session.turn(at: node.position)
            flow.node = selected
            var cells: [TableModel.Cell] = []
            for (index, column) in columns.enumerated() {
                var pieces: [InlinePiece]
                if let numbers = shared[index], let number = flow.evaluate(column, "select")?.number, number.isFinite {
                    let error = flow.evaluate(column, "se")?.number
                    pieces = [.text(numbers.text(number, standardError: error), style)]
                } else if column.attributes["select"] != nil {
                    let value = flow.valueText(flow.evaluate(column, "select"), of: column)
                    pieces = InlinePiece.rich(value ?? flow.text(column, "missing"), style)
                } else {
                    pieces = try flow.pieces(column.content, style)
                }
                cells.append(TableModel.Cell(InlinePiece.collapsed(pieces)))
            }
            table.rows.append(TableModel.Row(cells: cells))
        }
    }

    private static func row(
        _ node: TemplateNode, _ style: InlineStyle, in flow: inout Flow
    ) throws(Failure) -> TableModel.Row {
        var row = TableModel.Row(cells: [])
        try flow.expand(node.content) { (flow: inout Flow, piece: TemplateContent) throws(Failure) in
            guard case .element(let cell) = piece else { return }
            row.cells.append(
                TableModel.Cell(
                    try flow.pieces(cell.content, style), span: flow.integer(cell, "span") ?? 1,
                    align: flow.value(cell, "align").flatMap { Alignment(rawValue: $0) }))
        }
        return row
    }
}
