internal import Templates

/// `include`: Stands for the content of another template in the same folder.
struct IncludeElement: TemplateElement {
    let definition = ElementDefinition(
        "include", .control, "Stands for the content of another template in the same folder",
        attributes: [.init(required: "file", .file, "its path from the template on")], content: .asParent)
}
