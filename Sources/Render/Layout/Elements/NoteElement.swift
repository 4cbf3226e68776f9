internal import Drawing
internal import Findings
internal import Templates

/// `note`: a remark in small print with a line at its left.
struct NoteElement: BlockElement {
    let definition = ElementDefinition(
        "note", .block, "A remark in small print with a line at its left", content: .inlines)

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let pieces = try flow.pieces(node.content, flow.style.small)
        flow.addNote(pieces, at: node.position)
    }
}

extension Flow {
    /// Adds a remark in small print.
    mutating func addNote(_ pieces: [InlinePiece], at position: SourcePosition) {
        let first = boxes.count
        add(pieces, before: 5, after: 7, indent: 8, at: position)
        for index in first..<boxes.count {
            let height = boxes[index].height
            let bar = Item.path(
                .line(from: Position(x: 1, y: 0), to: Position(x: 1, y: height)), fill: nil,
                stroke: Stroke(style.rule, width: 1.2))
            boxes[index].items.insert(.group(Group(role: .artifact, [bar])), at: 0)
        }
    }
}
