internal import Templates

/// `row`: A row of a table.
struct RowElement: TemplateElement {
    let definition = ElementDefinition("row", .part, "A row of a table", content: .parts(["cell"]))
}
