internal import AnalysisTree
internal import Diagnostics
internal import Drawing
internal import Findings
internal import LibXML
internal import Measurements
internal import Templates

/// `metric`: a metric with error and unit, or a label, by its id.
struct MetricElement: InlineElement {
    let definition = ElementDefinition(
        "metric", .inline, "A metric with error and unit, or a label, by its id",
        attributes: [
            .init(required: "id", .metric, "which metric or label"),
            .init("from", .text, default: "", "only from this recording"),
            .init("where", .xpath, "which of several, as @bias_V = 0.5"),
            .init("show", .choice(["value", "symbol", "both"]), default: "value", "what to print"),
            .init("missing", .text, "what to print where there is none"),
        ])

    func pieces(_ node: TemplateNode, _ style: InlineStyle, in flow: inout Flow) throws(Failure) -> [InlinePiece] {
        let references = flow.session.input.options.references
        let id = flow.text(node, "id")
        let symbol = InlinePiece.rich(references.symbol(id), style)
        guard flow.text(node, "show") != "symbol" else { return symbol }
        let found = flow.entries(node, ids: [id])
        guard let entry = found.first else {
            if let missing = flow.value(node, "missing") { return InlinePiece.rich(missing, style) }
            flow.session.find(
                LayoutFindings.noMatch, "no \"\(id)\" in this analysis", at: node.position(of: "id"),
                fix: "see the findings for why, or say with missing what to print then")
            return [.text("–", style.colored(flow.style.quiet))]
        }
        if found.count > 1 {
            flow.session.find(
                LayoutFindings.ambiguous, "\(found.count) of \"\(id)\" match; only the first is printed",
                at: node.position, fix: "add from=\"...\" or where=\"@bias_V = ...\"")
        }
        let value: [InlinePiece]
        switch entry.content {
        case .metric(let metric): value = [.text(MetricText.parts(metric).text, style)]
        case .label(let label): value = [.text(label.value, style)]
        }
        return flow.text(node, "show") == "both" ? symbol + [.text(" = ", style)] + value : value
    }
}

extension Flow {
    /// The metrics and labels of these ids that an element's `from` and `where` let through; equal ids together.
    func entries(_ element: TemplateNode, ids: [String]) -> [MetricEntry] {
        let device = session.input.device
        let from = text(element, "from")
        var metrics = ids.flatMap { session.metricIndices[$0] ?? [] }
        var labels = ids.flatMap { session.labelIndices[$0] ?? [] }
        if let condition = element.expression("where") {
            let place = element.position(of: "where")
            let (binding, xml) = (session.binding, session.binding.xml)
            metrics = binding.marks("metric", among: metrics.map { xml.metrics[$0] }, where: condition, position: place)
            labels = binding.marks("label", among: labels.map { xml.labels[$0] }, where: condition, position: place)
        }
        let found =
            metrics.map { MetricEntry(content: .metric(device.metrics[$0])) }
            + labels.map { MetricEntry(content: .label(device.labels[$0])) }
        let told = from.isEmpty ? found : found.filter { $0.from.contains(from) }
        session.printed.formUnion(told.map(\.id))
        return told
    }
}
