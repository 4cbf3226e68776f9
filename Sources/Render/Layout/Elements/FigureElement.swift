internal import Diagnostics
internal import Drawing
internal import Findings
internal import Measurements
internal import Plots
internal import Templates

/// `figure`: a figure of the report by its id, with number and caption.
struct FigureElement: BlockElement {
    let definition = ElementDefinition(
        "figure", .block, "A figure of the report by its id, with number and caption",
        attributes: [
            .init(required: "ref", .figure, "which figure"),
            .init("id", .name, "name that references and links may lead to; that of the figure unless told"),
            .init("from", .text, "only this recording"),
            .init("bias", .numbers(or: ["deepest"]), "only data at these biases, V; deepest: that of the deepest loop"),
            .init("cycle", .counts(or: ["last"]), "only these cycles of loops"),
            .init("state", .text, "only data of this state, as LRS"),
            .init("width", .length(percent: true), default: "100%", "how wide; narrow ones stand side by side"),
            .init("height", .length(percent: false), "height of its frames; strips of residuals keep theirs"),
            .init("x-range", .range, "what the horizontal axis shows, SI units"),
            .init("y-range", .range, "what the vertical axis shows, SI units"),
            .init("x-scale", .choice(["linear", "log", "symlog"]), "how the horizontal axis is divided"),
            .init("y-scale", .choice(["linear", "log", "symlog"]), "how the vertical axis is divided"),
            .init("panel", .integer(1...60), default: "1", "whose axes are meant; axes of the same name follow"),
            .init("legend", .choice(["auto", "above", "none"]), "where the legend stands"),
            .init("caption", .text, "instead of the figure's own caption"),
            .init("missing", .text, "what stands where the device has no data for it"),
        ])

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let references = flow.session.input.options.references
        let id = flow.text(node, "ref")
        guard let figure = references.figure(id) else {
            flow.session.find(
                LayoutFindings.unknownReference, "no figure \"\(id)\"", at: node.position(of: "ref"),
                fix: Suggestion.fix(for: id, in: references.figures.map(\.id)))
            return
        }
        let request = request(node, in: flow)
        var specs = figure.specs(for: flow.session.input.device, request: request)
        guard !specs.isEmpty else {
            tellNothing(node, figure, request, in: flow)
            let words = flow.value(node, "missing") ?? "Not measured: \(figure.title)."
            if !words.isEmpty { flow.addNote(InlinePiece.rich(words, flow.style.small), at: node.position) }
            return
        }
        let asked = flow.length(node, "width") ?? flow.width
        if asked > flow.width + 0.5 {
            flow.session.find(
                LayoutFindings.overflow, "a figure of \(Int(asked.value)) pt in a place of \(Int(flow.width.value)) pt",
                at: node.position(of: "width"), fix: "write a width of at most 100%")
        }
        let gap = Points(14)
        let perRow = max(1, Int((flow.width.value + gap.value + 0.5) / max(asked.value + gap.value, 1)))
        let width = min(perRow > 1 ? (flow.width - gap * Double(perRow - 1)) / Double(perRow) : asked, flow.width)
        if let look = FigureLook(node, in: flow) { specs = specs.map { dressed($0, look, node, flow) } }
        flow.session.figures += specs
        var start = 0
        while start < specs.count {
            let row = specs[start..<min(start + perRow, specs.count)]
            add(Array(row), width: width, gap: gap, node, to: &flow)
            start += row.count
        }
    }

    /// Figures side by side, each with its caption below.
    private func add(_ specs: [FigureSpec], width: Points, gap: Points, _ node: TemplateNode, to flow: inout Flow) {
        let session = flow.session
        let captions = specs.map { caption($0, node, flow) }
        let (specs, pictures) = fitted(specs, captions, width: width, node, to: flow)
        let tallest = pictures.map(\.size.height).max() ?? 0
        // One figure alone stands in the middle.
        let x0: Points = specs.count == 1 ? max(0, (flow.width - width) * 0.5) : 0
        var items: [Item] = []
        var height = Points.zero
        for (index, spec) in specs.enumerated() {
            session.figureCount += 1
            let x = x0 + (width + gap) * Double(index)
            let top = Position(x: x, y: 0)
            items.append(.destination(name: session.place(for: spec.id), top))
            remember(spec, node, captions[index], at: top, &items, flow)
            items += pictures[index].placed(at: top)
            let bottom = addCaption(
                captions[index], width: width, at: Position(x: x, y: tallest + 2), to: &items, flow)
            height = max(height, bottom)
        }
        var box = Box(items, height: height, position: node.position)
        box.before = 6
        box.after = 10
        box.floats = true
        flow.boxes.append(box)
    }

    /// The figures drawn; of its page a figure takes no more than all, with the heading that must stand above it.
    ///
    /// What is taller is drawn with lower frames, five times at most, and told.
    private func fitted(
        _ wanted: [FigureSpec], _ captions: [[InlinePiece]], width: Points, _ node: TemplateNode, to flow: Flow
    ) -> (specs: [FigureSpec], pictures: [Picture]) {
        let session = flow.session
        var specs = wanted
        var pictures = draw(specs, width: width, session)
        for round in 0..<5 {
            // Most figures take less than half of a page: their captions need not be set twice.
            guard pictures.contains(where: { $0.size.height > flow.style.area.height * 0.5 }) else { break }
            let most = flow.style.area.height - flow.keptHeight
            let texts = captions.map { captionHeight($0, width: width, flow) }
            let height = zip(pictures, texts).map { $0.size.height + $1 }.max() ?? 0
            guard height > most else { break }
            if round == 0 {
                session.find(
                    LayoutFindings.tooTall,
                    "figure \"\(specs[0].id)\" with its caption is \(Int(height.value)) pt tall, its place "
                        + "\(Int(most.value)) pt; it is drawn lower",
                    at: node.position, fix: "write a smaller width or height, or ask for fewer biases")
            }
            let room = max(most - (texts.max() ?? 0), 20)
            let tallest = pictures.map(\.size.height).max() ?? room
            // Labels and strips keep their heights, so frames must give more than the whole.
            let part = max(0.3, 1 - 2 * (1 - room / tallest))
            specs = specs.map { $0.lowered(to: part) }
            pictures = draw(specs, width: width, session, isAgain: true)
        }
        return (specs, pictures)
    }

    private func draw(
        _ specs: [FigureSpec], width: Points, _ session: LayoutSession, isAgain: Bool = false
    ) -> [Picture] {
        specs.enumerated().map { index, spec in
            let draw = { drawFigure(spec, width: width, text: session.text.base) }
            guard let drawn = session.drawn, !isAgain else { return draw() }
            return drawn.picture(number: session.figureCount + index, id: spec.id, width: width, draw: draw)
        }
    }

    /// The caption after its number.
    private func caption(_ spec: FigureSpec, _ node: TemplateNode, _ flow: Flow) -> [InlinePiece] {
        var text = flow.value(node, "caption") ?? spec.caption
        if text.isEmpty { text = spec.id }
        return InlinePiece.rich(text, flow.style.caption)
    }

    /// Gives the figure its own name, and keeps it for references.
    private func remember(
        _ spec: FigureSpec, _ node: TemplateNode, _ caption: [InlinePiece], at top: Position, _ items: inout [Item],
        _ flow: Flow
    ) {
        let session = flow.session
        var name = spec.id
        if let id = flow.value(node, "id"), !id.isEmpty {
            name = session.place(for: id)
            items.append(.destination(name: name, top))
        }
        session.remember(KnownPlace(id: name, kind: .figure, number: "\(session.figureCount)", title: caption))
    }

    private func addCaption(
        _ caption: [InlinePiece], width: Points, at origin: Position, to items: inout [Item], _ flow: Flow
    ) -> Points {
        var y = origin.y
        var inside: [Item] = []
        for line in captionLines(caption, width: width, flow) {
            inside += line.items(at: Position(x: origin.x, y: y + line.extent.ascent))
            y += Self.height(of: line, flow)
        }
        items.append(.group(Group(role: .caption, inside)))
        return y
    }

    private func captionLines(_ caption: [InlinePiece], width: Points, _ flow: Flow) -> [TextLine] {
        let number = InlinePiece.text("Figure \(flow.session.figureCount). ", flow.style.caption.bold())
        return flow.breaker.lines(InlinePiece.collapsed([number] + caption), width: width)
    }

    /// Height of a caption and the space above it; asked only of figures that may be too tall for their page.
    private func captionHeight(_ caption: [InlinePiece], width: Points, _ flow: Flow) -> Points {
        captionLines(caption, width: width, flow).reduce(2) { $0 + Self.height(of: $1, flow) }
    }

    private static func height(of line: TextLine, _ flow: Flow) -> Points {
        max(flow.style.captionSize * 1.28, line.extent.ascent + line.extent.descent)
    }
}
