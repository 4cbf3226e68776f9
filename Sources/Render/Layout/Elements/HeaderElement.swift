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
        ], variables: ["date", "page", "pages", "title", "tool"])
}
