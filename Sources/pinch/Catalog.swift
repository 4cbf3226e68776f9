internal import Circuits
internal import Diagnostics
internal import Export
internal import Findings
internal import Gate
internal import Ingest
internal import Layout
internal import Measurements
internal import Models
internal import Plots
internal import Simulate
internal import Templates

/// Everything that has a public name, as tables: what `pinch list` prints and the manual's reference is made of.
enum Catalog {
    /// One kind of thing that can be listed.
    struct Kind: Sendable {
        let name: String
        let table: @Sendable () -> TextTable
    }

    /// The kinds, alphabetical.
    static let kinds: [Kind] = [
        Kind(name: "circuit-elements") { circuitElements },
        Kind(name: "circuits") {
            TextTable(["id", "code", "meaning"], NamedCircuits.all.map { [$0.id, $0.code, $0.meaning] })
        },
        Kind(name: "diagnostics") { diagnostics },
        Kind(name: "figures") { figures },
        Kind(name: "findings") { findings },
        Kind(name: "formats") { formats },
        Kind(name: "links") { links },
        Kind(name: "metrics") { metrics },
        Kind(name: "models") { models },
        Kind(name: "options") { options },
        Kind(name: "outputs") { outputs },
        Kind(name: "protocols") { protocols },
        Kind(name: "rules") {
            TextTable(
                ["attribute", "values", "default", "meaning"],
                RuleAttributes.all.map { [$0.name, $0.values, $0.fallback, $0.meaning] })
        },
        Kind(name: "template-elements") { templateElements },
        Kind(name: "templates") {
            TextTable(["file", "meaning"], TemplateSource.shipped.map { [$0.file, $0.meaning] })
        },
    ]

    private static var formats: TextTable {
        TextTable(
            ["id", "format", "extensions", "checked on"],
            FileFormats.all.map { [$0.id, $0.name, $0.extensions.joined(separator: " "), $0.evidence.rawValue] })
    }

    private static var circuitElements: TextTable {
        TextTable(
            ["symbol", "element", "impedance", "values"],
            CircuitElements.all.map { element in
                let values = element.parameters.map { $0.name + ($0.unit == .none ? "" : " (\($0.unit.rawValue))") }
                return [element.symbol, element.name, element.equation, values.joined(separator: ", ")]
            })
    }

    private static var diagnostics: TextTable {
        TextTable(
            ["id", "family", "gives"],
            DiagnosticFamilies.all.map { [$0.id, $0.family.rawValue, $0.metrics.map(\.id).joined(separator: " ")] })
    }

    private static var metrics: TextTable {
        TextTable(
            ["id", "symbol", "unit", "meaning", "source"],
            MetricDefinitions.all.map { [$0.id, $0.symbol, $0.unit.rawValue, $0.meaning, $0.source] })
    }

    private static var links: TextTable {
        TextTable(
            ["id", "title", "statement", "a disagreement means"],
            DiagnosticLinks.all.map { [$0.id, $0.title, $0.statement, $0.disagreement] })
    }

    private static var figures: TextTable {
        TextTable(["id", "shows"], ReportFigures.all.map { [$0.id, $0.title] })
    }

    private static var models: TextTable {
        TextTable(
            ["id", "model", "parameters"],
            DeviceModels.all.map { model in
                [
                    model.id, model.summary,
                    model.parameters.map { "\($0.name)=\($0.defaultValue)" }.joined(separator: " "),
                ]
            })
    }

    private static var protocols: TextTable {
        TextTable(["id", "measures"], MeasurementProtocols.all.map { [$0.id, $0.summary] })
    }

    private static var outputs: TextTable {
        TextTable(["id", "format"], OutputFormats.all.map { [$0.id, $0.id.uppercased()] })
    }

    private static var templateElements: TextTable {
        TextTable(
            ["tag", "attributes", "meaning"],
            TemplateElements.vocabulary(for: ReportReferences.all).elements.map { element in
                [element.tag, element.attributes.map(\.name).joined(separator: " "), element.meaning]
            })
    }

    private static var options: TextTable {
        TextTable(
            ["name", "unit", "default", "meaning"],
            DiagnoseOptions.definitions.map { [$0.name, $0.unit, $0.defaultText, $0.meaning] })
    }

    private static var findings: TextTable {
        TextTable(
            ["code", "severity", "meaning"], FindingCatalog.all.map { [$0.code, $0.severity.rawValue, $0.meaning] })
    }
}
