internal import ArgumentParser
internal import Diagnostics
internal import Files
internal import Findings
internal import Ingest

/// The options that every command over measurements shares.
struct CommonOptions: ParsableArguments {
    @Option(name: [.short, .long], help: "Lanes of parallel work. (default: all cores)")
    var jobs: Int?

    @Option(help: "How much work: screen or full. (default: full for report, screen elsewhere)")
    var depth: String?

    @Option(help: "JSON file of options; see 'pinch list options'.")
    var options: String?

    @Option(help: "Read every file as this format; see 'pinch list formats'.")
    var inputFormat: String?

    @Option(help: "Pattern that reads device, bias_V and so on from file names, as '(?<device>D\\d+)_.*'.")
    var namePattern: String?

    @Option(help: "Decimal mark of text files: point or comma. (default: found per file)")
    var decimal: String?

    @Option(help: "Columns of home-made tables, as 't=1;V=Vmeas;I=CH2/50'.")
    var columns: String?

    @Option(help: "Units of home-made tables, as 't=ms;I=uA'.")
    var units: String?

    @Option(help: "Lines to skip before the table of home-made files.")
    var skip: Int?

    @Flag(help: "Leave with status 1 if there is any warning.")
    var strict = false

    @Option(help: "Seed of everything random.")
    var seed: UInt64?

    @Option(help: "Date of the documents, YYYY-MM-DD. (default: the newest date in the data)")
    var date: String?

    @Flag(help: "Print errors only.")
    var quiet = false

    @Flag(help: "Print notes too.")
    var verbose = false

    @Option(help: "Color of messages: auto, always or never. (default: auto; NO_COLOR is honored)")
    var color: String?

    /// Words for the decimal mark, as sample sheets know them too.
    private static let decimalMarks: [String: Character] = [".": ".", "point": ".", ",": ",", "comma": ","]

    /// Faults of the command line leave with status 64.
    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be 1 or more, not \(jobs)") }
        if let skip, skip < 0 { throw ValidationError("--skip must be 0 or more, not \(skip)") }
        if let depth, Depth(rawValue: depth) == nil {
            throw ValidationError("--depth must be screen or full, not \"\(depth)\"")
        }
        if let color, FindingPrinter.ColorChoice(rawValue: color) == nil {
            throw ValidationError("--color must be auto, always or never, not \"\(color)\"")
        }
        if let decimal, Self.decimalMarks[decimal] == nil {
            throw ValidationError("--decimal must be point or comma, not \"\(decimal)\"")
        }
        if let date, !CommonOptions.isDate(date) {
            throw ValidationError("--date must be YYYY-MM-DD, not \"\(date)\"")
        }
        if let inputFormat, !FileFormats.all.contains(where: { $0.id == inputFormat }) {
            throw ValidationError(
                "--input-format \"\(inputFormat)\" is not known; "
                    + Suggestion.fix(for: inputFormat, in: FileFormats.all.map(\.id)))
        }
        if let finding = ingestOptions.fault {
            throw ValidationError(finding.message + (finding.fix.map { "; " + $0 } ?? ""))
        }
        if quiet, verbose { throw ValidationError("--quiet and --verbose exclude each other") }
    }

    /// Where messages go.
    var printer: FindingPrinter {
        FindingPrinter(
            color: color.flatMap(FindingPrinter.ColorChoice.init) ?? .auto, quiet: quiet, verbose: verbose,
            environment: Environment.all)
    }

    /// How files are read.
    var ingestOptions: IngestOptions {
        var result = IngestOptions()
        result.inputFormat = inputFormat
        result.namePattern = namePattern
        result.decimalMark = decimal.flatMap { Self.decimalMarks[$0] }
        result.columns = columns
        result.units = units
        result.skip = skip
        return result
    }

    /// Options in force: defaults, then `pinch.json` beside the data or `--options`, then flags.
    func diagnoseOptions(defaultDepth: Depth, inputs: [String]) throws(Failure) -> DiagnoseOptions {
        var result = DiagnoseOptions()
        result.depth = defaultDepth
        let file: String? = if let options { options } else { try Self.optionsFile(beside: inputs) }
        if let file {
            result = try OptionsFile.apply(try MappedFile(file).prefix(.max), file: file, to: result)
        }
        if let depth = depth.flatMap(Depth.init) { result.depth = depth }
        if let seed { result.seed = seed }
        return result
    }

    /// The `pinch.json` in an INPUT folder, or beside a file or sheet; several that differ cannot all hold.
    private static func optionsFile(beside inputs: [String]) throws(Failure) -> String? {
        var found: [String: String] = [:]
        for input in inputs.sorted(by: FolderWalk.precedes) {
            let folder = FilePath.kind(input) == .folder ? input : FilePath.parent(input)
            let file = folder == "." ? "pinch.json" : FilePath.join(folder, "pinch.json")
            guard FilePath.kind(file) == .file else { continue }
            let hash = SHA256.hex(of: try MappedFile(file).prefix(.max))
            if found[hash] == nil { found[hash] = file }
        }
        let files = found.values.sorted(by: FolderWalk.precedes)
        if files.count > 1 { throw Failure(.optionsDiffer(files)) }
        return files.first
    }

    /// Whether a text is a day, year first, that the calendar has.
    static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2] else { return false }
        // A sign is no digit, though a number may have one.
        let numbers = parts.compactMap { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int($0) : nil }
        guard numbers.count == 3, (1...12).contains(numbers[1]) else { return false }
        let isLeap = numbers[0] % 4 == 0 && (numbers[0] % 100 != 0 || numbers[0] % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][numbers[1] - 1]
        return (1...days).contains(numbers[2])
    }
}

extension FindingKind {
    static let optionsDiffer = FindingKind(
        "options.differ", .error, "Two INPUTs have options files that differ; one run has one set of options.")
}

extension Finding {
    fileprivate static func optionsDiffer(_ files: [String]) -> Finding {
        Finding(
            .optionsDiffer, "the INPUTs have \(files.count) options files that differ",
            at: files.first.map { SourcePosition(file: $0) }, fix: "name the one that holds with --options",
            notes: files.dropFirst().map { Note("another", at: SourcePosition(file: $0)) })
    }
}
