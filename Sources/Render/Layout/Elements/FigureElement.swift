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
            .init("from", .text, "only this recording"),
            .init("bias", .text, "only data at this bias, V; deepest: that of the deepest inductive loop"),
            .init("width", .length(percent: true), default: "100%", "how wide; narrow ones stand side by side"),
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
        let request = FigureRequest(
            from: flow.value(node, "from"), bias_V: bias_V(node, in: flow))
        let specs = figure.specs(for: flow.session.input.device, request: request)
        guard !specs.isEmpty else {
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
        flow.session.figures += specs
        var start = 0
        while start < specs.count {
            let row = specs[start..<min(start + perRow, specs.count)]
            add(Array(row), width: width, gap: gap, node, to: &flow)
            start += row.count
        }
    }

    /// The bias asked for: a number, or that of the deepest loop, which XPath could only find by comparing all with all.
    private func bias_V(_ node: TemplateNode, in flow: Flow) -> Double? {
        let text = flow.value(node, "bias")
        guard text == "deepest" else {
            let number = text.flatMap { Double($0) }
            if let text, !text.isEmpty, number == nil {
                flow.session.find(
                    LayoutFindings.badValue, "bias=\"\(text)\" is no voltage; all biases are drawn",
                    at: node.position(of: "bias"), fix: "write a number of volts, or deepest")
            }
            return number
        }
        return flow.session.input.device.metrics.filter { $0.id == "impedance.loop_depth" }
            .max { $0.value < $1.value }?.at.bias_V
    }

    /// Figures side by side, each with its caption below.
    private func add(_ specs: [FigureSpec], width: Points, gap: Points, _ node: TemplateNode, to flow: inout Flow) {
        let pictures = specs.map { drawFigure($0, width: width, text: flow.session.text.base) }
        let tallest = pictures.map(\.size.height).max() ?? 0
        // One figure alone stands in the middle.
        let x0: Points = specs.count == 1 ? max(0, (flow.width - width) * 0.5) : 0
        var items: [Item] = []
        var height = Points.zero
        for (index, spec) in specs.enumerated() {
            flow.session.figureCount += 1
            let x = x0 + (width + gap) * Double(index)
            items.append(.destination(name: flow.session.place(for: spec.id), Position(x: x, y: 0)))
            items += pictures[index].placed(at: Position(x: x, y: 0))
            let bottom = addCaption(spec, node, width: width, at: Position(x: x, y: tallest + 2), to: &items, flow)
            height = max(height, bottom)
        }
        var box = Box(items, height: height, position: node.position)
        box.before = 7
        box.after = 10
        box.floats = true
        flow.boxes.append(box)
    }

    private func addCaption(
        _ spec: FigureSpec, _ node: TemplateNode, width: Points, at origin: Position, to items: inout [Item],
        _ flow: Flow
    ) -> Points {
        let style = flow.style.caption
        let number = InlinePiece.text("Figure \(flow.session.figureCount). ", style.bold())
        var text = flow.value(node, "caption") ?? spec.caption
        if text.isEmpty { text = spec.id }
        let pieces = InlinePiece.collapsed([number] + InlinePiece.rich(text, style))
        var y = origin.y
        var inside: [Item] = []
        for line in flow.breaker.lines(pieces, width: width) {
            let height = max(style.font.size * 1.28, line.extent.ascent + line.extent.descent)
            inside += line.items(at: Position(x: origin.x, y: y + line.extent.ascent))
            y += height
        }
        items.append(.group(Group(role: .caption, inside)))
        return y
    }
}
