public import Findings
internal import Measurements

/// LabVIEW measurement files (`.lvm`): a header, then segments, each with a header of its own and a table.
///
/// The time of a row is `X0 + i * Delta_X` (`X_Columns` No), or stands in one column (One), or before each channel
/// (Multi). Channels with fewer samples leave cells empty; a column `Comment` may hold any text.
public struct LabVIEWMeasurement: FileFormat {
    /// `labview-lvm`.
    public let id = "labview-lvm"
    /// Name for people.
    public let name = "LabVIEW measurement file (.lvm)"
    /// Usual extensions.
    public let extensions = ["lvm"]
    /// Checked on an instrument's file.
    public let evidence = FormatEvidence.instrumentFile
    /// What can be wrong with such a file.
    public let findings = LabVIEWFindings.all

    /// Makes the format.
    public init() {}

    /// Certain when the first line says so.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        if text.prefix(1).first.hasPrefix("LabVIEW Measurement") {
            return Sniff(.certain, "the first line starts with \"LabVIEW Measurement\"")
        }
        return Sniff(.none, "the first line does not start with \"LabVIEW Measurement\"")
    }

    /// Reads a whole file, a recording a segment.
    ///
    /// - Throws: `lvm.no-segment`, `channels.roles`, `columns.missing`, `columns.syntax`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var file = LabVIEWFile(bytes)
        var result = ReadResult()
        while let segment = file.next(bytes) {
            let recording = try read(segment, &file, bytes, source, &result.findings)
            if let recording { result.recordings.append(recording) }
        }
        if !result.recordings.isEmpty { return result }
        throw Failure(
            Finding(
                LabVIEWFindings.noSegment, "no segment with a line of names (\"X_Value\") and two rows was found",
                at: source.at(file.scanner.line), fix: "write the file again; it may be cut off"),
            after: result.findings)
    }

    /// One segment; `nil` where it has fewer than two rows.
    private func read(
        _ segment: LabVIEWFile.Segment, _ file: inout LabVIEWFile, _ bytes: Span<UInt8>, _ source: FileSource,
        _ findings: inout [Finding]
    ) throws(Failure) -> Recording? {
        let channels = segment.channels
        let roles: ChannelRoles
        if source.options.columns == nil, let natural = ChannelRoles(natural: channels) {
            roles = natural
        } else {
            roles = try ChannelRoles(channels, source, line: segment.namesLine)
        }
        var uses = roles.uses
        let clock = segment.clockColumn(of: roles.uses[0].index)
        if let clock {
            var label = ColumnLabel("time")
            label.name = "X_Value"
            label.take(unit: "s", from: "code table")
            uses.append(ColumnUse(index: clock, label: label))
        }
        let comma = file.isComma(bytes, source)
        let reader = TableReader(columns: uses, separator: file.separator, decimalComma: comma)
        let table = file.rows(bytes, reader, source)
        findings += table.findings
        guard table.count >= 2 else { return nil }
        var trace = TraceBuilder(lines: table.lines, columns: uses.map(\.source))
        trace.voltage_V = table.columns[0]
        if roles.isDifference {
            for i in trace.voltage_V.indices { trace.voltage_V[i] -= table.columns[1][i] }
        }
        trace.current_A = table.columns[roles.uses.count - 1]
        if clock != nil {
            trace.time_s = table.columns[uses.count - 1]
        } else if let base = segment.timeBase(of: roles.uses.map(\.index)) {
            trace.time_s = table.lines.map { base.start_s + Double($0 - segment.namesLine - 1) * base.step_s }
            trace.columns.append(
                ColumnSource(
                    quantity: Quantity.time.rawValue, name: "X0 + i Delta_X", number: 1, unit: "s",
                    unitSource: "header", factor: base.step_s))
        } else {
            findings.append(
                Finding(
                    LabVIEWFindings.noTime,
                    "the channels have no common X0 and Delta_X in seconds, so the rows have no time",
                    at: source.at(segment.line), fix: "write the file with an X column (X_Columns One)"))
        }
        note(segment, roles, table, source, &findings)
        if let ohm = roles.shunt_ohm { trace.conditions.settings = ["sense resistor, ohm": "\(ohm)"] }
        if roles.holdsShunt, let ohm = roles.shunt_ohm {
            let finding = Finding.shuntInVoltage(source, ohm, roles.uses)
            if !findings.contains(finding) { findings.append(finding) }
        }
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = "LabVIEW"
        origin.measuredAt = DateText.iso(segment.date.isEmpty ? file.date : segment.date)
        return try trace.recording(origin, &findings)
    }

    private func note(
        _ segment: LabVIEWFile.Segment, _ roles: ChannelRoles, _ table: NumberTable, _ source: FileSource,
        _ findings: inout [Finding]
    ) {
        let counts = roles.uses.compactMap { segment.samples(of: $0.index) }
        HeaderCheck.count(
            counts.min(), holds: table.count, "the segment", at: source.at(segment.line), &findings)
    }
}

/// What can be wrong with a LabVIEW measurement file.
enum LabVIEWFindings {
    static let noSegment = FindingKind(
        "lvm.no-segment", .error, "A LabVIEW measurement file without a table of samples.")
    static let noTime = FindingKind(
        "lvm.no-time", .warning,
        "The channels of a segment do not share a start and a sampling interval, so its rows have no time.")
    static let all = [noSegment, noTime]
}
