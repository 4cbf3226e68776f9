internal import Templates

/// `cell`: A cell of a table's row.
struct CellElement: TemplateElement {
    let definition = ElementDefinition(
        "cell", .part, "A cell of a table's row",
        attributes: [
            .init("span", .integer(1...40), default: "1", "how many columns it takes"),
            .init("align", .choice(["left", "center", "right"]), "where its text stands; by content unless told"),
        ], content: .inlines)
}
