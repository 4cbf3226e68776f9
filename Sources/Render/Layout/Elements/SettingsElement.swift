internal import AnalysisTree
internal import Diagnostics
internal import Drawing
internal import Findings
internal import Templates

/// `settings`: the options in force, in one paragraph.
struct SettingsElement: BlockElement {
    let definition = ElementDefinition(
        "settings", .block, "The options in force, with unit and meaning",
        attributes: [.init("caption", .text, default: "", "caption above them")])

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let style = flow.style
        let fine = style.fine.colored(style.ink)
        var all: [InlinePiece] = []
        for option in OptionText.all(flow.session.input.analysis.options) {
            // A default that depends on the data is told in words, with its units in them.
            let isNumber = Double(option.value) != nil && !option.unit.isEmpty
            let value = isNumber ? option.value + "\u{A0}" + option.unit : option.value
            if !all.isEmpty { all.append(.text(" · ", style.fine)) }
            all += [
                .text(option.name, fine.bold()), .text(" ", fine), .text(value, fine), .text(" ", fine),
                .text(option.meaning, style.fine),
            ]
        }
        let caption = InlinePiece.rich(flow.text(node, "caption"), style.caption)
        if !caption.isEmpty {
            flow.add(caption, role: .caption, before: 6, after: 2, keepsWithNext: true, at: node.position)
        }
        flow.add(InlinePiece.collapsed(all), before: 3, after: 4, at: node.position)
    }
}
