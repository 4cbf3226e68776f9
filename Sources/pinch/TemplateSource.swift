internal import Diagnostics
internal import Files
internal import Findings
internal import Layout
internal import Plots
internal import Templates

/// Finds and reads templates: a file that the user names, or one of those that come with the program.
enum TemplateSource {
    /// The templates that come with the program.
    static let shipped: [(file: String, meaning: String)] = [
        ("device.xml", "the full report of one device; the first page stands alone"),
        ("hysteresis.xml", "the current-voltage loops of one device in depth"),
        ("impedance.xml", "the impedance of one device in depth"),
        ("links.xml", "every comparison between the measurements of one device"),
        ("models.xml", "one model for all recordings of one device, and what its spectra predict"),
        ("fit.xml", "one page on a fit of `pinch fit --report`"),
        ("paper-figures.xml", "the figures of one device for a paper, as `pinch report --figures` takes them"),
        ("transients.xml", "the time domain of one device in depth"),
        ("starter.xml", "a short report with comments, which `pinch template new` writes"),
        ("summary.xml", "one page for one device"),
    ]

    /// The names of those that report a device, as `--template` takes them.
    static var reportNames: String { reportTemplates.joined(separator: ", ") }

    /// The same as a list.
    static var reportTemplates: [String] {
        shipped.map { $0.file.replacing(".xml", with: "") }.filter { $0 != "fit" }.sorted()
    }

    /// The template at a path, or a shipped one by its name (`impedance`); without either, the shipped `device.xml`.
    static func load(_ path: String?) throws(Failure) -> Template {
        let file = try file(of: path)
        let folder = FilePath.parent(file)
        return try parseTemplate(
            try MappedFile(file).prefix(.max), file: file,
            vocabulary: TemplateElements.vocabulary(for: ReportReferences.all),
            include: { (name: String) throws(Failure) in try MappedFile(FilePath.join(folder, name)).prefix(.max) })
    }

    /// The path meant: a file that is there comes before a shipped template of the same name.
    static func file(of path: String?) throws(Failure) -> String {
        guard let path else { return try shipped("device.xml") }
        guard FilePath.kind(path) != .file, let named = shipped.first(where: { $0.file == path + ".xml" }) else {
            return path
        }
        return try shipped(named.file)
    }

    /// A template that comes with the program, read.
    static func shippedTemplate(_ name: String) throws(Failure) -> Template { try load(try shipped(name)) }

    /// A shipped template: beside the program when installed, or in the project when run from its build folder.
    static func shipped(_ name: String) throws(Failure) -> String {
        let program = FilePath.parent(ProgramPath.current)
        var candidates = [
            FilePath.join(program, "../share/pinch/Templates/" + name), FilePath.join(program, "Templates/" + name),
        ]
        // From .build/release or .build/debug the project is a few folders up.
        var folder = program
        for _ in 0..<5 {
            folder = FilePath.parent(folder)
            candidates.append(FilePath.join(folder, "Templates/" + name))
        }
        candidates.append("Templates/" + name)
        if let found = candidates.first(where: { (FilePath.kind($0) == .file) }) { return found }
        throw Failure(
            Finding(
                .shippedTemplateMissing, "the shipped template \"\(name)\" was not found beside the program",
                fix: "pass --template with the path of a template"))
    }
}

/// What templates may name: every figure, metric and link that there is.
enum ReportReferences {
    /// Gathered once.
    static let all = References(
        figures: ReportFigures.all, definitions: MetricDefinitions.all, links: DiagnosticLinks.all)
}

extension FindingKind {
    static let shippedTemplateMissing = FindingKind(
        "template.not-found", .error,
        "The templates that come with pinch stand in share/pinch/Templates or in the project.")
}
