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
        var table = TableModel(columns: [.init(align: .left), .init(align: .left), .init(align: .left)])
        table.head = ["Option", "Value", "Meaning"].map { TableModel.Cell([.text($0, cell.bold())]) }
        for option in OptionText.all(flow.session.input.analysis.options) {
            let value = option.unit.isEmpty ? option.value : option.value + "\u{A0}" + option.unit
            table.rows.append(
                TableModel.Row(cells: [
                    .init([.text(option.name, cell)]), .init([.text(value, cell)]),
                    .init([.text(option.meaning, small)]),
                ]))
        }
        table.caption = InlinePiece.rich(flow.text(node, "caption"), style.caption)
        flow.add(table, at: node.position)
    }
}
