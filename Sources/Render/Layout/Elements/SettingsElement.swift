internal import Diagnostics
internal import Drawing
internal import Findings
internal import Templates

/// `settings`: the options in force.
struct SettingsElement: BlockElement {
    let definition = ElementDefinition(
        "settings", .block, "The options in force, with unit and meaning",
        attributes: [.init("caption", .text, default: "", "caption above the table")])

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let style = flow.style
        let cell = InlineStyle(font: Font(size: style.captionSize), color: style.ink)
        let small = InlineStyle(font: Font(size: style.smallSize), color: style.quiet)
        var table = TableModel(columns: [TableModel.Column](repeating: .init(align: .left), count: 6))
        table.head = ["Option", "Value", "Meaning", "Option", "Value", "Meaning"].map {
            TableModel.Cell([.text($0, cell.bold())])
        }
        let options = OptionText.all(flow.session.input.analysis.options).map { option in
            // A default that depends on the data is told in words, with its units in them.
            let isNumber = Double(option.value) != nil && !option.unit.isEmpty
            let value = isNumber ? option.value + "\u{A0}" + option.unit : option.value
            return [
                TableModel.Cell([.text(option.name, cell)]), .init([.text(value, cell)]),
                .init([.text(option.meaning, small)]),
            ]
        }
        // Two side by side, read down and then across.
        let half = (options.count + 1) / 2
        for index in 0..<half {
            let right = index + half < options.count ? options[index + half] : []
            table.rows.append(TableModel.Row(cells: options[index] + right))
        }
        table.caption = InlinePiece.rich(flow.text(node, "caption"), style.caption)
        flow.add(table, at: node.position)
    }
}
