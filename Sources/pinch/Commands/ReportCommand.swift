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
              pinch report D01/ --figures --width 89 --format svg
            """)

    @Argument(help: ArgumentHelp("Files, folders or sample sheets.", valueName: "input"))
    var inputs: [String]

    @Option(name: [.short, .customLong("output")], help: "Folder for the reports.")
    var output = "pinch-reports"

    @Option(
        help: ArgumentHelp(
            "Template file, or the name of one that comes with pinch: \(TemplateSource.reportNames). "
                + "(default: device; paper-figures with --figures)"))
    var template: String?

    @OptionGroup(title: "Output") var render: RenderOptions

    @OptionGroup var common: CommonOptions

    func run() throws {
        guard render.watch else { return try once() }
        let watched = WatchedFiles(inputs: inputs, template: template, options: common.options, output: output)
        try watched.onChange {
            // A fault is told, and the next change may mend it.
            do { try once() } catch is ExitCode {}
        }
    }

    /// Reads, analyzes and renders; leaves by throwing its status where that is not 0.
    private func once() throws {
        let printer = common.printer
        do {
            var options = Pipeline.Options()
            options.ingest = common.ingestOptions
            options.diagnose = try common.diagnoseOptions(defaultDepth: .full, inputs: inputs)
            options.jobs = common.jobs ?? Environment.cores
            options.date = common.date
            options.quiet = common.quiet
            let report = Pipeline.Report(
                template: try TemplateSource.load(template ?? (render.figures ? "paper-figures" : nil)),
                formats: render.formats, folder: output, attached: render.attached, page: render.page,
                figureWidth: render.figureWidth)
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
