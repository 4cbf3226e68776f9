internal import ArgumentParser
internal import Circuits
internal import Diagnostics
internal import Drawing
internal import Files
internal import Findings
internal import Measurements
internal import Plots

/// `pinch explain`: the long text of a metric, link, finding, figure, circuit, element or option.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain a metric, link, finding, figure, circuit, circuit element or option by its id.",
        discussion: """
            Examples:
              pinch explain impedance.tau_k
              pinch explain L4
            """)

    @Argument(help: "The id, as lists, reports and messages have it.")
    var id: String

    func validate() throws {
        guard Self.text(of: id) == nil else { return }
        throw ValidationError("\"\(id)\" is not known; " + Suggestion.fix(for: id, in: Self.ids))
    }

    func run() throws {
        if let text = Self.text(of: id) { StandardStreams.write(text + "\n", to: .output) }
    }

    private static var ids: [String] {
        MetricDefinitions.all.map(\.id) + DiagnosticLinks.all.map(\.id) + ReportFigures.all.map(\.id)
            + NamedCircuits.all.map(\.id) + CircuitElements.all.map(\.symbol)
            + FindingCatalog.all.map(\.code) + DiagnoseOptions.definitions.map(\.name)
    }

    private static func text(of id: String) -> String? {
        if let metric = MetricDefinitions.byID[id] {
            let symbol = metric.symbol.isEmpty ? "label" : RichText.plain(metric.symbol) + ", " + metric.unit.rawValue
            return "\(id) (\(symbol))\n\n\(metric.meaning)\n\nDefinition: \(metric.source) (docs/theory.md)"
        }
        if let link = DiagnosticLinks.all.first(where: { $0.id == id }) {
            return "\(id): \(RichText.plain(link.title))\n\n\(RichText.plain(link.statement)).\n\n"
                + "A disagreement usually means: \(link.disagreement).\n\nDefinition: THEORY G (docs/theory.md)"
        }
        if let figure = ReportFigures.all.first(where: { $0.id == id }) {
            return "\(id) (figure)\n\n\(RichText.plain(figure.title))"
        }
        if let kind = FindingCatalog.all.first(where: { $0.code == id }) {
            return "\(id) (\(kind.severity.rawValue))\n\n\(kind.meaning)"
        }
        if let circuit = NamedCircuits.named(id) {
            return
                "\(circuit.id) (circuit \(circuit.code))\n\n\(circuit.meaning)\n\nDefinition: THEORY E.2 (docs/theory.md)"
        }
        if let element = CircuitElements.all.first(where: { $0.symbol == id }) {
            let values = element.parameters.map { "\($0.name) in \($0.unit.rawValue)" }.joined(separator: ", ")
            return "\(id) (circuit element)\n\n\(element.name): \(element.equation); \(values)"
        }
        return DiagnoseOptions.definitions.first { $0.name == id }.map {
            "\(id) (option\($0.unit.isEmpty ? "" : ", " + $0.unit), default \($0.defaultText))\n\n\($0.meaning)"
        }
    }
}
