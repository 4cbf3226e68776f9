internal import Drawing
internal import Findings
internal import Templates

/// `report`: the whole document, with page and margins.
struct ReportElement: TemplateElement {
    let definition = ElementDefinition(
        "report", .block, "The whole document",
        attributes: [
            .init(required: "version", .choice([Template.version]), "version of the template language"),
            .init("title", .text, default: "", "title of the document"),
            .init("author", .text, default: "", "who made it"),
            .init("lang", .text, default: "en", "language tag"),
            .init(
                "page", .choice(["A4", "A4-landscape", "letter", "letter-landscape"]), default: "A4", "size of pages"),
            .init("margin", .length(percent: false), default: "18mm", "margin on all sides"),
        ], content: .blocks(and: ["header", "footer", "style"]))

    /// Takes page, margins, styles and furniture from the template; sets the width of the flow.
    func prepare(_ root: TemplateNode, in flow: inout Flow) throws(Failure) {
        let session = flow.session
        let sizes = ["A4": (210.0, 297.0), "letter": (215.9, 279.4)]
        let name = flow.text(root, "page")
        let (short, long) = sizes[name.replacing("-landscape", with: "")] ?? (210, 297)
        let isWide = name.hasSuffix("-landscape")
        session.style.page = Size(
            width: .millimeters(isWide ? long : short), height: .millimeters(isWide ? short : long))
        if let margin = flow.length(root, "margin") {
            // A margin that leaves no room for text is a fault of the template.
            let most = min(session.style.page.width, session.style.page.height) * 0.4
            if margin > most {
                session.find(
                    LayoutFindings.badValue, "a margin of \(Int(margin.value)) pt leaves no room on the page",
                    at: root.position(of: "margin"), fix: "at most \(Int(most.value))pt")
            }
            session.style.margin = min(margin, most)
        }
        for node in root.elements {
            switch node.tag {
            case "style": take(node, flow)
            case "header": session.header = node
            case "footer": session.footer = node
            default: break
            }
        }
        flow.width = session.style.area.width
    }

    private func take(_ node: TemplateNode, _ flow: Flow) {
        let session = flow.session
        if let size = flow.length(node, "size"), size >= 3 { session.style.bodySize = min(size, 40) }
        if let color = Color(text: flow.text(node, "accent")) { session.style.accent = color }
        if let color = Color(text: flow.text(node, "ink")) { session.style.ink = color }
        if let color = Color(text: flow.text(node, "quiet")) { session.style.quiet = color }
        if let percent = flow.integer(node, "leading") { session.style.leading = Double(percent) / 100 }
    }
}
