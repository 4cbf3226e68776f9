internal import ArgumentParser
internal import Drawing
internal import Export
internal import Findings

/// How reports are to come out: formats, and what of them.
struct RenderOptions: ParsableArguments {
    @Option(help: "Formats, separated by commas: pdf, svg, png.")
    var format = "pdf"

    @Option(help: "Pixels an inch of PNG, 10 to 2400. (default: 150)")
    var dpi: Double?

    @Option(help: "Only this page, from 1: a quick look, as with --format png.")
    var page: Int?

    @Flag(help: "The figures of the template alone, each with a CSV of its data; see --width.")
    var figures = false

    @Option(help: "Width of such figures in mm: 89 (one column of a journal) or 183 (two). (default: 183)")
    var width: Int?

    @Option(
        help: "What travels inside a PDF, separated by commas: analysis (JSON), data (CSV in SI units), or none.")
    var attach = "none"

    @Flag(help: "Render again whenever the template or the data change, until Ctrl-C.")
    var watch = false

    func validate() throws {
        for id in formatIDs where !OutputFormats.all.contains(where: { $0.id == id }) {
            throw ValidationError(
                "--format \"\(id)\" is not known; " + Suggestion.fix(for: id, in: OutputFormats.all.map(\.id)))
        }
        if formatIDs.isEmpty { throw ValidationError("--format names no format; give pdf, svg or png") }
        if let dpi, !(10...2400).contains(dpi) { throw ValidationError("--dpi must be 10 to 2400, not \(dpi)") }
        if dpi != nil, !formatIDs.contains("png") { throw ValidationError("--dpi is for --format png") }
        if let page, page < 1 { throw ValidationError("--page must be 1 or more, not \(page)") }
        if page != nil, figures { throw ValidationError("--page and --figures exclude each other") }
        if let width, ![89, 183].contains(width) { throw ValidationError("--width must be 89 or 183, not \(width)") }
        if width != nil, !figures { throw ValidationError("--width is for --figures") }
        if AttachedPart.parts(attach) == nil {
            throw ValidationError("--attach must be none, analysis, data or analysis,data, not \"\(attach)\"")
        }
    }

    /// The formats named, each once.
    var formats: [any OutputFormat] {
        formatIDs.compactMap { id in
            if id == "png", let dpi { return PNGOutput(dpi: dpi) }
            return OutputFormats.named(id)
        }
    }

    /// What travels inside a PDF.
    var attached: Set<AttachedPart> { AttachedPart.parts(attach) ?? [] }

    /// Width of figures alone; `nil` where pages are wanted.
    var figureWidth: Points? { figures ? .millimeters(Double(width ?? 183)) : nil }

    private var formatIDs: [String] {
        var ids: [String] = []
        for id in format.split(separator: ",").map(String.init) where !ids.contains(id) { ids.append(id) }
        return ids
    }
}
