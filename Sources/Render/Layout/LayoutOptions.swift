public import Diagnostics
public import Findings
public import Drawing
public import Measurements
public import Plots

/// What a layout is told besides the template and the analysis.
public struct LayoutOptions: Sendable {
    /// Date that the document states, ISO 8601; default empty, for nothing here asks a clock.
    public var date = ""
    /// What templates may refer to.
    public var references: References
    /// Whether loops and tables that select nothing are noted; default no, for most mean it so.
    public var tellsEmpty = false
    /// Most turns of all `for-each` together; default 100,000.
    public var mostTurns = 100_000
    /// Most elements printed, each turn of a loop counted; default 400,000.
    public var mostElements = 400_000
    /// Most figures; default 1,000.
    public var mostFigures = 1_000
    /// Most pages; default 1,000.
    public var mostPages = 1_000
    /// Most steps of one XPath evaluation; default 20 million, some tenths of a second.
    public var mostSteps = 20_000_000
    /// Most steps of all XPath evaluations together; default 400 million, some seconds.
    public var mostStepsInAll = 400_000_000

    /// The defaults.
    public init(date: String = "", references: References) {
        self.date = date
        self.references = references
    }
}

/// What templates may refer to by id: figures, metrics and labels, links.
public struct References: Sendable {
    /// The figures.
    public var figures: [any ReportFigure]
    /// The definitions of metrics and labels.
    public var definitions: [MetricDefinition]
    /// The links between diagnostics.
    public var links: [any DiagnosticLink]
    private let definitionOf: [String: MetricDefinition]

    /// Gathers references.
    public init(
        figures: [any ReportFigure] = [], definitions: [MetricDefinition] = [], links: [any DiagnosticLink] = []
    ) {
        self.figures = figures
        self.definitions = definitions
        self.links = links
        definitionOf = Dictionary(definitions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The definition of a metric or label; `nil` where there is none.
    public func definition(_ id: String) -> MetricDefinition? { definitionOf[id] }
    /// The figure of an id.
    public func figure(_ id: String) -> (any ReportFigure)? { figures.first { $0.id == id } }
    /// The link of an id.
    public func link(_ id: String) -> (any DiagnosticLink)? { links.first { $0.id == id } }

    /// The symbol of a metric as a report prints it; the end of its id where it has none.
    public func symbol(_ id: String) -> String {
        if let symbol = definitionOf[id]?.symbol, !symbol.isEmpty { return symbol }
        return id.split(separator: ".").last.map { String($0.replacing("_", with: " ")) } ?? id
    }

    /// What a metric is, in a few words: its meaning up to the first stop; `nil` where that says nothing more.
    public func words(_ id: String) -> String? {
        guard let meaning = definitionOf[id]?.meaning else { return nil }
        let words = meaning.prefix { !",;:.(".contains($0) }
        // A capital that is followed by another is an abbreviation's.
        guard let first = words.first, words.dropFirst().first?.isUppercase != true else {
            return words.isEmpty ? nil : String(words)
        }
        return first.lowercased() + words.dropFirst()
    }
}

/// A document ready for export, and what must be said about it.
public struct LayoutResult: Sendable {
    /// The pages.
    public var document: Document
    /// What did not fit or was not found, in the order of the template; each with its place in it.
    public var findings: [Finding]
    /// The figures on the pages, in order, for those who want them alone.
    public var figures: [FigureSpec] = []
}
