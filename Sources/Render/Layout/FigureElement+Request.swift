internal import Diagnostics
internal import Drawing
internal import Findings
internal import Measurements
internal import Plots
internal import Templates

extension FigureElement {
    /// What the element asks of the figure.
    func request(_ node: TemplateNode, in flow: Flow) -> FigureRequest {
        var request = FigureRequest(from: flow.value(node, "from"))
        let biases = biases_V(node, in: flow)
        if biases.count == 1 { request.bias_V = biases.first } else { request.biases_V = biases }
        if let cycle = flow.value(node, "cycle") {
            request.onlyLastCycle = cycle == "last"
            request.cycles = CountList(cycle)?.runs ?? []
        }
        if let state = flow.value(node, "state"), !state.isEmpty { request.state = state }
        return request
    }

    /// The biases asked for: numbers, or that of the deepest loop, which XPath could only find by comparing all with all.
    private func biases_V(_ node: TemplateNode, in flow: Flow) -> [Double] {
        guard let text = flow.value(node, "bias"), !text.isEmpty else { return [] }
        guard text == "deepest" else { return NumberList(text)?.numbers ?? [] }
        let deepest = flow.session.input.device.metrics.filter { $0.id == "impedance.loop_depth" }
            .max { $0.value < $1.value }
        return deepest?.at.bias_V.map { [$0] } ?? []
    }

    /// Says so where the figure has data, and none of them is what was asked for.
    func tellNothing(_ node: TemplateNode, _ figure: any ReportFigure, _ request: FigureRequest, in flow: Flow) {
        guard node.attributes["missing"] == nil, request != request.forAll else { return }
        let asked = ["from", "bias", "cycle", "state"].filter { node.attributes[$0] != nil }
        let all = figure.specs(for: flow.session.input.device, request: request.forAll)
        guard let first = asked.first, !all.isEmpty else { return }
        let words = asked.map { "\($0)=\"\(flow.text(node, $0))\"" }.joined(separator: " ")
        flow.session.find(
            LayoutFindings.noMatch, "figure \"\(figure.id)\" has data, and none with \(words)",
            at: node.position(of: first), fix: hint(first, figure, in: flow))
    }

    /// What there is instead.
    private func hint(_ name: String, _ figure: any ReportFigure, in flow: Flow) -> String? {
        let device = flow.session.input.device
        // The curves of a figure mostly bear the first word of its id.
        let family = figure.id.prefix { $0 != "." } + "."
        let own = device.curves.filter { $0.id.hasPrefix(family) }
        let curves = own.isEmpty ? device.curves : own
        let known: [String]
        switch name {
        case "from": known = device.recordings.map(\.id)
        case "bias":
            known = Set(curves.compactMap(\.at.bias_V)).sorted().map {
                QuantityText.parts($0, unit: .none).number.trimmedZeros
            }
        case "cycle": known = Set(curves.compactMap(\.at.cycle)).sorted().map(String.init)
        default: known = Set(curves.compactMap(\.at.state)).sorted()
        }
        guard !known.isEmpty else { return nil }
        return "there are: " + known.prefix(12).joined(separator: ", ") + (known.count > 12 ? ", ..." : "")
    }

    /// A figure with the look that the template wants, and a word where that cannot be.
    func dressed(
        _ spec: FigureSpec, _ look: FigureLook, _ node: TemplateNode, _ flow: Flow
    ) -> FigureSpec {
        let (made, faults) = look.applied(to: spec)
        for fault in faults {
            switch fault {
            case .noPanel(let count):
                flow.session.find(
                    LayoutFindings.badValue,
                    "figure \"\(spec.id)\" has \(count) panels here, not \(flow.text(node, "panel"))",
                    at: node.position(of: "panel"), fix: "write panel=\"1\" to \"\(count)\"")
            case .nothingLeft(let axis):
                let name = node.attributes["\(axis)-range"] == nil ? "\(axis)-scale" : "\(axis)-range"
                flow.session.find(
                    LayoutFindings.noMatch,
                    "\(name)=\"\(flow.text(node, name))\" leaves nothing of figure \"\(spec.id)\"",
                    at: node.position(of: name), fix: "ranges are in SI units, as 0..5e-6 for currents in A")
            }
        }
        return made
    }
}
