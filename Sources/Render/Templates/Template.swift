public import Findings

/// A template, read and checked: a tree of elements with their places in the file, includes already in it.
public struct Template: Sendable, Hashable {
    /// The namespace of every element.
    public static let namespace = "urn:pinch:report:1"
    /// The version that `report` must state.
    public static let version = "1"
    /// The version of the schema: that of the language, and a number that grows with each addition to it.
    public static let schemaVersion = version + ".2"

    /// Path of the file, as messages name it.
    public var file: String
    /// The `report` element.
    public var root: TemplateNode
    /// What is odd about it but no fault, as a name in an expression that no analysis has.
    public var warnings: [Finding]

    /// A template of a tree.
    public init(file: String, root: TemplateNode, warnings: [Finding] = []) {
        self.file = file
        self.root = root
        self.warnings = warnings
    }
}

/// An element of a template.
public struct TemplateNode: Sendable, Hashable {
    /// Name of the element.
    public var tag: String
    /// Its attributes by name; only those that were written.
    public var attributes: [String: TemplateAttribute]
    /// Elements and text inside, in order.
    public var content: [TemplateContent]
    /// Where the element starts.
    public var position: SourcePosition

    /// An element.
    public init(
        tag: String, attributes: [String: TemplateAttribute] = [:], content: [TemplateContent] = [],
        position: SourcePosition
    ) {
        self.tag = tag
        self.attributes = attributes
        self.content = content
        self.position = position
    }

    /// The elements inside, text left out.
    public var elements: [TemplateNode] {
        content.compactMap { if case .element(let node) = $0 { node } else { nil } }
    }

    /// Where an attribute stands; the element's own place where it was not written.
    public func position(of attribute: String) -> SourcePosition { attributes[attribute]?.position ?? position }
}

/// What may stand inside an element.
public enum TemplateContent: Sendable, Hashable {
    case element(TemplateNode)
    case text(String)
}

/// An attribute as written: text with XPath expressions in braces.
public struct TemplateAttribute: Sendable, Hashable {
    /// A piece of the value.
    public enum Piece: Sendable, Hashable {
        case literal(String)
        case xpath(String)
    }

    /// The value as the file has it.
    public var source: String
    /// The value in pieces; one whole piece where the attribute is an expression itself, as `select`.
    public var pieces: [Piece]
    /// Where its name starts.
    public var position: SourcePosition

    /// An attribute.
    public init(source: String, pieces: [Piece], position: SourcePosition) {
        self.source = source
        self.pieces = pieces
        self.position = position
    }

    /// The value where it holds no expression; `nil` where the analysis must be asked first.
    public var literal: String? {
        var text = ""
        for piece in pieces {
            guard case .literal(let part) = piece else { return nil }
            text += part
        }
        return text
    }
}
