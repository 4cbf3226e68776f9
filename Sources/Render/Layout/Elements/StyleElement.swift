internal import Drawing
internal import Findings
internal import Templates

/// `style`: theme, sizes and colors of the document.
struct StyleElement: TemplateElement {
    let definition = ElementDefinition(
        "style", .part, "Theme, sizes and colors of the document",
        attributes: [
            .init(
                "theme", .choice(Theme.allCases.map(\.rawValue)), default: "house",
                "what all else starts from: blue heads; black heads and open tables; no color in the text"),
            .init("font", .text, "family of type, one that this machine has; the house's unless told"),
            .init("size", .length(percent: false), default: "8.3pt", "size of the text; all other sizes follow"),
            .init("title-size", .length(percent: false), "size of the title, heading level 0"),
            .init("heading-size", .length(percent: false), "size of section heads; those inside are smaller"),
            .init("caption-size", .length(percent: false), "size of captions and of cells of your own tables"),
            .init("table-size", .length(percent: false), "size of the program's own tables"),
            .init("accent", .color, default: "#0072B2", "color of headings and links"),
            .init("heading", .color, "color of section heads, where it is not the accent"),
            .init("ink", .color, default: "#1F2328", "color of the text"),
            .init("quiet", .color, default: "#6A717A", "color of secondary text"),
            .init("rule", .color, default: "#9AA1A9", "color of the lines of header, footer and notes"),
            .init("table", .choice(TableLook.allCases.map(\.rawValue)), default: "rows", "lines or tints of tables"),
            .init("leading", .integer(100...200), default: "138", "height of a line, percent of the size"),
        ])

    /// Sets what is written; the defaults are those of the theme.
    func take(_ node: TemplateNode, _ flow: Flow) {
        let session = flow.session
        var style = session.style
        func written<Value>(_ name: String, _ read: (String) -> Value?) -> Value? {
            node.attributes[name] == nil ? nil : flow.value(node, name).flatMap(read)
        }
        if let name = written("font", { $0.isEmpty ? nil : $0 }) { takeFont(name, node, flow) }
        written("theme") { Theme(rawValue: $0) }?.apply(to: &style)
        if let size = size(node, "size", flow) { style.bodySize = size }
        let body = style.bodySize
        if let size = size(node, "title-size", flow) { style.titleSize = size / body }
        if let size = size(node, "heading-size", flow) { style.headingSize = size / body }
        if let size = size(node, "caption-size", flow) { style.captionPart = size / body }
        if let size = size(node, "table-size", flow) { style.tablePart = size / body }
        if let color = written("accent", { Color(text: $0) }) {
            style.accent = color
            style.headingColor = nil
        }
        if let color = written("ink", { Color(text: $0) }) { style.ink = color }
        if let color = written("heading", { Color(text: $0) }) { style.headingColor = color }
        if let color = written("quiet", { Color(text: $0) }) { style.quiet = color }
        if let color = written("rule", { Color(text: $0) }) { style.rule = color }
        if let look = written("table", { TableLook(rawValue: $0) }) { style.tableLook = look }
        if let percent = written("leading", { Int($0) }) { style.leading = Double(percent) / 100 }
        session.style = style
    }

    private func takeFont(_ name: String, _ node: TemplateNode, _ flow: Flow) {
        guard let known = flow.session.text.base.use(family: name) else { return }
        flow.session.find(
            LayoutFindings.unknownFont, "no family \"\(name)\" on this machine; the house's own is used",
            at: node.position(of: "font"),
            fix: Suggestion.nearest(name, in: known).map { "did you mean \"\($0)\"?" }
                ?? "fc-list : family prints those there are")
    }

    /// A size of type as written, within what can be read and what fits a page.
    private func size(_ node: TemplateNode, _ name: String, _ flow: Flow) -> Points? {
        guard node.attributes[name] != nil, let size = flow.length(node, name) else { return nil }
        let kept = min(max(size, 3), 72)
        if kept != size {
            flow.session.find(
                LayoutFindings.badValue, "type of \(name)=\"\(flow.text(node, name))\"", at: node.position(of: name),
                fix: "write a size from 3pt to 72pt")
        }
        return kept
    }
}
