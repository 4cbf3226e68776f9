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
            .init("page", .paper, default: "A4", "size of pages"),
            .init("margin", .length(percent: false), default: "18mm", "margin on all sides"),
            .init("margin-top", .length(percent: false), "margin above, with the header in it"),
            .init("margin-right", .length(percent: false), "margin at the right"),
            .init("margin-bottom", .length(percent: false), "margin below, with the footer in it"),
            .init("margin-left", .length(percent: false), "margin at the left"),
            .init("numbered", .flag, default: "no", "whether sections have numbers"),
            .init("first-page", .integer(1...100_000), default: "1", "number of the first page"),
            .init("page-numbers", .choice(["decimal", "roman"]), default: "decimal", "how pages are counted"),
        ], content: .blocks(and: ["header", "footer", "style"]))

    /// Takes page, margins, styles and furniture from the template; sets the width of the flow.
    func prepare(_ root: TemplateNode, in flow: inout Flow) throws(Failure) {
        let session = flow.session
        session.style.page = PaperSize(flow.text(root, "page"))?.size ?? session.style.page
        takeMargins(root, flow)
        session.numbersSections = flow.flag(root, "numbered")
        session.style.numbers = PageNumbers(
            first: flow.integer(root, "first-page") ?? 1, isRoman: flow.text(root, "page-numbers") == "roman")
        _ = session.text.base.use(family: nil)
        session.root = root
        for node in root.elements {
            switch node.tag {
            case "style": StyleElement().take(node, flow)
            case "header": session.header = node
            case "footer": session.footer = node
            default: break
            }
        }
        flow.width = session.style.area.width
    }

    /// Takes the margins; those that leave no room for text are a fault of the template.
    private func takeMargins(_ root: TemplateNode, _ flow: Flow) {
        let page = flow.session.style.page
        func side(_ name: String, of length: Points) -> Points {
            let written = root.attributes[name] == nil ? "margin" : name
            let margin = flow.value(root, written).flatMap { PageLength($0) }?.points(of: length) ?? 51
            let most = length * 0.4
            if margin > most {
                flow.session.find(
                    LayoutFindings.badValue,
                    "\(written) of \(Int(margin.value)) pt leaves no room on a page of \(Int(length.value)) pt",
                    at: root.position(of: written), fix: "at most \(Int(most.value))pt")
            }
            return min(margin, most)
        }
        flow.session.style.margins = Margins(
            top: side("margin-top", of: page.height), right: side("margin-right", of: page.width),
            bottom: side("margin-bottom", of: page.height), left: side("margin-left", of: page.width))
    }
}
