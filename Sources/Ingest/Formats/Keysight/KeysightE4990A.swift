public import Findings
internal import Measurements

/// Keysight (Agilent) E4990A CSV, a block for each channel.
///
/// Lines that start with an exclamation mark state instrument and date; a block runs from `BEGIN CH1_DATA` to `END`.
/// The first column is the frequency, the others are named by their quantity and unit (`|Z|(Ohm)-data`, `Cp(F)-data`).
public struct KeysightE4990A: FileFormat {
    /// `keysight-e4990a`.
    public let id = "keysight-e4990a"
    /// Name for people.
    public let name = "Keysight E4990A CSV"
    /// Usual extensions.
    public let extensions = ["csv"]
    /// Written after descriptions of real files; it has read none itself.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = KeysightE4990AFindings.all

    /// Makes the format.
    public init() {}

    /// Certain when the first line names the instrument behind a `!`.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let text = text.prefix(20)
        guard text.first.hasPrefix("!") else { return Sniff(.none, "the first line does not start with \"!\"") }
        if text.first.holds(",E4990A,") { return Sniff(.certain, "the first line names the \"E4990A\"") }
        if let line = text.line(startingWith: "BEGIN CH"), text[line + 1].lowercased().hasPrefix("frequency(hz)") {
            return Sniff(.likely, "line \(line) opens a block of a channel, and a frequency follows")
        }
        return Sniff(.none, "the first line does not name the \"E4990A\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `e4990a.no-channel`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        var findings: [Finding] = []
        var recordings: [Recording] = []
        var scanner = LineScanner(bytes)
        while let line = scanner.next(bytes) {
            let text = TextBytes.string(bytes, line.range).trimmingBlanks()
            if line.number == 1 { origin.instrument = Self.instrument(text) }
            if text.hasPrefix("!Date:") {
                origin.measuredAt = DateText.iso(String(text.dropFirst("!Date:".count)))
            }
            guard text.hasPrefix("BEGIN "), let names = scanner.next(bytes) else { continue }
            var channel = E4990AChannel(String(text.dropFirst("BEGIN ".count)), names, bytes)
            channel.read(bytes, &scanner, source, &findings)
            recordings += channel.recordings(origin, source, &findings)
        }
        guard !recordings.isEmpty else {
            if findings.contains(where: { $0.severity == .error }), let failure = Failure(findings) { throw failure }
            throw Failure(.noChannel(source), after: findings)
        }
        return ReadResult(recordings: recordings, findings: findings)
    }

    private static func instrument(_ line: String) -> String {
        let parts = line.drop { $0 == "!" }.split(separator: ",").map { String($0).trimmingBlanks() }
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
}

/// One channel of an E4990A file.
struct E4990AChannel {
    /// `CH1_DATA`.
    var name: String
    /// Line of the names.
    var line: Int
    /// The names of the columns.
    var names: [String]
    private var numbers = NumberTable(columns: [])
    private var columns: [ColumnUse] = []
    private var pair: AnalyzerPair?

    /// Reads the names.
    init(_ name: String, _ names: TextLine, _ bytes: Span<UInt8>) {
        self.name = name
        line = names.number
        var cells: [Range<Int>] = []
        CellSplitter.split(bytes, names.range, at: .comma, into: &cells)
        self.names = cells.map { TextBytes.string(bytes, $0) }
    }

    /// The quantity of a column's name with its unit: `theta-z(deg)-data`; traces in memory are not the measurement.
    static func quantity(_ name: String) -> (quantity: AnalyzerQuantity?, unit: String) {
        var text = name.trimmingBlanks()
        if text.lowercased().hasSuffix("-mem") { return (nil, "") }
        if text.lowercased().hasSuffix("-data") { text = String(text.dropLast(5)) }
        var unit = ""
        if text.hasSuffix(")"), let open = text.lastIndex(of: "(") {
            unit = String(text[text.index(after: open)...].dropLast())
            text = String(text[..<open])
        }
        return (AnalyzerQuantity(text), unit)
    }

    /// Reads the rows up to `END`.
    mutating func read(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, _ source: FileSource, _ findings: inout [Finding]
    ) {
        let found = names.map(Self.quantity)
        var isEnded = false
        var reader = TableReader(columns: [], separator: .comma, expectedCells: names.count)
        if let (pair, a, b) = AnalyzerPair.find(found.map(\.quantity)), hasFrequency {
            self.pair = pair
            columns = [
                use(0, .frequency, unit: "Hz"), use(a, nil, unit: found[a].unit), use(b, nil, unit: found[b].unit),
            ]
            if pair.second.isAngle, !found[b].unit.lowercased().hasPrefix("rad") {
                columns[2].scale = Trigonometry.radiansPerDegree
            }
            reader.columns = columns
        }
        numbers = reader.read(bytes, &scanner, source: source) { bytes, line in
            isEnded = TextBytes.starts(bytes, line.range, with: "END")
            return isEnded || TextBytes.starts(bytes, line.range, with: "BEGIN ")
        }
        if pair != nil { findings += numbers.findings }
        if !isEnded { findings.append(.unendedChannel(source, name, scanner.line)) }
    }

    private var hasFrequency: Bool { names.first?.lowercased().hasPrefix("freq") ?? false }

    private func use(_ index: Int, _ quantity: Quantity?, unit: String) -> ColumnUse {
        var label = ColumnLabel(names[index])
        label.quantity = quantity
        label.unit = nil
        label.unitFound = unit == "U" ? "1" : unit
        label.isNegated = false
        return ColumnUse(index: index, label: label)
    }

    /// The spectra of the channel.
    func recordings(_ origin: Provenance, _ source: FileSource, _ findings: inout [Finding]) -> [Recording] {
        guard let pair else {
            findings.append(hasFrequency ? .noPair(source, line, name, names) : .noFrequency(source, line))
            return []
        }
        var spectra = SpectrumBuilder(lines: numbers.lines)
        spectra.frequency_Hz = numbers.columns[0]
        pair.hand(numbers.columns[1], numbers.columns[2], to: &spectra)
        spectra.columns = columns.map(\.source)
        spectra.columns[1].quantity = pair.first.symbol
        spectra.columns[2].quantity = pair.second.symbol
        spectra.conditions.settings = ["channel": name]
        spectra.reason = "columns \(pair.name) over frequency"
        return spectra.recordings(origin, &findings)
    }
}

/// What can be wrong with an E4990A file.
enum KeysightE4990AFindings {
    static let noChannel = FindingKind(
        "e4990a.no-channel", .error, "An E4990A file has no block BEGIN CHn_DATA with the rows of an impedance.")
    static let noPair = FindingKind(
        "e4990a.no-pair", .warning, "The traces of a channel do not make an impedance together.")
    static let unended = FindingKind(
        "e4990a.no-end", .warning, "A channel's block lacks its END: the file was cut off there.")
    static let all = [noChannel, noPair, unended]
}

extension Finding {
    fileprivate static func noChannel(_ source: FileSource) -> Finding {
        Finding(
            KeysightE4990AFindings.noChannel, "no block \"BEGIN CH1_DATA\" with rows of an impedance was found",
            at: source.at(), fix: "save the traces as CSV again (Save Trace Data)")
    }

    fileprivate static func noPair(_ source: FileSource, _ line: Int, _ channel: String, _ names: [String]) -> Finding {
        let found = names.dropFirst().map { "\"\($0)\"" }.joined(separator: ", ")
        return Finding(
            KeysightE4990AFindings.noPair,
            "the columns \(found) of \(channel) do not make an impedance; wanted is a pair as R-X, |Z|-theta, Cp-D, Cp-G",
            at: source.at(line), fix: "save both traces of such a pair")
    }

    fileprivate static func unendedChannel(_ source: FileSource, _ channel: String, _ line: Int) -> Finding {
        Finding(
            KeysightE4990AFindings.unended, "the block of \(channel) has no \"END\"; its rows are kept",
            at: source.at(line), fix: "copy or save the file again")
    }
}
