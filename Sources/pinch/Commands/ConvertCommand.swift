internal import ArgumentParser
internal import Export
internal import Files
internal import Findings
internal import Ingest

/// `pinch convert`: each recording as a table in SI units.
struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert", abstract: "Write each recording of files as CSV in SI units and passive sign.",
        discussion: """
            A commented header keeps conditions and provenance; read again, a table gives the same numbers, bit for bit.

            Examples:
              pinch convert measurement.mpt -o tables
              pinch convert *.DTA -o tables
            """)

    @Argument(help: ArgumentHelp("Files.", valueName: "file"))
    var files: [String]

    @Option(name: [.short, .long], help: "Folder of the tables; made if it is not there.")
    var output: String

    @OptionGroup var common: CommonOptions

    func run() throws {
        var taken: Set<String> = []
        var failed = 0
        var warned = false
        var written = 0
        for file in files {
            let converted = convert(file, options: common.ingestOptions)
            common.printer.print(converted.findings)
            if converted.tables.isEmpty { failed += 1 }
            warned = warned || converted.findings.contains { $0.severity >= .warning }
            for table in converted.tables {
                // Files of one name in two folders may hold the same numbers.
                let base = OutputNames.safe(table.name)
                var name = base
                var number = 2
                while !taken.insert(name).inserted {
                    name = "\(base)-\(number)"
                    number += 1
                }
                do {
                    try AtomicWrite.write(
                        table.bytes, to: FilePath.join(output, name + ".csv"), creatingFolders: true)
                    written += 1
                } catch {
                    common.printer.print(error.findings)
                    throw ExitStatus.refused.exitCode
                }
            }
        }
        if written == 0 { throw ExitStatus.refused.exitCode }
        if failed > 0 { throw ExitStatus.partial.exitCode }
        if common.strict, warned { throw ExitStatus.gateFailed.exitCode }
    }
}
