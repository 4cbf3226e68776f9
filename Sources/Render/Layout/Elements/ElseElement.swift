internal import Templates

/// `else`: Stands after an if, for when its test fails.
struct ElseElement: TemplateElement {
    let definition = ElementDefinition(
        "else", .control, "Stands after an if, for when its test fails", content: .asParent)
}
