public import Findings
internal import Measurements

/// Maximum-power tracking of HZB: text with keys above a line of asterisks, or CSV with the names `MPPT_V` and `MPPT_J`.
///
/// Both hold a voltage and a current density in time; the area stands in the text's header, else in the sheet.
public struct HZBTracking: FileFormat {
    /// `hzb-mpp`.
    public let id = "hzb-mpp"
    /// Name for people.
    public let name = "Maximum-power tracking (HZB)"
    /// Usual extensions.
    public let extensions = ["txt", "csv"]
    /// From descriptions of such files.
    public let evidence = FormatEvidence.documentation
    /// None of its own: a J-V format lists what can be wrong with files of solar cells.
    public let findings: [FindingKind] = []

    /// Makes the format.
    public init() {}

    /// Certain with the names of either layout.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        var asterisks: Int?
        for (i, line) in text.prefix(30).lines.enumerated() {
            if line.hasPrefix("***") { asterisks = i + 1 }
            guard !line.startsWithNumber, let layout = Layout(line) else { continue }
            if !layout.hasUnits { return Sniff(.certain, "line \(i + 1) names \"MPPT_V\" and \"MPPT_J\"") }
            guard let asterisks else {
                return Sniff(.possible, "time, voltage, current density and power, but no line of asterisks above")
            }
            return Sniff(
                .certain, "line \(i + 1) names time, voltage, current density and power, line \(asterisks) is \"***\"")
        }
        return Sniff(.none, "no line names a tracked voltage and current density")
    }

    /// The names of a table.
    private struct Layout {
        var names: [String]
        var separator: Separator
        /// Whether a row of units follows.
        var hasUnits: Bool

        init?(_ line: String) {
            // Lines of numbers are told from names before they are cut into cells.
            let low = line.lowercased()
            guard low.holds("current density") || low.holds("mppt_j") else { return nil }
            let tabbed = line.split(separator: "\t", omittingEmptySubsequences: false)
                .map { String($0).trimmingBlanks().lowercased() }
            if ["time", "voltage", "current density", "power"].allSatisfy(tabbed.contains) {
                (names, separator, hasUnits) = (tabbed, .tab, true)
                return
            }
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
                .map { String($0).trimmingBlanks().lowercased() }
            guard ["mppt_v", "mppt_j"].allSatisfy(cells.contains),
                cells.contains("duration_s") || cells.contains("timestamp")
            else { return nil }
            (names, separator, hasUnits) = (cells, .comma, false)
        }
    }

    /// Reads a whole file.
    ///
    /// - Throws: `jv.no-curves`, `jv.no-area`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        var header = HeaderBlock()
        var layout: Layout?
        while layout == nil, header.lines.count < HeaderBlock.mostLines, let line = scanner.next(bytes) {
            layout = Layout(TextBytes.string(bytes, line.range))
            if layout == nil { header.add(line, bytes) }
        }
        guard let layout else {
            throw Failure(.noCurves(source, scanner.line, "no line names a tracked voltage and current density"))
        }
        let namesLine = scanner.line
        guard let area_m2 = Self.area(header) ?? source.options.area_m2 else {
            throw Failure(.noArea(source, namesLine, "active area"))
        }
        var units: [String] = []
        if layout.hasUnits, let row = scanner.next(bytes) {
            units = TextBytes.string(bytes, row.range).split(separator: "\t", omittingEmptySubsequences: false)
                .map { String($0).trimmingBlanks() }
        }
        let uses = Self.uses(layout, units)
        let comma = DecimalMark.isComma(
            bytes, scanner, separator: layout.separator, option: source.options.decimalMark)
        var rows = scanner
        let table = TableReader(columns: uses, separator: layout.separator, decimalComma: comma)
            .read(bytes, &rows, source: source)
        var findings = table.findings
        var trace = TraceBuilder(lines: table.lines, columns: uses.map(\.source))
        for i in trace.columns.indices where trace.columns[i].quantity == Quantity.currentDensity.rawValue {
            trace.columns[i].quantity = Quantity.current.rawValue
            trace.columns[i].factor *= area_m2
        }
        trace.voltage_V = table.columns[0]
        trace.current_A = table.columns[1].map { $0 * area_m2 }
        trace.time_s =
            uses.count > 2
            ? table.columns[2]
            : ClockTimes.seconds(
                bytes, scanner, column: layout.names.firstIndex(of: "timestamp") ?? 0, lines: table.lines)
        trace.conditions.area_m2 = area_m2
        trace.stated = TraceShape.Verdict(kind: .transient, reason: "a maximum-power track")
        trace.isSignSettled = true
        let power = trace.voltage_V.indices.reduce(0) { $0 + trace.voltage_V[$1] * trace.current_A[$1] }
        if power > 0 { trace.turnCurrent(PhotovoltaicSign.mark + ": a tracked cell delivers power; it was turned") }
        let origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        let recording = try trace.recording(origin, &findings)
        return ReadResult(recordings: [recording], findings: findings)
    }

    /// Voltage, current density and, where it is a number, time.
    private static func uses(_ layout: Layout, _ units: [String]) -> [ColumnUse] {
        let wanted: [(Quantity, [String], String)] = [
            (.voltage, ["voltage", "mppt_v"], "V"), (.currentDensity, ["current density", "mppt_j"], "mA/cm2"),
            (.time, ["time", "duration_s"], "s"),
        ]
        return wanted.compactMap { quantity, names, usual in
            guard let i = layout.names.firstIndex(where: names.contains) else { return nil }
            var label = ColumnLabel(layout.names[i])
            label.quantity = quantity
            label.isNegated = false
            let stated = i < units.count ? units[i] : ""
            let isKnown = UnitText.parse(stated, wanted: quantity.dimension)?.dimension == quantity.dimension
            label.take(unit: isKnown ? stated : usual, from: isKnown ? "unit row" : "code table")
            return ColumnUse(index: i, label: label)
        }
    }

    /// The area in a line such as `active area (cm²):<tab>0.16`, m2.
    private static func area(_ header: HeaderBlock) -> Double? {
        for line in header.lines where line.text.lowercased().contains("area") {
            guard let mark = line.text.lastIndex(where: { $0 == "\t" || $0 == ":" }) else { continue }
            let number = ConditionFields.number(String(line.text[line.text.index(after: mark)...]))
            if let number, number > 0 { return number * 1e-4 }
        }
        return nil
    }
}
