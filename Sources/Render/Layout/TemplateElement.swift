internal import Measurements
internal import Plots
internal import Drawing
internal import Findings
public import Templates

/// An element of the template language.
///
/// To add one: a file in `Elements`, a type with an empty `init()`, and its line in `TemplateElements.all`.
protocol TemplateElement: Sendable {
    init()
    /// Name, attributes, and what may stand inside.
    var definition: ElementDefinition { get }
    /// The element itself where it makes boxes; asked so because a cast that fails searches the whole program.
    var block: (any BlockElement)? { get }
    /// The element itself where it stands in running text.
    var inline: (any InlineElement)? { get }
}

extension TemplateElement {
    var block: (any BlockElement)? { nil }
    var inline: (any InlineElement)? { nil }
}

/// An element that makes boxes.
protocol BlockElement: TemplateElement {
    /// Adds its boxes to the flow.
    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure)
}

extension BlockElement {
    var block: (any BlockElement)? { self }
}

/// An element that stands in running text.
protocol InlineElement: TemplateElement {
    /// Its text in a style.
    func pieces(_ node: TemplateNode, _ style: InlineStyle, in flow: inout Flow) throws(Failure) -> [InlinePiece]
}

extension InlineElement {
    var inline: (any InlineElement)? { self }
}

/// The elements of the template language.
public enum TemplateElements {
    /// One line an element, in alphabetical order.
    static let all: [any TemplateElement] = [
        BoldElement(), CellElement(), ColumnElement(), ColumnsElement(), DefinitionsElement(), ElseElement(),
        FigureElement(), FindingsElement(), FooterElement(), ForEachElement(), HeaderElement(), HeadingElement(),
        IfElement(), IncludeElement(), ItalicElement(), ItemElement(), LineBreakElement(), LinkElement(),
        LinksElement(), ListElement(), MetricElement(), MetricsElement(), NoteElement(), PageBreakElement(),
        ParagraphElement(), ProvenanceElement(), ReferenceElement(), ReportElement(), RowElement(), SectionElement(),
        SettingsElement(), StyleElement(), SubscriptElement(), SuperscriptElement(), TableElement(),
        TableOfContentsElement(), ValueElement(),
    ]

    static let blocks: [String: any BlockElement] = Dictionary(
        uniqueKeysWithValues: all.compactMap { element in
            element.block.map { (element.definition.tag, $0) }
        })

    static let inlines: [String: any InlineElement] = Dictionary(
        uniqueKeysWithValues: all.compactMap { element in
            element.inline.map { (element.definition.tag, $0) }
        })

    private static let definitions: [String: ElementDefinition] = Dictionary(
        uniqueKeysWithValues: all.map { ($0.definition.tag, $0.definition) })

    /// The definition of an element.
    static func definition(_ tag: String) -> ElementDefinition? { definitions[tag] }

    /// All that templates may name, for `parseTemplate`.
    public static func vocabulary(for references: References) -> Vocabulary {
        Vocabulary(
            elements: all.map(\.definition).sorted { $0.tag < $1.tag }, figures: references.figures.map(\.id),
            metrics: references.definitions.map(\.id), steps: AnalysisNames.elements, keys: AnalysisNames.attributes)
    }
}
