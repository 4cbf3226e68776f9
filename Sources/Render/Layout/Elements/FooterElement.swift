internal import Templates

/// `footer`: The line below each page.
struct FooterElement: TemplateElement {
    let definition = ElementDefinition(
        "footer", .part, "The line below each page",
        attributes: [
            .init("left", .text, default: "", "text at the left"),
            .init("center", .text, default: "", "text in the middle"),
            .init("right", .text, default: "", "text at the right"),
            .init("first", .flag, default: "yes", "whether the first page has it too"),
            .init("rule", .flag, default: "yes", "whether a thin line parts it from the text"),
        ], variables: ["date", "label", "page", "pages", "title", "tool"])
}
