internal import Findings
internal import Templates

/// `b`: Bold text.
struct BoldElement: InlineElement {
    let definition = ElementDefinition("b", .inline, "Bold text", content: .inlines)

    func pieces(_ node: TemplateNode, _ style: InlineStyle, in flow: inout Flow) throws(Failure) -> [InlinePiece] {
        try flow.rawPieces(node.content, style.bold())
    }
}
