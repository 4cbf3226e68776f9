internal import Templates

/// `style`: Sizes and colors of the document.
struct StyleElement: TemplateElement {
    let definition = ElementDefinition(
        "style", .part, "Sizes and colors of the document",
        attributes: [
            .init("size", .length(percent: false), default: "8.3pt", "size of the text; all other sizes follow"),
            .init("accent", .color, default: "#0072B2", "color of headings and links"),
            .init("ink", .color, default: "#1F2328", "color of the text"),
            .init("quiet", .color, default: "#6A717A", "color of secondary text"),
            .init("leading", .integer(100...200), default: "138", "height of a line, percent of the size"),
        ])
}
