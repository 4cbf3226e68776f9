internal import ArgumentParser
internal import Diagnostics
internal import Export
internal import Files
internal import Findings
internal import Layout
internal import Measurements
internal import Templates

/// `pinch report`: analyze and render, one report a device.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Analyze measurements and render a report for each device.",
        discussion: """
            INPUT is any mix of files, folders and sample sheets.

            Examples:
              pinch report SampleData
              pinch report D01/ --format pdf,svg -o reports
            """)

    @Argument(help: ArgumentHelp("Files, folders or sample sheets.", valueName: "input"))
    var inputs: [String]

    @Option(name: [.short, .customLong("output")], help: "Folder for the reports.")
    var output = "pinch-reports"

    @Option(help: "Formats, separated by commas: pdf, svg, png.")
    var format = "pdf"

    @Option(
        help: ArgumentHelp(
            "Template file, or the name of one that comes with pinch: \(TemplateSource.reportNames). (default: device)")
    )
    var template: String?

    @OptionGroup var common: CommonOptions

    func validate() throws {
        for id in formatIDs where !OutputFormats.all.contains(where: { $0.id == id }) {
            throw ValidationError(
                "--format \"\(id)\" is not known; " + Suggestion.fix(for: id, in: OutputFormats.all.map(\.id)))
        }
        if formatIDs.isEmpty { throw ValidationError("--format names no format; give pdf, svg or png") }
    }

    /// The formats named, each once.
    private var formatIDs: [String] {
        var ids: [String] = []
        for id in format.split(separator: ",").map(String.init) where !ids.contains(id) { ids.append(id) }
        return ids
    }

    func run() throws {
        let printer = common.printer
        do {
            var options = Pipeline.Options()
            options.ingest = common.ingestOptions
            options.diagnose = try common.diagnoseOptions(defaultDepth: .full, inputs: inputs)
            options.jobs = common.jobs ?? Environment.cores
            options.date = common.date
            options.quiet = common.quiet
            let report = Pipeline.Report(
                template: try TemplateSource.load(template),
                formats: formatIDs.compactMap { id in OutputFormats.all.first { $0.id == id } }, folder: output)
            let outcome = try Pipeline(options: options).report(inputs, report)
            printer.print(outcome.allFindings)
            Closing.say(outcome, folder: output, quiet: common.quiet)
            try Closing.leave(outcome, strict: common.strict)
        } catch let failure as Failure {
            printer.print(failure.findings)
            throw ExitStatus.refused.exitCode
        }
    }
}
