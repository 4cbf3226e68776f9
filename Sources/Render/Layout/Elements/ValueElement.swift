internal import Drawing
internal import Findings
internal import LibXML
internal import Measurements
internal import Templates

/// `value`: what an expression gives; a number with its unit and error.
struct ValueElement: InlineElement {
    let definition = ElementDefinition(
        "value", .inline, "What an expression gives; a number with its unit and error",
        attributes: [
            .init(required: "select", .xpath, "what to print"),
            .init("unit", .unit, "unit of the number, SI; a prefix is chosen"),
            .init("se", .xpath, "its standard error"),
            .init("digits", .integer(1...12), default: "4", "significant digits where no error is known"),
            .format, .decimals,
            .init("missing", .text, "what to print where nothing is selected"),
        ])

    func pieces(_ node: TemplateNode, _ style: InlineStyle, in flow: inout Flow) throws(Failure) -> [InlinePiece] {
        let value = flow.evaluate(node, "select")
        if let text = flow.valueText(value, of: node) { return [.text(text, style)] }
        if let missing = flow.value(node, "missing") { return InlinePiece.rich(missing, style) }
        flow.session.find(
            LayoutFindings.noMatch, "select=\"\(node.expression("select") ?? "")\" matches nothing",
            at: node.position(of: "select"), fix: "check the expression, or say with missing what to print then")
        return [.text("–", style.colored(flow.style.quiet))]
    }
}

extension Flow {
    /// A value as text, by the `unit`, `se` and `digits` of an element; `nil` where there is none.
    func valueText(_ value: XPathValue?, of node: TemplateNode) -> String? {
        guard let value else { return nil }
        if case .nodes(let nodes) = value, nodes.isEmpty { return nil }
        let isFormatted = ["se", "format", "decimals"].contains { node.attributes[$0] != nil }
        guard let unit = unit(node, "unit") ?? (isFormatted ? SIUnit.none : nil), let number = value.number
        else {
            if case .number(let number) = value {
                return number == number.rounded() && abs(number) < 1e6
                    ? "\(Int(number))".replacing("-", with: "−")
                    : QuantityText.parts(number, unit: .none, digits: integer(node, "digits") ?? 4).text
            }
            let text = value.string
            return text.isEmpty ? nil : text
        }
        let error = evaluate(node, "se")?.number
        let format = node.attributes["format"].flatMap { _ in NumberFormat(rawValue: text(node, "format")) } ?? .auto
        let decimals = node.attributes["decimals"].flatMap { _ in integer(node, "decimals") }
        if format != .auto || decimals != nil {
            return format.parts(
                number, standardError: error, unit: unit, digits: integer(node, "digits") ?? 4, decimals: decimals
            ).text
        }
        var parts = QuantityText.parts(number, standardError: error, unit: unit, digits: integer(node, "digits") ?? 4)
        // Without an error, zeros at the end claim digits that nobody asked for.
        if error == nil, node.attributes["digits"] == nil { parts.number = parts.number.trimmedZeros }
        return parts.text
    }
}
