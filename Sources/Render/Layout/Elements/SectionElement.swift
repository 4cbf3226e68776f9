internal import Findings
internal import Templates

/// `section`: a heading and what belongs under it.
struct SectionElement: BlockElement {
    let definition = ElementDefinition(
        "section", .block, "A heading and what belongs under it",
        attributes: [
            .init(required: "title", .text, "its heading, with _{{}} and ^{{}} for scripts"),
            .init("id", .name, default: "", "name that references and links may lead to"),
            .init("new-page", .flag, default: "no", "whether it starts a page"),
        ], content: .blocks(and: []))

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let level = min(flow.depth + 1, 3)
        let before = flow.boxes.count
        flow.addHeading(
            InlinePiece.rich(flow.text(node, "title"), flow.style.heading(level)), level: level,
            id: flow.text(node, "id"), number: flow.session.nextSectionNumber(level: flow.depth + 1),
            at: node.position)
        if flow.flag(node, "new-page"), flow.boxes.indices.contains(before) { flow.boxes[before].startsPage = true }
        flow.depth += 1
        defer { flow.depth -= 1 }
        try flow.layOut(node.content)
    }
}
