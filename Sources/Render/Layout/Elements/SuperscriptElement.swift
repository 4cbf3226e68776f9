internal import Findings
internal import Templates

/// `sup`: Raised small text.
struct SuperscriptElement: InlineElement {
    let definition = ElementDefinition("sup", .inline, "Raised small text", content: .inlines)

    func pieces(_ node: TemplateNode, _ style: InlineStyle, in flow: inout Flow) throws(Failure) -> [InlinePiece] {
        try flow.rawPieces(node.content, style.script(raised: true))
    }
}
