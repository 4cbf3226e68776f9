internal import Templates

/// `for-each`: Repeats its content for each element selected.
struct ForEachElement: TemplateElement {
    let definition = ElementDefinition(
        "for-each", .control, "Repeats its content for each element selected",
        attributes: [
            .init(required: "select", .xpath, "what to repeat for"), .sort, .order,
        ], content: .asParent)
}

extension AttributeDefinition {
    /// By what selected elements are sorted.
    static let sort = AttributeDefinition(
        "sort", .xpath, "by what they are sorted, as @bias_V; numbers by size, and before texts")
    /// Which way.
    static let order = AttributeDefinition(
        "order", .choice(["ascending", "descending"]), default: "ascending", "which way they are sorted")
}
