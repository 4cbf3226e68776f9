internal import Templates

/// `for-each`: Repeats its content for each element selected.
struct ForEachElement: TemplateElement {
    let definition = ElementDefinition(
        "for-each", .control, "Repeats its content for each element selected",
        attributes: [.init(required: "select", .xpath, "what to repeat for")], content: .asParent)
}
