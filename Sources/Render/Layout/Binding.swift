internal import AnalysisTree
internal import Findings
internal import LibXML

/// Answers the template's expressions from the analysis; keeps compiled expressions for one layout.
final class Binding {
    let xml: AnalysisXML
    private let context: XPathContext
    /// Most steps of all evaluations together.
    private let mostStepsInAll: Int
    /// What went wrong while asking.
    private(set) var findings: [Finding] = []

    init(_ xml: AnalysisXML, mostSteps: Int, mostStepsInAll: Int) {
        self.xml = xml
        self.mostStepsInAll = mostStepsInAll
        context = XPathContext(xml.document, mostSteps: mostSteps)
    }

    /// Begins another pass: what went wrong before will go wrong again.
    func forgetFindings() { findings.removeAll() }

    /// Sets a variable that headers and footers may use.
    func set(_ variable: String, to value: String) { context.set(variable, to: value) }
    /// Sets a variable that headers and footers may use.
    func set(_ variable: String, to value: Double) { context.set(variable, to: value) }

    /// Whether the expressions have taken more work than any report needs; from then on they give nothing.
    var isExhausted: Bool { context.steps > mostStepsInAll }

    /// Evaluates; `nil` with a finding where it fails.
    func value(_ expression: String, at node: XMLNode, position: SourcePosition) -> XPathValue? {
        guard !isExhausted else { return nil }
        do {
            return try context.evaluate(expression, at: node)
        } catch {
            findings.append(
                Finding(
                    LayoutFindings.xpathFailed, "\"\(expression)\" could not be evaluated: \(error.message)",
                    at: position))
            return nil
        }
    }

    /// The nodes that an expression selects; a finding where it gives something else.
    func nodes(_ expression: String, at node: XMLNode, position: SourcePosition) -> [XMLNode] {
        switch value(expression, at: node, position: position) {
        case .nodes(let nodes): return nodes
        case nil: return []
        case .number, .text, .truth:
            findings.append(
                Finding(
                    LayoutFindings.xpathFailed, "\"\(expression)\" selects no nodes but gives a value", at: position,
                    fix: "select elements, as metric or recording"))
            return []
        }
    }

    /// The marks of those of some nodes of a name that `name[condition]` selects from the device.
    ///
    /// The condition is asked at these nodes alone: asked of all, the tables of one report took a twentieth of its time.
    func marks(_ name: String, among some: [XMLNode], where condition: String, position: SourcePosition) -> [Int] {
        guard let first = some.first, let answer = value(condition, at: first, position: position) else { return [] }
        // A number counts among all nodes of the name, and so do these functions.
        var counts = condition.contains("position()") || condition.contains("last()")
        if case .number = answer { counts = true }
        guard !counts else {
            let wanted = Set(some.compactMap(\.mark))
            return nodes("\(name)[\(condition)]", at: xml.device, position: position).compactMap(\.mark)
                .filter { wanted.contains($0) }
        }
        return some.filter { value(condition, at: $0, position: position)?.isTrue ?? false }.compactMap(\.mark)
    }
}
