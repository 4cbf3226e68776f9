internal import Drawing
internal import Findings
internal import LibXML
internal import Measurements
internal import Templates

extension Flow {
    /// The value of an attribute with its expressions resolved; the definition's default where it was not written.
    func value(_ element: TemplateNode, _ name: String) -> String? {
        let definition = TemplateElements.definition(element.tag)?.attributes.first { $0.name == name }
        guard let attribute = element.attributes[name] else { return definition?.fallback }
        if let literal = attribute.literal { return literal }
        var text = ""
        for piece in attribute.pieces {
            switch piece {
            case .literal(let part): text += part
            case .xpath(let expression):
                text += session.binding.value(expression, at: node, position: attribute.position)?.string ?? ""
            }
        }
        guard let definition, !definition.kind.accepts(text) else { return text }
        session.find(
            LayoutFindings.badValue,
            "\(name)=\"\(attribute.source)\" gave \"\(text)\", which is not "
                + definition.kind.expectation, at: attribute.position)
        return definition.fallback
    }

    /// The value of an attribute; empty where it has none.
    func text(_ element: TemplateNode, _ name: String) -> String { value(element, name) ?? "" }

    /// The nodes that an attribute selects.
    func nodes(_ element: TemplateNode, _ name: String) -> [XMLNode] {
        guard let expression = element.expression(name) else { return [] }
        return session.binding.nodes(expression, at: node, position: element.position(of: name))
    }

    /// The nodes that an element selects, sorted as it wants; equal ones keep their order.
    mutating func sortedNodes(_ element: TemplateNode) -> [XMLNode] {
        let all = nodes(element, "select")
        guard element.attributes["sort"] != nil, all.count > 1 else { return all }
        let outer = node
        defer { node = outer }
        var keyed: [(node: XMLNode, number: Double?, text: String)] = []
        for one in all {
            node = one
            let value = evaluate(element, "sort")
            let number = value?.number
            keyed.append((one, number?.isFinite == true ? number : nil, value?.string ?? ""))
        }
        let descends = text(element, "order") == "descending"
        let order = keyed.indices.sorted { i, j in
            let (a, b) = descends ? (keyed[j], keyed[i]) : (keyed[i], keyed[j])
            switch (a.number, b.number) {
            case (let x?, let y?) where x != y: return x < y
            case (nil, _?): return false
            case (_?, nil): return true
            case (nil, nil) where a.text != b.text: return a.text < b.text
            default: return i < j
            }
        }
        return order.map { keyed[$0].node }
    }

    /// Whether an attribute's expression holds.
    func isTrue(_ element: TemplateNode, _ name: String) -> Bool {
        guard let expression = element.expression(name) else { return false }
        return session.binding.value(expression, at: node, position: element.position(of: name))?.isTrue ?? false
    }

    /// The value of an attribute's expression.
    func evaluate(_ element: TemplateNode, _ name: String) -> XPathValue? {
        guard let expression = element.expression(name) else { return nil }
        return session.binding.value(expression, at: node, position: element.position(of: name))
    }

    /// A length, percentages taken of the width at hand.
    func length(_ element: TemplateNode, _ name: String) -> Points? {
        value(element, name).flatMap { PageLength($0) }?.points(of: width)
    }

    /// A whole number.
    func integer(_ element: TemplateNode, _ name: String) -> Int? {
        value(element, name).flatMap { Int($0.trimmingBlanks) }
    }

    /// Yes or no.
    func flag(_ element: TemplateNode, _ name: String) -> Bool { value(element, name) == "yes" }

    /// Notes that what an attribute asks for is not there, so that nothing is printed; for whoever writes the template.
    func tellEmpty(_ element: TemplateNode, _ name: String) {
        guard session.input.options.tellsEmpty, let attribute = element.attributes[name] else { return }
        session.find(
            LayoutFindings.emptyLoop, "<\(element.tag)> \(name)=\"\(attribute.source)\" selects nothing",
            at: attribute.position)
    }

    /// A unit; `nil` where none is named.
    func unit(_ element: TemplateNode, _ name: String) -> SIUnit? {
        value(element, name).flatMap { SIUnit(rawValue: $0) }
    }
}

extension TemplateNode {
    /// The expression of an attribute that is one as a whole.
    func expression(_ name: String) -> String? {
        guard case .xpath(let expression)? = attributes[name]?.pieces.first else { return nil }
        return expression
    }
}

extension AttributeKind {
    /// A unit by its plain name.
    static let unit = AttributeKind.choice(SIUnit.allCases.map(\.rawValue))
}
