internal import Findings
internal import Templates

/// `sub`: Lowered small text.
struct SubscriptElement: InlineElement {
    let definition = ElementDefinition("sub", .inline, "Lowered small text", content: .inlines)

    func pieces(_ node: TemplateNode, _ style: InlineStyle, in flow: inout Flow) throws(Failure) -> [InlinePiece] {
        try flow.rawPieces(node.content, style.script(raised: false))
    }
}
