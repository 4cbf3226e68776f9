internal import Drawing
internal import Findings
internal import Templates

/// `toc`: the sections, figures or tables of the document with their pages.
struct TableOfContentsElement: BlockElement {
    let definition = ElementDefinition(
        "toc", .block, "The sections, figures or tables of the document with their pages, each a link",
        attributes: [
            .init("of", .choice(["sections", "figures", "tables"]), default: "sections", "what is listed"),
            .init("title", .text, default: "", "heading above it, with _{{}} and ^{{}} for scripts"),
            .init("depth", .integer(1...3), default: "2", "how deep sections are listed"),
            .init("leaders", .flag, default: "yes", "whether dots lead to the page numbers"),
        ])

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let title = flow.text(node, "title")
        if !title.isEmpty {
            let pieces = InlinePiece.rich(title, flow.style.heading(1))
            flow.addHeading(pieces, level: 1, id: "", isListed: false, at: node.position)
        }
        let known = flow.session.known
        guard known.isKnown else { return }
        let of = flow.text(node, "of")
        let depth = flow.integer(node, "depth") ?? 2
        let entries = known.all.filter {
            $0.kind.rawValue + "s" == of && $0.isListed && $0.level <= depth && $0.page != nil
        }
        if entries.isEmpty {
            flow.session.find(
                LayoutFindings.noMatch, "a table of contents without entries: the document has no \(of)",
                at: node.position, fix: "remove <toc>, or give the document <section title=\"...\">")
        }
        let widest =
            entries.compactMap { known.pageLabel(of: $0) }.map {
                flow.session.text.measure($0, flow.style.body.font).width
            }.max() ?? 0
        for entry in entries { add(entry, pageWidth: widest, leaders: flow.flag(node, "leaders"), node, to: &flow) }
    }

    /// One entry: its text may take several lines, the last has the page.
    private func add(
        _ entry: KnownPlace, pageWidth: Points, leaders: Bool, _ node: TemplateNode, to flow: inout Flow
    ) {
        var style = flow.style.body
        style.target = .destination(entry.id)
        let isMain = entry.kind == .section && entry.level == 1
        let words = isMain ? style.bold() : style
        let numberWidth: Points = entry.number.isEmpty ? 0 : [18, 26, 34][min(entry.level, 3) - 1]
        let indent: Points = Points(12) * Double(entry.level - 1) + numberWidth
        let room = flow.width - indent - pageWidth - 16
        // A caption is told by its first sentence.
        let title = InlinePiece.collapsed(Self.firstSentence(entry).map { $0.restyled(words) })
        let lines = flow.breaker.lines(title, width: room)
        let membership = flow.session.membership(.paragraph)
        for (index, line) in lines.enumerated() {
            let height = max(flow.style.lineHeight, line.extent.ascent + line.extent.descent)
            let baseline = (height - line.extent.ascent - line.extent.descent) / 2 + line.extent.ascent
            var items = line.items(at: Position(x: indent, y: baseline))
            if index == 0, !entry.number.isEmpty {
                let number = flow.breaker.lines([.text(entry.number, words)], width: indent)
                items = number.flatMap { $0.items(at: Position(x: indent - numberWidth, y: baseline)) } + items
            }
            if index == lines.count - 1 {
                items += ending(entry, after: indent + line.extent.width, leaders, style, baseline, flow)
            }
            var box = Box(items, height: height, position: node.position)
            box.membership = membership
            box.before = index == 0 && isMain ? 4 : 0
            box.keepsWithNext = index < lines.count - 1
            flow.boxes.append(box)
        }
    }

    /// The dots and the page.
    private func ending(
        _ entry: KnownPlace, after x: Points, _ leaders: Bool, _ style: InlineStyle, _ baseline: Points, _ flow: Flow
    ) -> [Item] {
        let label = flow.session.known.pageLabel(of: entry) ?? ""
        guard let page = flow.breaker.lines([.text(label, style)], width: flow.width).first else { return [] }
        let start = flow.width - page.extent.width
        var items: [Item] = []
        if leaders, start - x > 14 {
            // From right to left, so that the dots of all lines stand below each other; a dot is a dash of no length.
            let step = Points(3.4)
            let right = flow.width - step * ((page.extent.width.value + 4) / step.value).rounded(.up)
            let dots = Stroke(flow.style.rule, width: 0.8, dash: [0, step], cap: .round)
            let path = Path.line(from: Position(x: right, y: baseline - 0.5), to: Position(x: x + 4, y: baseline - 0.5))
            items.append(.group(Group(role: .artifact, [.path(path, fill: nil, stroke: dots)])))
        }
        return items + page.items(at: Position(x: start, y: baseline))
    }

    private static func firstSentence(_ entry: KnownPlace) -> [InlinePiece] {
        guard entry.kind != .section else { return entry.title }
        var kept: [InlinePiece] = []
        for piece in entry.title {
            guard case .text(let text, let style) = piece, let stop = text.firstRange(of: ". ") else {
                kept.append(piece)
                continue
            }
            kept.append(.text(String(text[..<stop.lowerBound]), style))
            return kept
        }
        if case .text(let text, let style)? = kept.last, text.hasSuffix(".") {
            kept[kept.count - 1] = .text(String(text.dropLast()), style)
        }
        return kept
    }
}
