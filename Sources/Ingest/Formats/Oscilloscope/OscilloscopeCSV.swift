public import Findings
internal import Measurements

/// Oscilloscope tables of Keysight and Agilent (`.csv`): line 1 `x-axis,1,2`, line 2 units, then time and channels.
///
/// Time counts from the trigger, so it starts below zero. What the channels are connected to stands nowhere in the file:
/// the user says so.
public struct OscilloscopeCSV: FileFormat {
    /// `oscilloscope-csv`.
    public let id = "oscilloscope-csv"
    /// Name for people.
    public let name = "Oscilloscope table (Keysight, Agilent)"
    /// Usual extensions.
    public let extensions = ["csv"]
    /// Its layout was seen in instruments' files.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = ChannelFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with both header lines.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let head = text.prefix(2)
        guard head.first.hasPrefix("x-axis,") else {
            return Sniff(.none, "the first line does not start with \"x-axis,\"")
        }
        guard head[2].lowercased().hasPrefix("second,") else {
            return Sniff(.likely, "the first line starts with \"x-axis,\", the second not with \"second,\"")
        }
        return Sniff(.certain, "the first lines start with \"x-axis,\" and \"second,\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `channels.roles`, `columns.missing`, `columns.syntax`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        let names = Self.cells(bytes, scanner.next(bytes))
        let units = Self.cells(bytes, scanner.next(bytes))
        var channels: [ChannelRoles.Channel] = []
        for i in names.indices.dropFirst() where !names[i].isEmpty {
            channels.append(ChannelRoles.Channel(name: names[i], unit: i < units.count ? units[i] : "", cell: i))
        }
        let roles = try ChannelRoles(channels, source, line: 1)
        var time = ColumnLabel("time")
        time.name = names.first ?? ""
        time.take(unit: units.first ?? "", from: "unit row")
        let reader = TableReader(columns: [ColumnUse(index: 0, label: time)] + roles.uses, separator: .comma)
        let table = reader.read(bytes, &scanner, source: source)
        var findings = table.findings
        var trace = TraceBuilder(lines: table.lines, columns: reader.columns.map(\.source))
        trace.time_s = table.columns[0]
        trace.voltage_V = table.columns[1]
        if roles.isDifference {
            for i in trace.voltage_V.indices { trace.voltage_V[i] -= table.columns[2][i] }
        }
        trace.current_A = table.columns[table.columns.count - 1]
        if let ohm = roles.shunt_ohm { trace.conditions.settings = ["sense resistor, ohm": "\(ohm)"] }
        if roles.holdsShunt, let ohm = roles.shunt_ohm { findings.append(.shuntInVoltage(source, ohm, roles.uses)) }
        if let offset = DriveOffset.finding(
            voltage_V: trace.voltage_V, current_A: trace.current_A, lines: table.lines, source)
        {
            findings.append(offset)
        }
        let origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        do throws(Failure) {
            let recording = try trace.recording(origin, &findings)
            return ReadResult(recordings: [recording], findings: findings)
        } catch { throw Failure(findings + error.findings) ?? error }
    }

    private static func cells(_ bytes: Span<UInt8>, _ line: TextLine?) -> [String] {
        guard let line else { return [] }
        var ranges: [Range<Int>] = []
        CellSplitter.split(bytes, line.range, at: .comma, into: &ranges)
        return ranges.map { TextBytes.string(bytes, $0) }
    }
}
