internal import ArgumentParser
internal import Files
internal import Memory

/// The command `pinch`: its parts, in the order in which its help shows them.
@main
struct Pinch: ParsableCommand {
    /// Starts the program; a reader that leaves early (`pinch analyze | head`) ends it in peace.
    static func main() {
        StandardStreams.ignoreBrokenPipes()
        Heap.useLargePages()
        main(nil)
    }

    static let configuration = CommandConfiguration(
        commandName: "pinch",
        abstract: "Three linked diagnostics of memristors: transients, hysteresis, impedance.",
        discussion: """
            Reads what instruments wrote, measures the memory three ways, tests whether the three agree, and renders \
            a report for each device.

            Examples:
              pinch report SampleData
              pinch inspect my-measurement.mpt
            """,
        version: Version.tool,
        subcommands: [
            ReportCommand.self, AnalyzeCommand.self, CheckCommand.self, InspectCommand.self, ConvertCommand.self,
            FitCommand.self, SimulateCommand.self, ListCommand.self, ExplainCommand.self, TemplateCommand.self,
        ])
}
