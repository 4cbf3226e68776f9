internal import Templates

/// `item`: An item of a list.
struct ItemElement: TemplateElement {
    let definition = ElementDefinition(
        "item", .part, "An item of a list; lists may stand in it", content: .inlinesAnd(["list"]))
}
