internal import Findings
internal import Templates

/// `br`: a new line within a paragraph.
struct LineBreakElement: InlineElement {
    let definition = ElementDefinition("br", .inline, "A new line within a paragraph")

    func pieces(_ node: TemplateNode, _ style: InlineStyle, in flow: inout Flow) throws(Failure) -> [InlinePiece] {
        [.lineBreak]
    }
}
