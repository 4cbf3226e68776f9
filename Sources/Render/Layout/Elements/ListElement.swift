internal import Drawing
internal import Findings
internal import Templates

/// `list`: items with bullets or numbers.
struct ListElement: BlockElement {
    let definition = ElementDefinition(
        "list", .block, "Items with bullets or numbers",
        attributes: [.init("numbered", .flag, default: "no", "numbers instead of bullets")], content: .parts(["item"]))

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let numbered = flow.flag(node, "numbered")
        var number = 0
        try flow.expand(node.content) { (flow: inout Flow, piece: TemplateContent) throws(Failure) in
            guard case .element(let item) = piece else { return }
            number += 1
            let style = flow.style.body
            let pieces = try flow.pieces(item.content, style)
            let marker = InlinePiece.text(numbered ? "\(number)." : "•", style.colored(flow.style.quiet))
            flow.add(
                pieces, role: .listItem, before: 1, after: 1.5, indent: numbered ? 16 : 10, marker: [marker],
                at: item.position)
        }
    }
}
