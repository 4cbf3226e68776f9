internal import Drawing
internal import Findings
internal import Templates

/// `p`: a paragraph.
struct ParagraphElement: BlockElement {
    let definition = ElementDefinition(
        "p", .block, "A paragraph",
        attributes: [
            .init("align", .choice(["left", "center", "right"]), default: "left", "where its lines stand"),
            .init("look", .choice(["body", "small", "lead"]), default: "body", "small and quiet, or large"),
        ], content: .inlines)

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        var style = flow.style.body
        switch flow.text(node, "look") {
        case "small": style = flow.style.small
        case "lead": style.font.size = flow.style.bodySize * 1.15
        default: break
        }
        let pieces = try flow.pieces(node.content, style)
        let align = Alignment(rawValue: flow.text(node, "align")) ?? .left
        flow.add(pieces, align: align, before: 3, after: 4, at: node.position)
    }
}
