internal import Diagnostics
internal import Drawing
internal import Findings
internal import Templates

/// Puts header and footer on pages, once their number is known.
struct Furniture {
    let session: LayoutSession
    let title: String

    func add(to pages: inout [Page], flow: Flow) throws(Failure) {
        let binding = session.binding
        binding.set("title", to: title)
        binding.set("date", to: session.input.options.date)
        binding.set("tool", to: session.input.analysis.tool)
        let first = session.style.numbers.first
        binding.set("pages", to: Double(pages.count + first - 1))
        for index in pages.indices {
            binding.set("page", to: Double(index + first))
            binding.set("label", to: pages[index].label)
            let isTold = index > 0
            if let header = session.header, index > 0 || flow.flag(header, "first") {
                pages[index].items.append(band(header, isHeader: true, isTold: index > 1, flow: flow))
            }
            if let footer = session.footer, index > 0 || flow.flag(footer, "first") {
                pages[index].items.append(band(footer, isHeader: false, isTold: isTold, flow: flow))
            }
        }
    }

    /// A header or footer; its faults are told once, not on each page.
    private func band(_ node: TemplateNode, isHeader: Bool, isTold: Bool, flow: Flow) -> Item {
        let style = session.style
        let area = style.area
        let y = isHeader ? area.y - 12 : area.maxY + 20
        let line = isHeader ? y + 5 : y - style.smallSize - 3
        var items: [Item] = []
        if flow.flag(node, "rule") {
            let path = Path.line(from: Position(x: area.x, y: line), to: Position(x: area.maxX, y: line))
            items.append(.path(path, fill: nil, stroke: Stroke(style.rule, width: 0.4)))
        }
        var texts: [Frame] = []
        for (name, alignment) in [("left", Alignment.left), ("center", .center), ("right", .right)] {
            let text = flow.text(node, name)
            guard !text.isEmpty else { continue }
            let pieces = InlinePiece.collapsed(InlinePiece.rich(text, style.small))
            guard let laid = flow.breaker.lines(pieces, width: .init(1e6)).first else { continue }
            let x = area.x + alignment.offset(of: laid.extent.width, in: area.width)
            let height = laid.extent.ascent + laid.extent.descent
            texts.append(Frame(x: x, y: y - laid.extent.ascent, width: laid.extent.width, height: height))
            items += laid.items(at: Position(x: x, y: y))
        }
        if !isTold { check(texts, node, isHeader: isHeader) }
        return .group(Group(role: .artifact, items))
    }

    /// Whether the texts have room beside each other and in the margin.
    private func check(_ texts: [Frame], _ node: TemplateNode, isHeader: Bool) {
        let (page, area) = (session.style.page, session.style.area)
        let areApart = texts.indices.dropFirst().allSatisfy { texts[$0].x >= texts[$0 - 1].maxX }
        if !areApart || texts.contains(where: { $0.maxX > area.maxX + 0.5 }) {
            session.find(
                LayoutFindings.overflow, "the texts of <\(node.tag)> have no room beside each other", at: node.position,
                fix: "shorten its left, center or right, or leave one of them out")
        }
        if texts.contains(where: { $0.y < 0 || $0.maxY > page.height }) {
            let side = isHeader ? "margin-top" : "margin-bottom"
            session.find(
                LayoutFindings.overflow,
                "<\(node.tag)> does not fit into the margin and is cut by the edge of the page",
                at: node.position, fix: "write \(side)=\"12mm\" or more on <report>")
        }
    }
}
