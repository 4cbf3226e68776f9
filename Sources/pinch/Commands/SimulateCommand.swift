internal import ArgumentParser
internal import Files
internal import Findings
internal import Models
internal import Simulate

/// `pinch simulate`: a model device measured by a protocol, as files.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Measure a model device by a protocol and write the files.",
        discussion: """
            Examples:
              pinch simulate calm --protocol impedance -o sim
              pinch simulate calm --set V_h=0.4 --set tau_0=0.5 --protocol sweep --layout eclab -o sim
            """)

    @Argument(help: "Model; see 'pinch list models'.")
    var model: String?

    @Option(help: "A parameter of the model, as name=value in SI units; may be repeated.")
    var set: [String] = []

    @Option(
        name: .customLong("protocol"),
        help: "Measurement protocol; see 'pinch list protocols'; may be repeated. (default: all)")
    var measurement: [String] = []

    @Option(name: [.short, .customLong("output")], help: "Folder for the files.")
    var output: String

    @Option(help: "Layout of the files: plain or eclab.")
    var layout = "plain"

    @Option(help: "Relative noise, 0.01 for 1 %.")
    var noise: Double?

    @Option(help: "Seed of the noise.")
    var seed: UInt64 = 1

    @Flag(help: ArgumentHelp("Write the project's sample set.", visibility: .hidden))
    var sampleSet = false

    func run() throws {
        do throws(Failure) {
            let files = try sampleSet ? Simulate.sampleSet() : simulate(try request())
            for file in files {
                try AtomicWrite.write(file.bytes, to: FilePath.join(output, file.path), creatingFolders: true)
            }
            StandardStreams.write("\(files.count) files written to \(output)\n", to: .error)
        } catch {
            for finding in error.findings { StandardStreams.write(finding.text + "\n", to: .error) }
            let isOutput = error.findings.allSatisfy { $0.code == FilesFindings.unwritable.code }
            throw (isOutput ? ExitStatus.refused : ExitStatus.usage).exitCode
        }
    }

    func validate() throws {
        if model == nil, !sampleSet { throw ValidationError("name a model; see 'pinch list models'") }
        for setting in set where Self.parsed(setting) == nil {
            throw ValidationError("--set \"\(setting)\" is not of the form name=value with a number in SI units")
        }
    }

    private func request() throws(Failure) -> SimulationRequest {
        SimulationRequest(
            model: model ?? "", settings: set.compactMap(Self.parsed),
            protocols: measurement.isEmpty ? ["all"] : measurement, seed: seed, noise: noise, layout: layout)
    }

    private static func parsed(_ text: String) -> SimulationRequest.Setting? {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let value = Double(parts[1]), value.isFinite else { return nil }
        return SimulationRequest.Setting(String(parts[0]), value)
    }
}
