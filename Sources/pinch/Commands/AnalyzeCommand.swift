internal import ArgumentParser
internal import Diagnostics
internal import Files
internal import Findings

/// `pinch analyze`: the numbers alone.
struct AnalyzeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze", abstract: "Analyze measurements and write the numbers.",
        discussion: """
            Examples:
              pinch analyze SampleData -o analysis.json
              pinch analyze SampleData --format csv
            """)

    /// Shape of the output.
    enum Shape: String, ExpressibleByArgument, CaseIterable { case json, ndjson, csv }

    @Argument(help: ArgumentHelp("Files, folders or sample sheets.", valueName: "input"))
    var inputs: [String]

    @Option(name: [.short, .customLong("output")], help: "Output file; '-' is standard output.")
    var output = "-"

    @Option(help: "Shape: json, ndjson (one device a line) or csv (one metric a row).")
    var format: Shape = .json

    @Option(help: "Also write the curves (data as used, fits, residuals) to this file, one a line.")
    var curves: String?

    @OptionGroup var common: CommonOptions

    func run() throws {
        let printer = common.printer
        do {
            var options = Pipeline.Options()
            options.ingest = common.ingestOptions
            options.diagnose = try common.diagnoseOptions(defaultDepth: .screen, inputs: inputs)
            options.jobs = common.jobs ?? Environment.cores
            options.quiet = common.quiet
            options.keepsCurves = curves != nil
            let outcome = try Pipeline(options: options).analyze(inputs)
            try write(outcome, options.diagnose)
            printer.print(outcome.allFindings)
            try Closing.leave(outcome, strict: common.strict)
        } catch let failure as Failure {
            printer.print(failure.findings)
            throw ExitStatus.refused.exitCode
        }
    }

    private func write(_ outcome: Pipeline.Outcome, _ options: DiagnoseOptions) throws(Failure) {
        let analysis = Analysis(
            tool: Version.tool, options: options, devices: outcome.devices, findings: outcome.findings)
        let bytes =
            switch format {
            case .json: try AnalysisFile.json(analysis)
            case .ndjson: try AnalysisFile.ndjson(analysis)
            case .csv: AnalysisTable.csv(analysis)
            }
        if let curves { try AtomicWrite.write(try AnalysisFile.curves(analysis), to: curves) }
        if output == "-" {
            try StandardStreams.writeResult(bytes)
        } else {
            try AtomicWrite.write(bytes, to: output)
        }
    }
}
