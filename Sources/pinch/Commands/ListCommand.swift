internal import ArgumentParser
internal import Files
internal import Findings

/// `pinch list`: what the program knows, as tables.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List formats, metrics, links, figures and whatever else has a name.",
        discussion: """
            KIND is one of: \(Catalog.kinds.map(\.name).joined(separator: ", ")).

            Examples:
              pinch list formats
              pinch list metrics --markdown
            """)

    @Argument(help: ArgumentHelp("What to list.", valueName: "kind"))
    var kind: String

    @Flag(help: "Print a Markdown table, as the manual has it.")
    var markdown = false

    func validate() throws {
        guard Catalog.kinds.contains(where: { $0.name == kind }) else {
            throw ValidationError(
                "\"\(kind)\" cannot be listed; " + Suggestion.fix(for: kind, in: Catalog.kinds.map(\.name)))
        }
    }

    func run() throws {
        guard let table = Catalog.kinds.first(where: { $0.name == kind })?.table() else { return }
        do throws(Failure) {
            try StandardStreams.writeResult(markdown ? table.markdown : table.plain)
        } catch {
            for finding in error.findings { StandardStreams.write(finding.text + "\n", to: .error) }
            throw ExitStatus.refused.exitCode
        }
    }
}
