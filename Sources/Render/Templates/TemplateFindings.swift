public import Findings

/// The kinds of finding that reading a template may give.
public enum TemplateFindings {
    /// All kinds of this module.
    public static let all: [FindingKind] = [
        badValue, badXPath, doctype, elseWithoutIf, include, limit, missingAttribute, misplacedElement, namespace,
        notXML, strayText, unknownAttribute, unknownElement, unknownFigure, unknownMetric, unknownName, unknownTarget,
        version,
    ]

    static let badValue = FindingKind(
        "template.bad-value", .error, "An attribute's value is not of the kind that the attribute takes.")
    static let badXPath = FindingKind(
        "template.bad-xpath", .error,
        "An expression is not XPath 1.0, or calls a function or variable that does not exist. "
            + "Expressions stand in select and test, and in braces inside other attributes.")
    static let doctype = FindingKind(
        "template.doctype", .error,
        "Templates have no DOCTYPE, no DTD and no entities of their own: they could read files.")
    static let elseWithoutIf = FindingKind(
        "template.else-without-if", .error, "An else must follow the if that it belongs to, with nothing between them.")
    static let include = FindingKind(
        "template.include", .error,
        "An included file must exist inside the folder of the template, and must not include itself.")
    static let limit = FindingKind(
        "template.limit", .error, "The template is larger or nested deeper than any report needs.")
    static let missingAttribute = FindingKind(
        "template.missing-attribute", .error, "An element lacks an attribute that it cannot do without.")
    static let misplacedElement = FindingKind(
        "template.misplaced-element", .error, "An element stands where it has no meaning, as a cell outside of a row.")
    static let namespace = FindingKind(
        "template.namespace", .error, "Every element of a template is in the namespace urn:pinch:report:1.")
    static let notXML = FindingKind("template.not-xml", .error, "The file is not well-formed XML.")
    static let strayText = FindingKind(
        "template.stray-text", .error, "Text stands outside of any element that prints text, as p or item.")
    static let unknownAttribute = FindingKind(
        "template.unknown-attribute", .error, "An element has an attribute that it does not take.")
    static let unknownElement = FindingKind(
        "template.unknown-element", .error, "The template language has no such element.")
    static let unknownFigure = FindingKind(
        "template.unknown-figure", .error, "No figure has this id; pinch list figures prints them.")
    static let unknownMetric = FindingKind(
        "template.unknown-metric", .error, "No metric or label has this id; pinch list metrics prints them.")
    static let unknownName = FindingKind(
        "template.unknown-name", .warning,
        "An expression asks for an element or attribute that no analysis has, so it never matches. "
            + "docs/templates.md lists what there is.")
    static let unknownTarget = FindingKind(
        "template.unknown-target", .error,
        "A link or reference leads to an id that no section, heading, figure or table of the template has.")
    static let version = FindingKind(
        "template.version", .error, "The template is written for another version of the language.")
}
