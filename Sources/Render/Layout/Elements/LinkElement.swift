internal import Drawing
internal import Findings
internal import Templates

/// `link`: text that leads to an address, or with `#id` to a place of the document.
struct LinkElement: InlineElement {
    let definition = ElementDefinition(
        "link", .inline, "Text that leads to an address, or with #id to a place of the document",
        attributes: [.init(required: "to", .address, "https://..., or #id of a section, heading, figure or table")],
        content: .inlines)

    func pieces(_ node: TemplateNode, _ style: InlineStyle, in flow: inout Flow) throws(Failure) -> [InlinePiece] {
        let to = flow.text(node, "to")
        var linked = style.colored(flow.style.accent)
        if to.hasPrefix("#") {
            linked.target = .destination(String(to.dropFirst()))
        } else if to.hasPrefix("https://") || to.hasPrefix("http://") || to.hasPrefix("mailto:") {
            linked.target = .uri(to)
        } else {
            flow.session.find(
                LayoutFindings.badValue, "a link to \"\(to)\"", at: node.position(of: "to"),
                fix: "write https://... or #id")
            linked = style
        }
        return try flow.rawPieces(node.content, linked)
    }
}
