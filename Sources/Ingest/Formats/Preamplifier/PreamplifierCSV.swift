public import Findings
internal import Measurements

/// Reads through a current preamplifier as a laboratory's scripts save them: pulses with repeated reads, or retention.
///
/// One line `# pulse_v,pulse_width,num_applied,meas_v,i_0,...` (each current read several times), or one of `resistance`,
/// `time`, `res min`, `res max`: the last two are the band that was aimed at, not errors.
public struct PreamplifierCSV: FileFormat {
    /// `preamplifier-csv`.
    public let id = "preamplifier-csv"
    /// Name for people.
    public let name = "Preamplifier pulse and retention tables"
    /// Usual extensions.
    public let extensions = ["csv"]
    /// Its layout was seen in instruments' files.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = PreamplifierFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with one of the two sets of names in the first line.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let names = Self.names(text.prefix(1).first)
        if names.contains("pulse_v"), names.contains("meas_v"), names.contains("i_0") {
            return Sniff(.certain, "the first line names \"pulse_v\", \"meas_v\" and \"i_0\"")
        }
        if names.contains("resistance"), names.contains("time"), names.contains("res min") {
            return Sniff(.certain, "the first line names \"resistance\", \"time\" and \"res min\"")
        }
        return Sniff(.none, "the first line is neither \"# pulse_v,...\" nor \"# resistance,...,res min\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `preamplifier.no-names`, `recording.too-short`, `reads.no-voltage`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        let first = scanner.next(bytes)
        let names = first.map { Self.names(TextBytes.string(bytes, $0.range)) } ?? []
        let wanted = names.enumerated().compactMap { i, name in Self.use(i, name) }
        guard wanted.contains(where: { $0.label.quantity == .current || $0.label.quantity == .resistance }) else {
            throw Failure(
                Finding(
                    PreamplifierFindings.noNames, "the first line names neither reads \"i_0\" nor a \"resistance\"",
                    at: source.at(1), fix: "save the table with its line of names"))
        }
        let separator: Separator = TextBytes.string(bytes, first?.range ?? 0..<0).contains(",") ? .comma : .blanks
        let reader = TableReader(columns: wanted, separator: separator, expectedCells: names.count)
        let table = reader.read(bytes, &scanner, source: source)
        var findings = table.findings
        findings.append(
            .assumedUnits(
                wanted.map { "\"\($0.label.name)\" (\($0.label.quantity?.unitText ?? ""))" }, at: source.at(1)))
        func column(_ quantity: Quantity) -> [Double] {
            wanted.firstIndex { $0.label.quantity == quantity }.map { table.columns[$0] } ?? []
        }
        var reads = ReadsBuilder(lines: table.lines, columns: wanted.map(\.source))
        reads.time_s = column(.time)
        reads.pulse_V = column(.pulseVoltage)
        reads.width_s = column(.pulseWidth)
        reads.read_V = column(.readVoltage)
        if column(.resistance).isEmpty {
            let repeats = wanted.indices.filter { wanted[$0].label.quantity == .current }
            reads.values = table.lines.indices.map { row in
                repeats.reduce(0) { $0 + table.columns[$1][row] } / Double(repeats.count)
            }
            reads.answer = .current
            reads.conditions.settings = ["reads averaged": "\(repeats.count)"]
            reads.stated = TraceShape.Verdict(kind: .pulses, reason: "pulses, each with \(repeats.count) reads")
        } else {
            reads.values = column(.resistance)
            reads.stated = TraceShape.Verdict(kind: .retention, reason: "resistances against time with a target band")
        }
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = "current preamplifier"
        let recording = try reads.recording(origin, &findings)
        return ReadResult(recordings: [recording], findings: findings)
    }

    private static func names(_ line: String) -> [String] {
        let text = line.drop { $0 == "#" || $0 == " " }.lowercased()
        return text.split(separator: ",").map { String($0).trimmingBlanks() }
    }

    /// A column that is used, in SI by assumption.
    private static func use(_ i: Int, _ name: String) -> ColumnUse? {
        let isRead = name.hasPrefix("i_") && name.dropFirst(2).allSatisfy(\.isNumber)
        let known: [String: Quantity] = [
            "pulse_v": .pulseVoltage, "pulse_width": .pulseWidth, "meas_v": .readVoltage, "time": .time,
            "resistance": .resistance,
        ]
        guard let quantity = isRead ? .current : known[name] else { return nil }
        var label = ColumnLabel(name)
        label.quantity = quantity
        label.take(unit: quantity.unitText, from: "assumed")
        return ColumnUse(index: i, label: label)
    }
}

/// What can be wrong with a preamplifier's table.
enum PreamplifierFindings {
    static let noNames = FindingKind(
        "preamplifier.no-names", .error, "A table of reads without a line that names them.")
    static let all = [noNames]
}
