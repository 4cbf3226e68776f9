internal import Drawing
internal import Findings
internal import Templates

/// `i`: Italic text.
struct ItalicElement: InlineElement {
    let definition = ElementDefinition("i", .inline, "Italic text", content: .inlines)

    func pieces(_ node: TemplateNode, _ style: InlineStyle, in flow: inout Flow) throws(Failure) -> [InlinePiece] {
        var slanted = style
        slanted.font.italic = true
        return try flow.rawPieces(node.content, slanted)
    }
}
