internal import Drawing
internal import Findings
internal import Templates

/// `heading`: a heading by itself; level 0 is the title of the document.
struct HeadingElement: BlockElement {
    let definition = ElementDefinition(
        "heading", .block, "A heading by itself; level 0 is the title of the document",
        attributes: [
            .init("level", .integer(0...3), default: "2", "0 for a title, 1 to 3"),
            .init("id", .name, default: "", "name that references and links may lead to"),
        ], content: .inlines)

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let level = flow.integer(node, "level") ?? 2
        let pieces = try flow.pieces(node.content, flow.style.heading(level))
        flow.addHeading(pieces, level: level, id: flow.text(node, "id"), isListed: level > 0, at: node.position)
    }
}

extension Flow {
    /// Adds a heading that stays with what follows and stands in the outline.
    ///
    /// - Parameter number: stands before it; empty for none.
    /// - Parameter isListed: whether tables of contents list it.
    mutating func addHeading(
        _ title: [InlinePiece], level: Int, id: String, number: String = "", isListed: Bool = true,
        at position: SourcePosition
    ) {
        var pieces = title
        if !number.isEmpty { pieces.insert(.text(number + "\u{2002}", style.heading(level)), at: 0) }
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
        guard !id.isEmpty || session.tellsPlaces else { return }
        let name = session.place(for: id.isEmpty ? "heading" : id)
        boxes[first].items.append(.destination(name: name, Position(x: 0, y: 0)))
        session.remember(
            KnownPlace(
                id: name, kind: .section, number: number, title: title, level: max(level, 1), isListed: isListed))
    }
}
