/// What an element is: name, attributes, and what may stand inside.
///
/// Reading, spelling hints, the schema's corpus and the printed lists all come from it.
public struct ElementDefinition: Sendable, Hashable {
    /// Where an element may stand.
    public enum Kind: Sendable, Hashable {
        /// Wherever blocks may: in the report, a section, columns.
        case block
        /// Inside a line of text.
        case inline
        /// Only inside elements that name it.
        case part
        /// Wherever its parent's content may; what is inside counts as the parent's content.
        case control
    }

    /// What may stand inside an element.
    public enum Content: Sendable, Hashable {
        case empty
        /// Blocks, and parts by name.
        case blocks(and: [String])
        /// Text and inline elements.
        case inlines
        /// Text, inline elements, and parts by name.
        case inlinesAnd([String])
        /// Parts by name, no text.
        case parts([String])
        /// What the parent allows.
        case asParent
    }

    /// Name of the element.
    public let tag: String
    /// Where it may stand.
    public let kind: Kind
    /// One sentence for people: what it makes.
    public let meaning: String
    /// Its attributes.
    public let attributes: [AttributeDefinition]
    /// What may stand inside.
    public let content: Content
    /// Variables that its expressions may use, without the `$`.
    public let variables: [String]

    /// Defines an element.
    public init(
        _ tag: String, _ kind: Kind, _ meaning: String, attributes: [AttributeDefinition] = [],
        content: Content = .empty, variables: [String] = []
    ) {
        self.tag = tag
        self.kind = kind
        self.meaning = meaning
        self.attributes = attributes
        self.content = content
        self.variables = variables
    }
}

/// What an attribute is: name, kind of value, default.
public struct AttributeDefinition: Sendable, Hashable {
    /// Name of the attribute.
    public let name: String
    /// What its value must be.
    public let kind: AttributeKind
    /// Value where the attribute is not written; `nil` where there is none.
    public let fallback: String?
    /// Whether it must be written.
    public let isRequired: Bool
    /// What it does, in a few words.
    public let meaning: String

    /// Defines an attribute that may be left out.
    public init(_ name: String, _ kind: AttributeKind, default fallback: String? = nil, _ meaning: String) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        isRequired = false
        self.meaning = meaning
    }

    /// Defines an attribute that must be written.
    public init(required name: String, _ kind: AttributeKind, _ meaning: String) {
        self.name = name
        self.kind = kind
        fallback = nil
        isRequired = true
        self.meaning = meaning
    }
}

/// All that a template may name: the elements, and the ids that they may refer to.
public struct Vocabulary: Sendable, Hashable {
    /// The elements, by tag in alphabetical order.
    public var elements: [ElementDefinition]
    /// Ids of figures.
    public var figures: [String]
    /// Ids of metrics and labels; unchecked where empty.
    public var metrics: [String]
    /// Names that paths of expressions may step through: elements of the analysis; unchecked where empty.
    public var steps: Set<String>
    /// Names of the attributes of the analysis; unchecked where empty.
    public var keys: Set<String>

    /// A vocabulary.
    public init(
        elements: [ElementDefinition], figures: [String], metrics: [String], steps: Set<String> = [],
        keys: Set<String> = []
    ) {
        self.elements = elements
        self.figures = figures
        self.metrics = metrics
        self.steps = steps
        self.keys = keys
    }

    /// The definition of an element; `nil` where there is none.
    public subscript(tag: String) -> ElementDefinition? { elements.first { $0.tag == tag } }
}
