internal import Drawing
internal import Findings
internal import Templates

/// `heading`: a heading by itself; level 0 is the title of the document.
struct HeadingElement: BlockElement {
    let definition = ElementDefinition(
        "heading", .block, "A heading by itself; level 0 is the title of the document",
        attributes: [
            .init("level", .integer(0...3), default: "2", "0 for a title, 1 to 3"),
            .init("id", .text, default: "", "name that links may lead to"),
        ], content: .inlines)

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let level = flow.integer(node, "level") ?? 2
        let pieces = try flow.pieces(node.content, flow.style.heading(level))
        flow.addHeading(pieces, level: level, id: flow.text(node, "id"), at: node.position)
    }
}

extension Flow {
    /// Adds a heading that stays with what follows and stands in the outline.
    mutating func addHeading(_ pieces: [InlinePiece], level: Int, id: String, at position: SourcePosition) {
        let before: [Points] = [0, 16, 11, 8]
        let after: [Points] = [3, 4, 3, 2]
        let index = min(max(level, 0), 3)
        let first = boxes.count
        add(
            pieces, role: .heading(level: max(level, 1)), before: before[index], after: after[index],
            keepsWithNext: true,
            at: position)
        guard boxes.indices.contains(first) else { return }
        for line in first..<boxes.count { boxes[line].keepsWithNext = true }
        boxes[first].outline = [Box.Outline(title: InlinePiece.plain(pieces), level: max(level, 1))]
        if !id.isEmpty { boxes[first].items.append(.destination(name: id, Position(x: 0, y: 0))) }
    }
}
