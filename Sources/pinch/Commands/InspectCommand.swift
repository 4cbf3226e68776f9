internal import ArgumentParser
internal import Files
internal import Findings
internal import FoundationEssentials
internal import Ingest

/// `pinch inspect`: what was read of a file.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show what is read of files: format, columns, units, sweeps, findings.",
        discussion: """
            Examples:
              pinch inspect measurement.mpt
              pinch inspect *.DTA --json
            """)

    @Argument(help: ArgumentHelp("Files.", valueName: "file"))
    var files: [String]

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        do {
            try inspectAll()
        } catch let failure as Failure {
            common.printer.print(failure.findings)
            throw ExitStatus.refused.exitCode
        }
    }

    private func inspectAll() throws {
        var failed = 0
        var warned = false
        var reports: [FileReport] = []
        for file in files {
            let report = inspect(file, options: common.ingestOptions)
            if json {
                reports.append(report)
            } else {
                // Here the findings are the result, not messages about it: they stand with it, notes included.
                let findings = report.findings.map { "  " + $0.text.replacing("\n", with: "\n  ") + "\n" }
                try StandardStreams.writeResult(report.text + findings.joined() + "\n")
            }
            if report.recordings.isEmpty { failed += 1 }
            warned = warned || report.findings.contains { $0.severity >= .warning }
        }
        if json { try writeJSON(reports) }
        if failed == files.count { throw ExitStatus.refused.exitCode }
        if failed > 0 { throw ExitStatus.partial.exitCode }
        if common.strict, warned { throw ExitStatus.gateFailed.exitCode }
    }

    private func writeJSON(_ reports: [FileReport]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try StandardStreams.writeResult(Array(try encoder.encode(reports)) + [0x0A])
    }
}
