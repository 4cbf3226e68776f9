internal import ArgumentParser
internal import Diagnostics
internal import Files
internal import Findings
internal import Gate

/// `pinch check`: a gate over measurements by rules and baselines.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Judge measurements by rules; the exit status is a gate.",
        discussion: """
            Leaves with status 1 where a rule of severity "fail" is broken. INPUT may hold earlier analysis files
            (json or ndjson) beside measurements.

            Examples:
              pinch check SampleData
              pinch check data --rules volatile --baseline baseline.json --junit pinch.xml --github
            """)

    @Argument(help: ArgumentHelp("Files, folders, sample sheets or analysis files.", valueName: "input"))
    var inputs: [String]

    @Option(
        help: ArgumentHelp(
            "File of rules, or the name of one that comes with pinch: quality, volatile, nonvolatile. May be repeated. (default: quality)",
            valueName: "rules"))
    var rules: [String] = []

    @Option(help: "Compare with this baseline: what was broken then is known, what moved is told.")
    var baseline: String?

    @Option(help: "Write what was found as a baseline for later runs.")
    var writeBaseline: String?

    @Option(help: "Write JUnit XML.")
    var junit: String?

    @Option(help: "Write SARIF 2.1.0, for code scanning.")
    var sarif: String?

    @Option(help: "Write GitLab's code quality JSON.")
    var gitlab: String?

    @Option(help: "Write a summary in Markdown.")
    var markdown: String?

    @Option(help: "Write every outcome as JSON.")
    var json: String?

    @Flag(help: "Print GitHub annotations, and add the summary to $GITHUB_STEP_SUMMARY.")
    var github = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        let printer = common.printer
        do {
            let set = try readRules()
            let known = try baseline.map { (file: String) throws(Failure) in
                try Baseline.read(try MappedFile(file).prefix(.max), file: file)
            }
            let options = try common.diagnoseOptions(defaultDepth: .screen, inputs: inputs)
            var gate = Gate(set, baseline: known)
            let outcome = try analyses(options)
            for part in outcome.parts {
                for device in part.devices { gate.add(device, options: part.options) }
            }
            var result = gate.finish(tool: Version.tool, date: common.date)
            result.locate(in: inputs.filter { FilePath.kind($0) == .folder })
            try write(result, gate)
            StandardStreams.write(GateText.text(result, strict: common.strict), to: .output)
            if github { try writeForGitHub(result) }
            printer.print(outcome.findings + result.findings)
            try leave(result, outcome)
        } catch let failure as Failure {
            printer.print(failure.findings)
            throw ExitStatus.refused.exitCode
        }
    }

    // MARK: In

    private func readRules() throws(Failure) -> RuleSet {
        let vocabulary = RuleVocabulary(findings: FindingCatalog.all.map(\.code))
        var set = RuleSet()
        var faults: [Finding] = []
        for name in rules.isEmpty ? ["quality"] : rules {
            do {
                // A file that is there comes before a shipped one of the same name.
                let isShipped = FilePath.kind(name) != .file && ShippedRules.names.contains(name)
                let file = isShipped ? try TemplateSource.shipped("rules/\(name).xml") : name
                // Verdicts name the rule's place, which must not tell where the program stands.
                try RuleReader.read(
                    try MappedFile(file).prefix(.max), file: isShipped ? "rules/\(name).xml" : file, into: &set,
                    vocabulary: vocabulary)
            } catch {
                faults += error.findings
            }
        }
        if let failure = Failure(faults) { throw failure }
        return set
    }

    /// What the inputs hold: measurements, analyzed now, and earlier analyses.
    private struct Inputs {
        var parts: [Analysis] = []
        var findings: [Finding] = []
        var failed = false
    }

    private func analyses(_ options: DiagnoseOptions) throws(Failure) -> Inputs {
        var made = Inputs()
        var measured: [String] = []
        for input in inputs {
            guard FilePath.kind(input) == .file, let file = try? MappedFile(input),
                AnalysisFile.isAnalysis(file.prefix(64))
            else {
                measured.append(input)
                continue
            }
            made.parts.append(try AnalysisFile.readAny(file.prefix(.max), file: input))
        }
        guard !measured.isEmpty else { return made }
        var pipeline = Pipeline.Options()
        pipeline.ingest = common.ingestOptions
        pipeline.diagnose = options
        pipeline.jobs = common.jobs ?? Environment.cores
        pipeline.quiet = common.quiet
        let outcome = try Pipeline(options: pipeline).analyze(measured)
        made.parts.append(
            Analysis(tool: Version.tool, options: options, devices: outcome.devices, findings: outcome.findings))
        // What is wrong with a device is the rules' business; what could not be read is told.
        made.findings = outcome.allFindings.filter { $0.severity == .error }
        made.failed = outcome.failed
        return made
    }

    // MARK: Out

    private func write(_ result: GateResult, _ gate: Gate) throws(Failure) {
        if let junit { try AtomicWrite.write(JUnitReport.xml(result, strict: common.strict), to: junit) }
        if let sarif { try AtomicWrite.write(try SARIFReport.json(result), to: sarif) }
        if let gitlab { try AtomicWrite.write(try GitLabReport.json(result), to: gitlab) }
        if let json { try AtomicWrite.write(try GateFile.json(result, strict: common.strict), to: json) }
        if let markdown {
            try AtomicWrite.write(Array(MarkdownSummary.text(result, strict: common.strict).utf8), to: markdown)
        }
        if let writeBaseline {
            try AtomicWrite.write(try gate.baseline(tool: Version.tool).json(), to: writeBaseline)
        }
    }

    private func writeForGitHub(_ result: GateResult) throws(Failure) {
        StandardStreams.write(GitHubAnnotations.text(result), to: .output)
        guard let file = Environment.all["GITHUB_STEP_SUMMARY"], !file.isEmpty else { return }
        // Other steps may have written there before.
        let before = FilePath.kind(file) == .file ? try MappedFile(file).prefix(.max) : []
        let summary = Array(MarkdownSummary.text(result, strict: common.strict).utf8)
        try AtomicWrite.write(before + summary, to: file)
    }

    private func leave(_ result: GateResult, _ inputs: Inputs) throws {
        var statuses: [ExitStatus] = []
        if result.findings.contains(where: { $0.severity == .error }) { statuses.append(.refused) }
        if inputs.failed { statuses.append(.partial) }
        let warned = common.strict && result.findings.contains { $0.severity == .warning }
        if result.fails(strict: common.strict) || warned { statuses.append(.gateFailed) }
        let status = ExitStatus.worst(statuses)
        if status != .done { throw status.exitCode }
    }
}

extension GateResult {
    /// Makes places start where the command runs, as CI systems want them, not where the INPUT does.
    fileprivate mutating func locate(in folders: [String]) {
        for index in outcomes.indices {
            for number in outcomes[index].evidence.indices {
                guard let file = outcomes[index].evidence[number].position?.file else { continue }
                let found = folders.lazy.map { FilePath.join($0, file) }.first { FilePath.kind($0) == .file }
                if let found { outcomes[index].evidence[number].position?.file = found }
            }
        }
    }
}

/// The files of rules that come with the program.
enum ShippedRules {
    /// Their names, as `--rules` takes them.
    static let names = ["nonvolatile", "quality", "volatile"]
}
