internal import Measurements
internal import Diagnostics
internal import Drawing
internal import Findings
internal import Templates

/// `definitions`: what the numbers of the report mean, and whose definition it is.
struct DefinitionsElement: BlockElement {
    let definition = ElementDefinition(
        "definitions", .block, "What the metrics of this device mean, and where their definitions come from",
        attributes: [
            .init("prefix", .text, default: "", "starts of the ids, parted by blanks; all unless told"),
            .init(
                "of", .choice(["printed", "all"]), default: "printed",
                "the metrics printed so far (all where there are none), or all of the device"),
        ])

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let input = flow.session.input
        let prefixes = flow.text(node, "prefix").split(whereSeparator: \.isWhitespace)
        let known = Set(input.device.metrics.map(\.id) + input.device.labels.map(\.id))
        let printed = flow.text(node, "of") == "all" ? [] : known.intersection(flow.session.printed)
        let used = printed.isEmpty ? known : printed
        let small = flow.style.fine.colored(flow.style.ink)
        let quiet = small.colored(flow.style.quiet)
        var all: [InlinePiece] = []
        for definition in input.options.references.definitions where used.contains(definition.id) {
            guard prefixes.isEmpty || prefixes.contains(where: { definition.id.hasPrefix($0) }) else { continue }
            let name = definition.symbol.isEmpty ? definition.id : definition.symbol
            if !all.isEmpty { all.append(.text("  ·  ", quiet)) }
            all += InlinePiece.rich(name, small.bold()) + [.text(" ", small)]
            all += InlinePiece.rich(definition.meaning, small)
            if !definition.source.isEmpty { all.append(.text(" [" + definition.source.unbroken + "]", quiet)) }
        }
        flow.add(InlinePiece.collapsed(all), before: 3, after: 4, at: node.position)
    }
}
