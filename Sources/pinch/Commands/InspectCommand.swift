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
              pinch inspect device-folder
            """)

    @Argument(help: ArgumentHelp("Files, or folders for all files in them.", valueName: "file"))
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
        var read = 0
        var failed = 0
        var warned = false
        let inputs = try inputs()
        if json { try StandardStreams.writeResult("[\n") }
        for (path, isNamed) in inputs {
            // Printed at once and forgotten: a folder may hold a hundred thousand files.
            let report = inspect(path, isNamed: isNamed, options: common.ingestOptions)
            if json {
                try writeJSON(report, isFirst: read + failed == 0)
            } else {
                // Here the findings are the result, not messages about it: they stand with it, notes included.
                let findings = report.findings.map { "  " + $0.text.replacing("\n", with: "\n  ") + "\n" }
                try StandardStreams.writeResult(report.text + findings.joined() + "\n")
            }
            let isFault = report.findings.contains { $0.severity == .error }
            if report.recordings.isEmpty, isNamed || isFault { failed += 1 } else { read += 1 }
            warned = warned || report.findings.contains { $0.severity >= .warning }
        }
        if json { try StandardStreams.writeResult("\n]\n") }
        if read == 0 { throw ExitStatus.refused.exitCode }
        if failed > 0 { throw ExitStatus.partial.exitCode }
        if common.strict, warned { throw ExitStatus.gateFailed.exitCode }
    }

    /// The files asked for; those of a folder in its place.
    private func inputs() throws(Failure) -> [(path: String, isNamed: Bool)] {
        var inputs: [(path: String, isNamed: Bool)] = []
        for file in files {
            if FilePath.kind(file) == .folder {
                inputs += try measurementFiles(inFolder: file).map { ($0, false) }
            } else {
                inputs.append((file, true))
            }
        }
        return inputs
    }

    /// One element of the list, as the encoder writes it inside one.
    private func writeJSON(_ report: FileReport, isFirst: Bool) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let list = Array(try encoder.encode([report]))
        // Without the brackets and their line ends.
        let element = list.dropFirst(2).dropLast(2)
        try StandardStreams.writeResult((isFirst ? [] : Array(",\n".utf8)) + element)
    }
}
