internal import ArgumentParser

/// `pinch template`: check templates of reports, and start new ones.
struct TemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "Check templates of reports, or start a new one.",
        discussion: """
            Examples:
              pinch template new mine.xml
              pinch template check mine.xml --data SampleData
            """,
        subcommands: [CheckTemplateCommand.self, NewTemplateCommand.self])
}
