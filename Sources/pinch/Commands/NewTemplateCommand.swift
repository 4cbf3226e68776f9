internal import ArgumentParser
internal import Files
internal import Findings

/// `pinch template new`: writes a template to start from.
struct NewTemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write a template to start from, with comments; never over a file that is there.",
        discussion: """
            Examples:
              pinch template new mine.xml
              pinch template new mine.xml --from summary
            """)

    @Argument(help: ArgumentHelp("The template to write.", valueName: "file"))
    var file: String

    @Option(
        help: ArgumentHelp(
            "Start from a copy of one that comes with pinch: \(TemplateSource.reportNames). (default: a short one with comments)",
            valueName: "name"))
    var from: String?

    func validate() throws {
        guard let from, !TemplateSource.reportTemplates.contains(from) else { return }
        throw ValidationError(
            "--from \"\(from)\" is not known; " + Suggestion.fix(for: from, in: TemplateSource.reportTemplates))
    }

    func run() throws {
        do throws(Failure) {
            guard FilePath.kind(file) == .missing else {
                throw Failure(
                    Finding(
                        .templateExists, "\"\(file)\" is there already and is left as it is",
                        at: SourcePosition(file: file), fix: "choose another name"))
            }
            let source = try TemplateSource.shipped((from ?? "starter") + ".xml")
            try AtomicWrite.write(try MappedFile(source).prefix(.max), to: file)
        } catch {
            FindingPrinter(color: .auto, quiet: false, verbose: false, environment: Environment.all)
                .print(error.findings)
            throw ExitStatus.refused.exitCode
        }
        StandardStreams.write(
            "\(file) written; check it with: pinch template check \(file)\n"
                + "and look at it with: pinch report SampleData --template \(file)\n", to: .error)
    }
}

extension FindingKind {
    static let templateExists = FindingKind(
        "template.exists", .error, "A new template is never written over a file that is there.")
}
