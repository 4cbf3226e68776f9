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
        binding.set("pages", to: Double(pages.count))
        for index in pages.indices {
            binding.set("page", to: Double(index + 1))
            if let header = session.header, index > 0 || flow.flag(header, "first") {
                pages[index].items.append(band(header, isHeader: true, flow: flow))
            }
            if let footer = session.footer { pages[index].items.append(band(footer, isHeader: false, flow: flow)) }
        }
    }

    private func band(_ node: TemplateNode, isHeader: Bool, flow: Flow) -> Item {
        let style = session.style
        let area = style.area
        let y = isHeader ? area.y - 12 : area.maxY + 20
        let line = isHeader ? y + 5 : y - style.smallSize - 3
        var items: [Item] = [
            .path(
                .line(from: Position(x: area.x, y: line), to: Position(x: area.maxX, y: line)), fill: nil,
                stroke: Stroke(style.rule, width: 0.4))
        ]
        var taken = Points.zero
        for (name, alignment) in [("left", Alignment.left), ("center", .center), ("right", .right)] {
            let text = flow.text(node, name)
            guard !text.isEmpty else { continue }
            let pieces = InlinePiece.collapsed(InlinePiece.rich(text, style.small))
            guard let laid = flow.breaker.lines(pieces, width: .init(1e6)).first else { continue }
            taken += laid.extent.width
            let x = area.x + alignment.offset(of: laid.extent.width, in: area.width)
            items += laid.items(at: Position(x: x, y: y))
        }
        if taken > area.width {
            session.find(
                LayoutFindings.overflow, "the texts of <\(node.tag)> are wider than the page", at: node.position,
                fix: "shorten its left, center or right, or leave one of them out")
        }
        return .group(Group(role: .artifact, items))
    }
}
