internal import Diagnostics
public import Findings
internal import LibXML
internal import Measurements

/// What rules may name: ids of metrics and labels with their units, links, codes of findings.
public struct RuleVocabulary: Sendable {
    /// Units of the metrics, by id.
    var units: [String: SIUnit]
    /// Ids of labels.
    var labels: Set<String>
    /// Ids of links.
    var links: Set<String>
    /// Codes of findings.
    var findings: Set<String>

    /// Gathers what the program knows.
    ///
    /// - Parameter findings: codes of every kind of finding.
    public init(findings: [String]) {
        let definitions = MetricDefinitions.all
        // A label has neither symbol nor unit.
        let isLabel = { (one: MetricDefinition) in one.symbol.isEmpty && one.unit == .none }
        units = Dictionary(definitions.map { ($0.id, $0.unit) }, uniquingKeysWith: { first, _ in first })
        labels = Set(definitions.filter(isLabel).map(\.id))
        links = Set(DiagnosticLinks.all.map(\.id))
        self.findings = Set(findings)
    }
}

/// Reads files of rules; every fault of a file is told at once.
public enum RuleReader {
    /// Namespace of the files.
    public static let namespace = "urn:pinch:rules:1"
    private static let mostBytes = 4 << 20

    /// Reads one file into a set.
    ///
    /// - Throws: `rules.*` findings, each with its line.
    public static func read(
        _ bytes: [UInt8], file: String, into set: inout RuleSet, vocabulary: RuleVocabulary
    ) throws(Failure) {
        let document: XMLDocument
        do {
            document = try XMLDocument.parse(bytes, mostBytes: mostBytes)
        } catch {
            throw Failure(unreadable: error.faults, file: file)
        }
        var reading = FileOfRules(file: file, vocabulary: vocabulary, known: Set(set.rules.map(\.id)))
        reading.read(document.root)
        if let failure = Failure(reading.faults) { throw failure }
        set.rules += reading.rules
        set.waivers += reading.waivers
    }
}

/// One file on its way to rules.
private struct FileOfRules {
    let file: String
    let vocabulary: RuleVocabulary
    var known: Set<String>
    var rules: [Rule] = []
    var waivers: [Waiver] = []
    var faults: [Finding] = []

    mutating func read(_ root: XMLNode) {
        guard root.name == "rules", root.namespace == RuleReader.namespace else {
            add(
                RuleFindings.unknownElement, "the outermost element is <\(root.name)>; expected <rules>", root,
                fix: "write <rules xmlns=\"\(RuleReader.namespace)\" version=\"1\">")
            return
        }
        check(root, known: ["version", "title"], required: ["version"])
        if let version = root.attribute("version"), version != "1" {
            add(RuleFindings.badValue, "version \"\(version)\" of the rules; this program reads \"1\"", root)
            return
        }
        for child in root.children where child.kind == .element {
            switch child.name {
            case "rule": readRule(child)
            case "waiver": readWaiver(child)
            default:
                add(
                    RuleFindings.unknownElement, "unknown element <\(child.name)> inside <rules>", child,
                    fix: Suggestion.fix(for: child.name, in: ["rule", "waiver"]))
            }
        }
        if rules.isEmpty, waivers.isEmpty, faults.isEmpty {
            add(RuleFindings.nothing, "the file has neither a <rule> nor a <waiver>", root)
        }
    }

    // MARK: Rules

    private mutating func readRule(_ node: XMLNode) {
        check(node, known: RuleAttributes.names, required: ["id"])
        guard let id = node.attribute("id"), let subject = subject(of: node) else { return }
        guard known.insert(id).inserted else {
            add(RuleFindings.badValue, "a second rule \"\(id)\"", node, fix: "give it an id of its own")
            return
        }
        var rule = Rule(id: id, subject: subject, position: place(node))
        rule.condition = node.attribute("where") ?? ""
        rule.least = number(node, "min")
        rule.most = number(node, "max")
        rule.allowed = words(node.attribute("equals") ?? "")
        rule.mostly = number(node, "mostly", within: 0...1) ?? 1
        rule.fewest = number(node, "fewest", within: 1...1e9).map { Int($0.rounded()) } ?? 1
        rule.severity = choice(node, "severity") ?? .fail
        rule.missing = choice(node, "missing") ?? .ignore
        rule.deviceClass = node.attribute("class") ?? ""
        rule.batch = node.attribute("batch") ?? ""
        rule.title = node.attribute("title") ?? ""
        rule.fix = node.attribute("fix") ?? ""
        rule.tolerance.relative = number(node, "rel", within: 0...(.infinity)) ?? rule.tolerance.relative
        rule.tolerance.absolute = number(node, "abs", within: 0...(.infinity)) ?? 0
        rule.tolerance.sigma = number(node, "sigma", within: 0...(.infinity)) ?? 0
        checkSense(rule, node)
        rules.append(rule)
    }

    /// What the rule looks at; a fault where it names none, several, or what is not known.
    private mutating func subject(of node: XMLNode) -> RuleSubject? {
        let named = ["metric", "label", "link", "finding"].compactMap { kind in
            node.attribute(kind).map { (kind: kind, id: $0) }
        }
        guard let one = named.first, named.count == 1 else {
            add(
                RuleFindings.badValue,
                named.isEmpty
                    ? "the rule names nothing to look at"
                    : "the rule names \(named.map(\.kind).joined(separator: " and ")); one was expected", node,
                fix: "write one of metric, label, link or finding with an id")
            return nil
        }
        let (valid, subject): (Set<String>, RuleSubject) =
            switch one.kind {
            case "metric": (Set(vocabulary.units.keys).subtracting(vocabulary.labels), .metric(one.id))
            case "label": (vocabulary.labels, .label(one.id))
            case "link": (vocabulary.links, .link(one.id))
            default: (vocabulary.findings, .finding(one.id))
            }
        let isOpen = (one.kind == "finding" || one.kind == "link") && one.id.hasSuffix("*")
        guard isOpen ? valid.contains(where: { Pattern.matches(one.id, $0) }) : valid.contains(one.id) else {
            let near = Suggestion.nearest(one.id, in: valid.sorted())
            add(
                RuleFindings.unknownName, "no \(one.kind) \"\(one.id)\"", node,
                fix: near.map { "did you mean \"\($0)\"?" }
                    ?? "pinch list \(one.kind == "label" ? "metrics" : one.kind + "s") prints the ids")
            return nil
        }
        return subject
    }

    /// Faults that lie in the parts together.
    private mutating func checkSense(_ rule: Rule, _ node: XMLNode) {
        if let least = rule.least, let most = rule.most, least > most {
            add(
                RuleFindings.contradiction, "min=\"\(least)\" is larger than max=\"\(most)\": nothing can hold", node,
                fix: "change one of them")
        }
        switch rule.subject {
        case .metric(let id):
            if !rule.allowed.isEmpty {
                add(
                    RuleFindings.badValue, "a metric is a number; equals is for labels and links", node,
                    fix: "use min and max")
            }
            let unit = vocabulary.units[id] ?? .none
            if let stated = node.attribute("unit"), stated != unit.rawValue {
                add(
                    RuleFindings.badValue, "unit=\"\(stated)\"; bounds of \(id) are in \"\(unit.rawValue)\"", node,
                    fix: unit == .none ? "leave the unit out" : "write the bounds in \(unit.rawValue)")
            }
        case .label, .link:
            if rule.least != nil || rule.most != nil {
                add(
                    RuleFindings.badValue,
                    "a \(rule.subject.attribute) is a word; min and max are for metrics and findings", node,
                    fix: "use equals")
            }
            if case .link = rule.subject { checkVerdicts(rule, node) }
        case .finding:
            if !rule.allowed.isEmpty {
                add(
                    RuleFindings.badValue, "findings are counted; equals is for labels and links", node,
                    fix: "use max, 0 by default")
            }
        }
        guard !rule.condition.isEmpty else { return }
        do { _ = try XPath(rule.condition) } catch {
            let column = error.column > 0 ? " at its character \(error.column)" : ""
            add(RuleFindings.badValue, "where=\"\(rule.condition)\" is not XPath\(column): \(error.message)", node)
        }
    }

    private mutating func checkVerdicts(_ rule: Rule, _ node: XMLNode) {
        let verdicts = Verdict.allCases.map(\.rawValue)
        for word in rule.allowed where !verdicts.contains(word) {
            add(
                RuleFindings.badValue, "no verdict \"\(word)\"", node, fix: Suggestion.fix(for: word, in: verdicts))
        }
    }

    // MARK: Waivers

    private mutating func readWaiver(_ node: XMLNode) {
        let names = ["rule", "device", "owner", "reason", "expires"]
        check(node, known: names, required: names)
        let values = names.compactMap { node.attribute($0) }
        guard values.count == names.count else { return }
        if let empty = names.first(where: { node.attribute($0)?.allSatisfy(\.isWhitespace) ?? true }) {
            add(RuleFindings.badValue, "\(empty)=\"\" of a waiver says nothing", node, fix: "fill it in")
        }
        if !CalendarDay.isDay(values[4]) {
            add(RuleFindings.badValue, "expires=\"\(values[4])\" is not a day", node, fix: "write YYYY-MM-DD")
        }
        waivers.append(
            Waiver(
                rule: values[0], device: values[1], owner: values[2], reason: values[3], expires: values[4],
                position: place(node)))
    }

    // MARK: Attributes

    private mutating func check(_ node: XMLNode, known: [String], required: [String]) {
        for attribute in node.attributes where attribute.namespace == nil && !known.contains(attribute.name) {
            add(
                RuleFindings.unknownAttribute, "unknown attribute \"\(attribute.name)\" on <\(node.name)>", node,
                fix: Suggestion.fix(for: attribute.name, in: known))
        }
        for name in required where node.attribute(name) == nil {
            add(
                RuleFindings.badValue, "<\(node.name)> lacks the attribute \"\(name)\"", node,
                fix: "add \(name)=\"...\"")
        }
    }

    private mutating func number(
        _ node: XMLNode, _ name: String, within range: ClosedRange<Double>? = nil
    ) -> Double? {
        guard let text = node.attribute(name) else { return nil }
        guard let value = Double(text), value.isFinite, range?.contains(value) ?? true else {
            let expected = range.map { "a number from \($0.lowerBound) to \($0.upperBound)" } ?? "a number"
            add(RuleFindings.badValue, "\(name)=\"\(text)\" is not \(expected)", node, fix: "write it as 0.05 or 5e-2")
            return nil
        }
        return value
    }

    private mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ node: XMLNode, _ name: String
    ) -> Choice? where Choice.RawValue == String {
        guard let text = node.attribute(name) else { return nil }
        if let found = Choice(rawValue: text) { return found }
        add(
            RuleFindings.badValue, "\(name)=\"\(text)\" is not known", node,
            fix: Suggestion.fix(for: text, in: Choice.allCases.map(\.rawValue)))
        return nil
    }

    private func words(_ text: String) -> [String] {
        text.split(separator: "|").map { part in
            String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }.filter { !$0.isEmpty }
    }

    private func place(_ node: XMLNode) -> SourcePosition { SourcePosition(file: file, line: node.line) }

    private mutating func add(_ kind: FindingKind, _ message: String, _ node: XMLNode, fix: String? = nil) {
        faults.append(Finding(kind, message, at: place(node), fix: fix))
    }
}

extension Failure {
    fileprivate init(unreadable faults: [XMLFault], file: String) {
        let findings = faults.map { fault in
            Finding(
                RuleFindings.notXML, "not well-formed XML: " + fault.message,
                at: SourcePosition(file: file, line: fault.line > 0 ? fault.line : nil))
        }
        self =
            Failure(findings)
            ?? Failure(Finding(RuleFindings.notXML, "not well-formed XML", at: SourcePosition(file: file)))
    }
}
