internal import ArgumentParser
internal import Diagnostics
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
              pinch simulate --model D01-model.json --protocol pulses -o sim
            """)

    @Argument(help: "Model; see 'pinch list models'.")
    var model: String?

    @Option(
        name: .customLong("model"),
        help: ArgumentHelp(
            "Model and parameters from a file: that of a joint fit (D01-model.json), or a truth.json.",
            valueName: "file"))
    var modelFile: String?

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
        if model == nil, modelFile == nil, !sampleSet {
            throw ValidationError("name a model (see 'pinch list models'), or give --model FILE")
        }
        if let model, modelFile != nil {
            throw ValidationError("give the model \"\(model)\" or --model FILE, not both")
        }
        for setting in set where Self.parsed(setting) == nil {
            throw ValidationError("--set \"\(setting)\" is not of the form name=value with a number in SI units")
        }
    }

    private func request() throws(Failure) -> SimulationRequest {
        var id = model ?? ""
        var settings = set.compactMap(Self.parsed)
        if let modelFile {
            let found = try ModelFile.read(try MappedFile(modelFile).prefix(.max), file: modelFile)
            id = found.model
            // What the command line sets comes last and wins.
            settings =
                found.parameters.sorted { $0.key < $1.key }.map { SimulationRequest.Setting($0.key, $0.value) }
                + settings
        }
        return SimulationRequest(
            model: id, settings: settings,
            protocols: measurement.isEmpty ? ["all"] : measurement, seed: seed, noise: noise, layout: layout)
    }

    private static func parsed(_ text: String) -> SimulationRequest.Setting? {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let value = Double(parts[1]), value.isFinite else { return nil }
        return SimulationRequest.Setting(String(parts[0]), value)
    }
}
