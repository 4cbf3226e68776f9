internal import Templates

/// `header`: The line above each page but the first.
struct HeaderElement: TemplateElement {
    let definition = ElementDefinition(
        "header", .part, "The line above each page but the first",
        attributes: [
            .init("left", .text, default: "", "text at the left"),
            .init("center", .text, default: "", "text in the middle"),
            .init("right", .text, default: "", "text at the right"),
            .init("first", .flag, default: "no", "whether the first page has it too"),
            .init("rule", .flag, default: "yes", "whether a thin line parts it from the text"),
        ], variables: ["date", "label", "page", "pages", "title", "tool"])
}
