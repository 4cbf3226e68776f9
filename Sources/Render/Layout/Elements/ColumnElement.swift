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
            .init("width", .length(percent: true), "fixed width; by content unless told"),
            .init("align", .choice(["left", "center", "right"]), "where cells stand; by content unless told"),
            .init("missing", .text, default: "–", "what stands where nothing is selected"),
        ], content: .inlines)
}
