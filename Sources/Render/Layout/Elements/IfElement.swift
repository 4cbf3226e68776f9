internal import Templates

/// `if`: Shows its content where a test holds.
struct IfElement: TemplateElement {
    let definition = ElementDefinition(
        "if", .control, "Shows its content where a test holds",
        attributes: [.init(required: "test", .xpath, "when to show it")], content: .asParent)
}
