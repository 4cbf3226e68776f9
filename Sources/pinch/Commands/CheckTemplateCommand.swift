internal import ArgumentParser
internal import Diagnostics
internal import Files
internal import Findings
internal import Layout
internal import Measurements
internal import Templates

/// `pinch template check`: every fault of templates, and with data what they would print.
struct CheckTemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Show every fault of templates, each with place and fix.",
        discussion: """
            Without --data the language is checked: elements, attributes, values, expressions, ids. With it each \
            template is also laid out for every device: what matches nothing or does not fit is told too.

            Examples:
              pinch template check mine.xml
              pinch template check *.xml --data SampleData/volatile/V01 --strict
            """)

    @Argument(
        help: ArgumentHelp(
            "Templates: files, or names of those that come with pinch: \(TemplateSource.reportNames).",
            valueName: "file"))
    var files: [String]

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Measurements to lay the templates out for: files, folders or sheets.", valueName: "input"))
    var data: [String] = []

    @OptionGroup var common: CommonOptions

    /// A template, and what is to be said of it.
    private struct Checked {
        var file: String
        var template: Template?
        var findings: [Finding] = []
    }

    func run() throws {
        var checked = files.map { read($0) }
        var statuses: [ExitStatus] = []
        var others: [Finding] = []
        if !data.isEmpty {
            do throws(Failure) {
                let failed = try bind(&checked, &others)
                if failed { statuses.append(.partial) }
            } catch {
                others += error.findings
                statuses.append(.refused)
            }
        }
        let all = checked.flatMap(\.findings)
        show(all + others)
        if !common.quiet { for one in checked { try say(one) } }
        if all.contains(where: { $0.severity == .error }) { statuses.append(.refused) }
        if common.strict, all.contains(where: { $0.severity == .warning }) { statuses.append(.gateFailed) }
        let status = ExitStatus.worst(statuses)
        if status != .done { throw status.exitCode }
    }

    private func read(_ file: String) -> Checked {
        do throws(Failure) {
            let template = try TemplateSource.load(file)
            return Checked(file: file, template: template, findings: template.warnings)
        } catch { return Checked(file: file, findings: error.findings) }
    }

    /// Lays each template out for each device; nothing is written.
    ///
    /// - Returns: whether some of the data could not be read.
    private func bind(_ checked: inout [Checked], _ others: inout [Finding]) throws(Failure) -> Bool {
        var options = Pipeline.Options()
        options.ingest = common.ingestOptions
        options.diagnose = try common.diagnoseOptions(defaultDepth: .screen, inputs: data)
        options.jobs = common.jobs ?? Environment.cores
        options.date = common.date
        options.quiet = common.quiet
        options.keepsCurves = true
        let pipeline = Pipeline(options: options)
        let outcome = try pipeline.analyze(data)
        others += outcome.findings.filter { $0.severity == .error }
        for index in checked.indices {
            guard let template = checked[index].template else { continue }
            // A fault that every device has is one fault.
            var told: Set<Finding> = []
            for device in outcome.devices {
                for finding in try pipeline.findings(of: template, for: device) where told.insert(finding).inserted {
                    checked[index].findings.append(finding)
                }
            }
        }
        return outcome.failed
    }

    /// Every one of them: a check that folds crowds would hide places.
    private func show(_ faults: [Finding]) {
        let printer = FindingPrinter(
            color: common.color.flatMap(FindingPrinter.ColorChoice.init) ?? .auto, quiet: common.quiet, verbose: true,
            environment: Environment.all)
        printer.print(faults.filter { !common.quiet || $0.severity == .error })
    }

    /// A line on standard output for a template without errors.
    private func say(_ one: Checked) throws {
        guard !one.findings.contains(where: { $0.severity == .error }) else { return }
        let warnings = one.findings.count { $0.severity == .warning }
        let words = warnings == 0 ? "no faults" : "no errors, \(warnings) warning\(warnings == 1 ? "" : "s")"
        try StandardStreams.writeResult("\(one.file): \(words)\n")
    }
}
