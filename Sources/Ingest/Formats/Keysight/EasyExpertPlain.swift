public import Findings
internal import Measurements

/// The plain export of Keysight EasyEXPERT: columns `V1,I1` and perhaps `absI`, no time, no keys; volts and amperes.
public struct EasyExpertPlain: FileFormat {
    /// `easyexpert-plain`.
    public let id = "easyexpert-plain"
    /// Name for people.
    public let name = "Keysight EasyEXPERT plain export"
    /// Usual extensions.
    public let extensions = ["csv"]
    /// From descriptions of such files.
    public let evidence = FormatEvidence.documentation
    /// None of its own.
    public let findings: [FindingKind] = []

    /// Makes the format.
    public init() {}

    /// Certain with exactly these names in the first line.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        var scanner = LineScanner(head)
        guard let line = scanner.next(head), Self.names(head, line) != nil else {
            return Sniff(.none, "the first line is not \"V1,I1\" or \"V1,I1,absI\"")
        }
        return Sniff(.certain, "the first line is \"\(TextBytes.string(head, line.range).trimmingBlanks())\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        let line = scanner.next(bytes)
        let names = line.flatMap { Self.names(bytes, $0) } ?? ["V1", "I1"]
        var uses: [ColumnUse] = []
        for (i, (quantity, unit)) in [(Quantity.voltage, "V"), (Quantity.current, "A")].enumerated() {
            var label = ColumnLabel(names[i])
            label.quantity = quantity
            label.take(unit: unit, from: "code table")
            uses.append(ColumnUse(index: i, label: label))
        }
        let table = TableReader(columns: uses, separator: .comma, expectedCells: names.count)
            .read(bytes, &scanner, source: source)
        var findings = table.findings
        var trace = TraceBuilder(lines: table.lines, columns: uses.map(\.source))
        trace.voltage_V = table.columns[0]
        trace.current_A = table.columns[1]
        let origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        do throws(Failure) {
            return ReadResult(recordings: [try trace.recording(origin, &findings)], findings: findings)
        } catch {
            throw Failure(findings + error.findings) ?? error
        }
    }

    /// The names of such a file's first line; `nil` where it is another.
    private static func names(_ bytes: Span<UInt8>, _ line: TextLine) -> [String]? {
        var ranges: [Range<Int>] = []
        CellSplitter.split(bytes, line.range, at: .comma, into: &ranges)
        let names = ranges.map { TextBytes.string(bytes, $0) }
        guard names.count == 2 || names.count == 3 && names[2] == "absI" else { return nil }
        guard let channel = Int(names[0].dropFirst()), names[0] == "V\(channel)", names[1] == "I\(channel)" else {
            return nil
        }
        return names
    }
}
