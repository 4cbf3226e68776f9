internal import Findings
internal import LibXML

/// Walks the tree of XML and makes the template's tree of it, gathering every fault.
struct TemplateReader {
    let vocabulary: Vocabulary
    let include: IncludeReader?
    let file: String
    var faults: [Finding] = []
    /// What is odd but no fault.
    var warnings: [Finding] = []
    /// The names of places that stand in the template as they are.
    var names: Set<String> = []
    /// Whether an expression makes names too, so that not all are known.
    var makesNames = false
    /// Where the template leads to.
    var targets: [(name: String, position: SourcePosition)] = []
    /// Files being read, outermost first.
    var open: [String] = []
    var elements = 0

    init(vocabulary: Vocabulary, file: String, include: IncludeReader?) {
        self.vocabulary = vocabulary
        self.file = file
        self.include = include
    }

    /// One file on its way to a tree: places of its tags, and the tag that comes next.
    struct Source {
        let file: String
        let map: SourceMap
        var next = 0
        /// False where the scan and the tree disagree (another encoding): then libxml2's lines must do.
        var isMapped = true

        mutating func tag(of node: XMLNode) -> (position: SourcePosition, tag: SourceMap.Tag?) {
            defer { next += 1 }
            guard isMapped, map.tags.indices.contains(next) else {
                return (SourcePosition(file: file, line: node.line), nil)
            }
            let tag = map.tags[next]
            return (SourcePosition(file: file, line: tag.line, column: tag.column), tag)
        }
    }

    /// Reads a whole file; `nil` where there is no tree to go on with.
    mutating func read(_ bytes: [UInt8], file: String) -> TemplateNode? {
        let document: XMLDocument
        do {
            document = try XMLDocument.parse(bytes, mostBytes: TemplateLimits.bytes)
        } catch {
            for fault in SyntaxWords.telling(error.faults) { report(fault, file: file) }
            return nil
        }
        var source = Source(file: file, map: SourceMap(bytes))
        source.isMapped = source.map.tags.count == Self.count(document.root)
        return readRoot(document.root, &source)
    }

    private mutating func readRoot(_ root: XMLNode, _ source: inout Source) -> TemplateNode? {
        let position = source.isMapped ? source.map.tags.first : nil
        let place = SourcePosition(file: source.file, line: position?.line ?? root.line, column: position?.column)
        guard root.namespace == Template.namespace else {
            let found = root.namespace.map { "namespace \"\($0)\"" } ?? "no namespace"
            add(
                TemplateFindings.namespace, "<\(root.name)> has \(found); expected \"\(Template.namespace)\"",
                at: place, fix: "write <report xmlns=\"\(Template.namespace)\" version=\"\(Template.version)\">")
            return nil
        }
        guard root.name == "report" else {
            add(
                TemplateFindings.misplacedElement, "the outermost element is <\(root.name)>; expected <report>",
                at: place, fix: "put everything inside <report xmlns=\"\(Template.namespace)\" version=\"1\">")
            return nil
        }
        if let version = root.attribute("version"), version != Template.version {
            add(
                TemplateFindings.version, "version \"\(version)\" of the template language; this program reads \"1\"",
                at: place, fix: "write version=\"1\" and run pinch template check, or use a newer pinch")
            return nil
        }
        guard let definition = vocabulary["report"] else { return nil }
        return element(root, definition, content: definition.content, &source, depth: 0)
    }

    /// One element of a known definition, with all that is inside.
    private mutating func element(
        _ node: XMLNode, _ definition: ElementDefinition, content: ElementDefinition.Content, _ source: inout Source,
        depth: Int
    ) -> TemplateNode {
        let (position, tag) = source.tag(of: node)
        var made = TemplateNode(tag: node.name, position: position)
        made.attributes = attributes(of: node, definition, position: position, tag: tag)
        elements += 1
        guard depth < TemplateLimits.depth, elements <= TemplateLimits.elements else {
            let what = depth < TemplateLimits.depth ? "\(TemplateLimits.elements) elements" : "\(depth) levels"
            add(TemplateFindings.limit, "<\(node.name)> goes beyond \(what)", at: position)
            source.next += Self.count(node) - 1
            return made
        }
        if definition.tag == "include" {
            if let child = node.children.first(where: { $0.kind == .element }) {
                add(
                    TemplateFindings.misplacedElement, "<\(child.name)> cannot stand inside <include>", at: position,
                    fix: "write <include file=\"...\"/>")
                source.next += Self.count(node) - 1
            }
            made.content = included(made, content: content)
            return made
        }
        var previous: String?
        for child in node.children {
            switch child.kind {
            case .text:
                if let text = text(child, in: node, content: content, source) {
                    made.content.append(.text(text))
                    if text.contains(where: { !$0.isWhitespace }) { previous = nil }
                }
            case .element:
                if let inner = self.child(child, of: node, content: content, &source, after: previous, depth: depth) {
                    made.content.append(.element(inner))
                }
                previous = child.name
            case .attribute, .other: break
            }
        }
        return made
    }

    /// A child element, if the language has it and allows it here; its inside is read either way where it can be.
    private mutating func child(
        _ node: XMLNode, of parent: XMLNode, content: ElementDefinition.Content, _ source: inout Source,
        after previous: String?, depth: Int
    ) -> TemplateNode? {
        let position = Self.peek(source, node)
        guard node.namespace == Template.namespace, let definition = vocabulary[node.name] else {
            if node.namespace == Template.namespace {
                add(
                    TemplateFindings.unknownElement, "unknown element <\(node.name)> inside <\(parent.name)>",
                    at: position, fix: Suggestion.fix(for: node.name, in: allowed(in: content)))
            } else {
                add(TemplateFindings.namespace, "<\(node.name)> is not in the namespace of templates", at: position)
            }
            source.next += Self.count(node)
            return nil
        }
        if !Self.allows(definition, in: content) {
            add(
                TemplateFindings.misplacedElement, "<\(node.name)> cannot stand inside <\(parent.name)>",
                at: position, fix: "inside <\(parent.name)>: " + allowed(in: content).joined(separator: ", "))
        } else if node.name == "else", previous != "if" {
            add(TemplateFindings.elseWithoutIf, "<else> does not follow an <if>", at: position)
        }
        let inside = definition.content == .asParent ? content : definition.content
        return element(node, definition, content: inside, &source, depth: depth + 1)
    }

    private mutating func text(
        _ node: XMLNode, in parent: XMLNode, content: ElementDefinition.Content, _ source: Source
    ) -> String? {
        let text = node.text
        switch content {
        case .inlines, .inlinesAnd: return text
        case .asParent, .blocks, .empty, .parts: break
        }
        let words = text.split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { return nil }
        // libxml2 gives the line where the text ends.
        let start = text.firstIndex { !$0.isWhitespace } ?? text.startIndex
        let line = node.line - text[start...].count { $0.isNewline }
        add(
            TemplateFindings.strayText,
            "text \"\(words.prefix(4).joined(separator: " "))\" inside <\(parent.name)>, which prints no text of its own",
            at: SourcePosition(file: source.file, line: line), fix: "put it into <p>...</p>")
        return nil
    }

    // MARK: Faults

    mutating func add(_ kind: FindingKind, _ message: String, at position: SourcePosition, fix: String? = nil) {
        guard faults.count < TemplateLimits.faults else { return }
        faults.append(Finding(kind, message, at: position, fix: fix))
    }

    private mutating func report(_ fault: XMLFault, file: String) {
        let place = SourcePosition(
            file: file, line: fault.line > 0 ? fault.line : nil, column: fault.column > 0 ? fault.column : nil)
        switch fault.kind {
        case .doctype:
            add(TemplateFindings.doctype, fault.message + " in a template", at: place, fix: "remove the <!DOCTYPE ...>")
        case .limit: add(TemplateFindings.limit, "the template is too large: " + fault.message, at: place)
        case .syntax where SyntaxWords.isDepth(fault):
            add(
                TemplateFindings.limit, "elements are nested deeper than any report needs", at: place,
                fix: "at most \(TemplateLimits.depth) levels")
        case .syntax, .unknownFunction:
            let (message, fix) = SyntaxWords.telling(fault.message)
            add(TemplateFindings.notXML, "not well-formed XML: " + message, at: place, fix: fix)
        }
    }

    // MARK: What may stand where

    static func allows(_ definition: ElementDefinition, in content: ElementDefinition.Content) -> Bool {
        switch content {
        case .empty: false
        case .asParent: true
        case .inlines: definition.kind == .inline || definition.kind == .control
        case .inlinesAnd(let parts):
            definition.kind == .inline || definition.kind == .control || parts.contains(definition.tag)
        case .blocks(let parts):
            definition.kind == .block || definition.kind == .control || parts.contains(definition.tag)
        case .parts(let parts): definition.kind == .control || parts.contains(definition.tag)
        }
    }

    private func allowed(in content: ElementDefinition.Content) -> [String] {
        vocabulary.elements.filter { Self.allows($0, in: content) }.map(\.tag)
    }

    private static func count(_ node: XMLNode) -> Int {
        node.children.reduce(1) { $1.kind == .element ? $0 + count($1) : $0 }
    }

    private static func peek(_ source: Source, _ node: XMLNode) -> SourcePosition {
        var copy = source
        return copy.tag(of: node).position
    }
}
