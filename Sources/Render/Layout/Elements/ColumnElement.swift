internal import Measurements
internal import Templates

/// `column`: A column of a table: its head, and what stands in it for each selected element.
struct ColumnElement: TemplateElement {
    let definition = ElementDefinition(
        "column", .part, "A column of a table: its head, and what stands in it for each selected element",
        attributes: [
            .init("head", .text, default: "", "text of its head, with _{{}} and ^{{}} for scripts"),
            .init("select", .xpath, "what its cells print; else the content of the column"),
            .init("unit", .unit, "unit of the numbers selected, SI"),
            .init("se", .xpath, "standard error of the numbers selected"),
            .init("digits", .integer(1...12), default: "4", "significant digits where no error is known"),
            .format, .decimals,
            .init(
                "unit-in", .choice(["cells", "head"]), default: "cells", "where the unit stands; one prefix in the head"
            ),
            .init("width", .length(percent: true), "fixed width; by content unless told"),
            .init("align", .choice(["left", "center", "right"]), "where cells stand; by content unless told"),
            .init("missing", .text, default: "–", "what stands where nothing is selected"),
        ], content: .inlines)
}

extension AttributeDefinition {
    /// How a number is printed.
    static let format = AttributeDefinition(
        "format", .choice(NumberFormat.allCases.map(\.rawValue)), default: "auto",
        "SI prefix; no prefix; power of ten in threes; any power of ten; per cent")
    /// Digits after the point.
    static let decimals = AttributeDefinition(
        "decimals", .integer(0...12), "digits after the point, where neither error nor digits shall decide")
}
