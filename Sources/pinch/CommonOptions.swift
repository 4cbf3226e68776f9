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

    @Option(help: "Decimal mark of text files: '.' or ','. (default: found per file)")
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
        if let decimal, decimal != ".", decimal != "," {
            throw ValidationError("--decimal must be '.' or ',', not \"\(decimal)\"")
        }
        if let date, !CommonOptions.isDate(date) {
            throw ValidationError("--date must be YYYY-MM-DD, not \"\(date)\"")
        }
        if let inputFormat, !FileFormats.all.contains(where: { $0.id == inputFormat }) {
            throw ValidationError(
                "--input-format \"\(inputFormat)\" is not known; "
                    + Suggestion.fix(for: inputFormat, in: FileFormats.all.map(\.id)))
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
        result.decimalMark = decimal?.first
        result.columns = columns
        result.units = units
        result.skip = skip
        return result
    }

    /// Options in force: defaults, then `pinch.json` beside the data or `--options`, then flags.
    func diagnoseOptions(defaultDepth: Depth, inputs: [String]) throws(Failure) -> DiagnoseOptions {
        var result = DiagnoseOptions()
        result.depth = defaultDepth
        let beside = inputs.map { FilePath.join($0, "pinch.json") }.first { (FilePath.kind($0) == .file) }
        if let file = options ?? beside {
            result = try OptionsFile.apply(try MappedFile(file).prefix(.max), file: file, to: result)
        }
        if let depth = depth.flatMap(Depth.init) { result.depth = depth }
        if let seed { result.seed = seed }
        return result
    }

    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.count) == [4, 2, 2] else { return false }
        let numbers = parts.compactMap { Int($0) }
        return numbers.count == 3 && (1...12).contains(numbers[1]) && (1...31).contains(numbers[2])
    }
}
