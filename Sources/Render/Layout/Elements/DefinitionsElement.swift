internal import Measurements
internal import Diagnostics
internal import Drawing
internal import Findings
internal import Templates

/// `definitions`: what the numbers of the report mean, and whose definition it is.
struct DefinitionsElement: BlockElement {
    let definition = ElementDefinition(
        "definitions", .block, "What the metrics of this device mean, and where their definitions come from",
        attributes: [.init("prefix", .text, default: "", "starts of the ids, parted by blanks; all unless told")])

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let input = flow.session.input
        let prefixes = flow.text(node, "prefix").split(whereSeparator: \.isWhitespace)
        let used = Set(input.device.metrics.map(\.id) + input.device.labels.map(\.id))
        let small = InlineStyle(font: Font(size: flow.style.smallSize), color: flow.style.ink)
        let quiet = small.colored(flow.style.quiet)
        for definition in input.options.references.definitions where used.contains(definition.id) {
            guard prefixes.isEmpty || prefixes.contains(where: { definition.id.hasPrefix($0) }) else { continue }
            let name = definition.symbol.isEmpty ? definition.id : definition.symbol
            var pieces = InlinePiece.rich(name, small.bold()) + [.text(" ", small)]
            pieces += InlinePiece.rich(definition.meaning, small)
            if !definition.source.isEmpty { pieces.append(.text(" [\(definition.source)]", quiet)) }
            flow.add(InlinePiece.collapsed(pieces), before: 0, after: 2, at: node.position)
        }
    }
}
