extension Vocabulary {
    /// The template language as a RELAX NG schema, for editors: the text of `Templates/report.rng`.
    ///
    /// It says of elements, their places and their attributes what the reader says. What it cannot say: whether an
    /// expression is XPath, whether an id exists, whether a file can be included, whether braces match and lengths are
    /// those of a page; the reader tells those. Its `pinch:version` begins with the version of the language.
    public var relaxNG: String {
        var schema = RelaxNGText(vocabulary: self)
        return schema.make()
    }
}

/// Writes the schema: one pattern for each kind of content, one for each element in it.
private struct RelaxNGText {
    let vocabulary: Vocabulary
    private var lines: [String] = []

    init(vocabulary: Vocabulary) { self.vocabulary = vocabulary }

    mutating func make() -> String {
        lines = [
            #"<?xml version="1.0" encoding="UTF-8"?>"#,
            "<!-- Made from the definitions of the elements, and kept equal to them by a test. -->",
            #"<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="\#(Template.namespace)""#,
            #"  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes""#,
            #"  xmlns:pinch="urn:pinch:schema" pinch:version="\#(Template.schemaVersion)">"#,
            #"  <start><ref name="report"/></start>"#,
        ]
        var contents: [ElementDefinition.Content] = []
        for element in vocabulary.elements {
            if element.kind != .control, !contents.contains(element.content) { contents.append(element.content) }
        }
        for element in vocabulary.elements where element.kind != .control {
            lines.append(#"  <define name="\#(element.tag)">"#)
            define(element, content: element.content == .empty ? nil : name(of: element.content))
            lines.append("  </define>")
        }
        for content in contents where content != .empty { define(content) }
        lines.append(contentsOf: [
            #"  <define name="foreign">"#,
            "    <zeroOrMore><attribute><anyName><except><nsName ns=\"\"/></except></anyName></attribute></zeroOrMore>",
            "  </define>",
            #"  <define name="expression">"#,
            #"    <data type="string"><param name="pattern">.*\{.*\}.*</param></data>"#,
            "  </define>",
            "</grammar>",
        ])
        return lines.joined(separator: "\n") + "\n"
    }

    /// What may stand in a kind of content, conditions and loops included; an `else` only after its `if`.
    private mutating func define(_ content: ElementDefinition.Content) {
        let name = name(of: content)
        lines.append(#"  <define name="\#(name)">"#)
        lines.append("    <zeroOrMore><choice>")
        switch content {
        case .inlines, .inlinesAnd: lines.append("      <text/>")
        case .asParent, .blocks, .empty, .parts: break
        }
        for element in vocabulary.elements where TemplateReader.allows(element, in: content) {
            switch element.tag {
            case "else": break
            case "if":
                lines.append(
                    #"      <group><ref name="\#(name).if"/><optional><ref name="\#(name).else"/></optional></group>"#)
            case let tag where element.kind == .control: lines.append(#"      <ref name="\#(name).\#(tag)"/>"#)
            default: lines.append(#"      <ref name="\#(element.tag)"/>"#)
            }
        }
        lines.append("    </choice></zeroOrMore>")
        lines.append("  </define>")
        for element in vocabulary.elements where element.kind == .control {
            lines.append(#"  <define name="\#(name).\#(element.tag)">"#)
            define(element, content: element.tag == "include" ? nil : name)
            lines.append("  </define>")
        }
    }

    private mutating func define(_ element: ElementDefinition, content: String?) {
        lines.append(#"    <element name="\#(element.tag)">"#)
        lines.append(#"      <ref name="foreign"/>"#)
        for attribute in element.attributes {
            let value = #"<attribute name="\#(attribute.name)">\#(pattern(attribute.kind))</attribute>"#
            lines.append("      " + (attribute.isRequired ? value : "<optional>\(value)</optional>"))
        }
        lines.append(content.map { #"      <ref name="\#($0)"/>"# } ?? "      <empty/>")
        lines.append("    </element>")
    }

    private func name(of content: ElementDefinition.Content) -> String {
        switch content {
        case .empty: "content.empty"
        case .asParent: "content.parent"
        case .inlines: "content.inlines"
        case .inlinesAnd(let parts): (["content.inlines"] + parts).joined(separator: ".")
        case .blocks(let parts): (["content.blocks"] + parts).joined(separator: ".")
        case .parts(let parts): (["content.parts"] + parts).joined(separator: ".")
        }
    }

    private func pattern(_ kind: AttributeKind) -> String {
        let expression = #"<ref name="expression"/>"#
        func string(_ pattern: String) -> String {
            #"<data type="string"><param name="pattern">\#(pattern)</param></data>"#
        }
        return switch kind {
        case .text, .xpath, .figure, .metric, .name, .target: "<text/>"
        case .file: string(".+")
        case .color: "<choice>\(string("#[0-9A-Fa-f]{6}"))\(expression)</choice>"
        case .flag: #"<choice><value type="string">yes</value><value type="string">no</value>\#(expression)</choice>"#
        case .choice(let words):
            "<choice>" + words.map { #"<value type="string">\#($0)</value>"# }.joined() + expression + "</choice>"
        case .integer(let range):
            #"<choice><data type="integer"><param name="minInclusive">\#(range.lowerBound)</param>"#
                + #"<param name="maxInclusive">\#(range.upperBound)</param></data>\#(expression)</choice>"#
        case .length(let percent):
            "<choice>\(string(#"[0-9]+(\.[0-9]+)?(mm|cm|in|pt"# + (percent ? "|%" : "") + ")"))\(expression)</choice>"
        case .range: "<choice>\(string(Self.number + #"\.\."# + Self.number))\(expression)</choice>"
        case .numbers(let words): choice(words, string(#" *"# + Self.number + "( +" + Self.number + ")* *"), expression)
        case .counts(let words): choice(words, string(#" *[0-9]+(-[0-9]+)?( +[0-9]+(-[0-9]+)?)* *"#), expression)
        case .paper:
            choice(
                PaperSize.names, string(#"[0-9]+(\.[0-9]+)?(mm|cm|in|pt)\s*x\s*[0-9]+(\.[0-9]+)?(mm|cm|in|pt)"#),
                expression)
        case .address: "<choice>\(string("(#|https?://|mailto:).+"))\(expression)</choice>"
        }
    }

    private static let number = #"[+\-]?[0-9]+(\.[0-9]+)?([eE][+\-]?[0-9]+)?"#

    private func choice(_ words: [String], _ pattern: String, _ expression: String) -> String {
        "<choice>" + words.map { #"<value type="string">\#($0)</value>"# }.joined() + pattern + expression + "</choice>"
    }
}
