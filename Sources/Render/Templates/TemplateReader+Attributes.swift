internal import Findings
internal import LibXML

extension TemplateReader {
    /// The attributes of an element, each checked against its definition.
    mutating func attributes(
        of node: XMLNode, _ definition: ElementDefinition, position: SourcePosition, tag: SourceMap.Tag?
    ) -> [String: TemplateAttribute] {
        var made: [String: TemplateAttribute] = [:]
        for attribute in node.attributes where attribute.namespace == nil {
            let name = attribute.name
            var place = position
            if let found = tag?.attributes[name] {
                place = SourcePosition(file: position.file, line: found.line, column: found.column)
            }
            guard let known = definition.attributes.first(where: { $0.name == name }) else {
                add(
                    TemplateFindings.unknownAttribute, "unknown attribute \"\(name)\" on <\(node.name)>", at: place,
                    fix: definition.attributes.isEmpty
                        ? "remove it: <\(node.name)> takes no attributes"
                        : Suggestion.fix(for: name, in: definition.attributes.map(\.name)))
                continue
            }
            made[name] = value(attribute.text, known, definition, at: place)
        }
        for known in definition.attributes where known.isRequired && made[known.name] == nil {
            // A fault of the value was told already.
            guard node.attribute(known.name) == nil else { continue }
            add(
                TemplateFindings.missingAttribute,
                "<\(node.name)> lacks the attribute \"\(known.name)\": \(known.meaning)",
                at: position, fix: "add \(known.name)=\"...\", \(known.kind.expectation)")
        }
        return made
    }

    private mutating func value(
        _ text: String, _ known: AttributeDefinition, _ element: ElementDefinition, at place: SourcePosition
    ) -> TemplateAttribute? {
        let before = faults.count
        var pieces: [TemplateAttribute.Piece] = []
        if known.kind == .xpath {
            pieces = [.xpath(text)]
        } else if known.kind == .file {
            pieces = [.literal(text)]
        } else {
            do { pieces = try AttributePieces.split(text) } catch {
                add(TemplateFindings.badXPath, "\(known.name)=\"\(text)\": \(error.message)", at: place)
            }
        }
        for case .xpath(let expression) in pieces { check(expression, of: known.name, element, at: place) }
        let made = TemplateAttribute(source: text, pieces: pieces, position: place)
        guard faults.count == before else { return nil }
        if let literal = made.literal { check(literal, known, at: place) }
        note(made, known)
        return faults.count == before ? made : nil
    }

    /// Checks a value that is known without asking the analysis.
    private mutating func check(_ text: String, _ known: AttributeDefinition, at place: SourcePosition) {
        switch known.kind {
        case .figure where !vocabulary.figures.contains(text):
            add(
                TemplateFindings.unknownFigure, "no figure \"\(text)\"", at: place,
                fix: Suggestion.fix(for: text, in: vocabulary.figures))
        case .metric where !vocabulary.metrics.isEmpty && !vocabulary.metrics.contains(text):
            let near = Suggestion.nearest(text, in: vocabulary.metrics)
            add(
                TemplateFindings.unknownMetric, "no metric or label \"\(text)\"", at: place,
                fix: near.map { "did you mean \"\($0)\"?" } ?? "pinch list metrics prints the ids")
        case let kind where !kind.accepts(text):
            var fix = "write " + kind.expectation
            if case .choice(let words) = kind { fix = Suggestion.fix(for: text, in: words) }
            add(TemplateFindings.badValue, "\(known.name)=\"\(text)\" is not \(kind.expectation)", at: place, fix: fix)
        default: break
        }
    }

    /// Checks an expression as far as it can be without an analysis.
    private mutating func check(
        _ expression: String, of name: String, _ element: ElementDefinition, at place: SourcePosition
    ) {
        do { _ = try XPath(expression) } catch {
            var fix: String?
            if error.kind == .unknownFunction {
                let names = XPathNames(expression).functions.map(\.name)
                let unknown = names.first { !XPathNames.knownFunctions.contains($0) } ?? ""
                fix = Suggestion.fix(for: unknown, in: XPathNames.knownFunctions)
            }
            let column = error.column > 0 ? " at its character \(error.column)" : ""
            add(
                TemplateFindings.badXPath, "\(name)=\"\(expression)\" is not XPath\(column): \(error.message)",
                at: place, fix: fix)
            return
        }
        let names = XPathNames(expression)
        for variable in names.variables where !element.variables.contains(variable.name) {
            add(
                TemplateFindings.badXPath, "no variable $\(variable.name) in \(name)=\"\(expression)\"", at: place,
                fix: element.variables.isEmpty
                    ? "variables exist in header and footer only"
                    : Suggestion.fix(for: variable.name, in: element.variables))
        }
        for prefix in names.prefixes {
            add(
                TemplateFindings.badXPath, "namespace prefix \"\(prefix.name):\" in \(name)=\"\(expression)\"",
                at: place, fix: "remove the prefix: the analysis has no namespaces")
        }
        guard names.prefixes.isEmpty else { return }
        warn(names.steps, "element", among: vocabulary.steps, expression, of: name, at: place)
        warn(names.attributes, "attribute", among: vocabulary.keys, expression, of: name, at: place)
    }

    /// Names in an expression that no analysis has: it is XPath, and never matches.
    private mutating func warn(
        _ uses: [XPathNames.Use], _ what: String, among known: Set<String>, _ expression: String, of name: String,
        at place: SourcePosition
    ) {
        guard !known.isEmpty else { return }
        for use in uses where !known.contains(use.name) && warnings.count < TemplateLimits.faults {
            let mark = what == "attribute" ? "@" : ""
            warnings.append(
                Finding(
                    TemplateFindings.unknownName,
                    "no \(what) \"\(mark)\(use.name)\" in any analysis; \(name)=\"\(expression)\" finds nothing there",
                    at: place,
                    fix: Suggestion.nearest(use.name, in: known.sorted()).map { "did you mean \"\(mark)\($0)\"?" }
                        ?? "see docs/templates.md for what the analysis holds"))
        }
    }
}
