internal import Files
internal import Findings
internal import Layout
internal import Templates

/// Finds and reads templates: a file that the user names, or one of those that come with the program.
enum TemplateSource {
    /// The template at a path; without one, `device.xml` of the shipped templates.
    static func load(_ path: String?) throws(Failure) -> Template {
        let file = try path ?? shipped("device.xml")
        return try parseTemplate(try MappedFile.bytes(of: file), file: file)
    }

    /// A shipped template: beside the program when installed, or in the project when run from its build folder.
    private static func shipped(_ name: String) throws(Failure) -> String {
        let program = Paths.folder(of: Paths.program)
        var candidates = [
            Paths.join(program, "../share/pinch/Templates/" + name), Paths.join(program, "Templates/" + name),
        ]
        // From .build/release or .build/debug the project is a few folders up.
        var folder = program
        for _ in 0..<5 {
            folder = Paths.folder(of: folder)
            candidates.append(Paths.join(folder, "Templates/" + name))
        }
        candidates.append("Templates/" + name)
        if let found = candidates.first(where: { Paths.isFile($0) }) { return found }
        throw Failure(
            Finding(
                .shippedTemplateMissing, "the shipped template \"\(name)\" was not found beside the program",
                fix: "pass --template with the path of a template"))
    }
}

extension FindingKind {
    static let shippedTemplateMissing = FindingKind(
        "template.not-found", .error, "The templates that come with pinch stand in share/pinch/Templates or in the project.")
}
