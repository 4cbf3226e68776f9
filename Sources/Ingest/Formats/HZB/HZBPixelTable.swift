public import Findings
internal import Measurements

/// J-V tables of several pixels with one column of voltages (HZB, Keithley 2400): `b_rev`, `b_for`, ...
///
/// A header of `key:<tab>value`, one value a pixel; a table of results between lines of asterisks, which is not used; then
/// current densities against one column of voltages that falls: `_for` was swept the other way.
public struct HZBPixelTable: FileFormat {
    /// `hzb-pixel-jv`.
    public let id = "hzb-pixel-jv"
    /// Name for people.
    public let name = "J-V table of several pixels (HZB)"
    /// Usual extensions.
    public let extensions = ["txt"]
    /// Written after descriptions of real files; it has read none itself.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings: [FindingKind] = []

    /// Makes the format.
    public init() {}

    /// Certain when the first line names the source meter so.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let head = text.prefix(40)
        guard head.first.hasPrefix("Keithley, SerialNo, Firmware:") else {
            return Sniff(.none, "the first line does not start with \"Keithley, SerialNo, Firmware:\"")
        }
        return Sniff(.certain, "the first line starts with \"Keithley, SerialNo, Firmware:\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `jv.no-curves`, `jv.no-area`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        var header = HeaderBlock()
        var names: [String] = []
        while let line = scanner.next(bytes) {
            header.add(line, bytes)
            let cells = Self.cells(TextBytes.string(bytes, line.range))
            guard cells.first == "Voltage", cells.count > 1 else { continue }
            names = cells
            break
        }
        guard !names.isEmpty else {
            throw Failure(.noCurves(source, scanner.line, "no line of names starts with \"Voltage\""))
        }
        let namesLine = scanner.line
        let units = scanner.next(bytes).map { Self.cells(TextBytes.string(bytes, $0.range)) } ?? []
        let uses = names.enumerated().map { i, name in
            var label = ColumnLabel(i == 0 ? "Voltage" : "J")
            label.name = name
            if i < units.count { label.take(unit: units[i], from: "unit row") }
            return ColumnUse(index: i, label: label)
        }
        let comma = DecimalMark.isComma(bytes, scanner, separator: .tab, option: source.options.decimalMark)
        let table = TableReader(columns: uses, separator: .tab, decimalComma: comma)
            .read(bytes, &scanner, source: source)
        var findings = table.findings
        let areas = (header.value("active area [cm2]", source: source)?.text ?? "").split(separator: "\t")
            .compactMap { ConditionFields.number(String($0)) }
        var curves: [JVCurve] = []
        for (i, use) in uses.enumerated().dropFirst() {
            let parts = use.label.name.split(separator: "_").map(String.init)
            let pixel = parts.first ?? ""
            let rank = Self.rank(pixel, names)
            let stated = rank < areas.count ? areas[rank] : areas.count == 1 ? areas.first : nil
            guard let area = stated ?? source.options.area_m2.map({ $0 * 1e4 }), area > 0 else {
                throw Failure(.noArea(source, header.lines.first?.number, "active area [cm2]:"), after: findings)
            }
            var curve = JVCurve(pixel: pixel)
            curve.direction = parts.last == "rev" ? .reverse : parts.last == "for" ? .forward : nil
            curve.voltage_V = table.columns[0]
            curve.current_A = table.columns[i].map { $0 * (area / 1e4) }
            curve.lines = table.lines
            Self.orient(&curve)
            curve.conditions = conditions(header, source, area)
            var density = use.source
            density.quantity = Quantity.current.rawValue
            density.factor *= area / 1e4
            curve.columns = [uses[0].source, density]
            curves.append(curve)
        }
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = header.value("Keithley, SerialNo, Firmware", source: source)?.text ?? ""
        guard table.count >= 2 else {
            throw Failure(
                .tooShort(origin, table.lines, count: table.count),
                after: findings + [
                    .noCurves(source, namesLine, "fewer than two rows follow the names")
                ])
        }
        let recordings = try JVCurves(curves: curves).recordings(origin, source, &findings)
        return ReadResult(recordings: recordings, findings: findings)
    }

    private func conditions(_ header: HeaderBlock, _ source: FileSource, _ area: Double) -> Conditions {
        var conditions = Conditions()
        func number(_ key: String) -> Double? {
            let text = header.value(key, source: source)?.text.split(separator: "\t").first
            return text.flatMap { ConditionFields.number(String($0)) }
        }
        conditions.area_m2 = area / 1e4
        conditions.illumination_W_per_m2 = number("intensity [mW/cm2]").map { $0 * 10 }
        // Stated as a density: what the source limits is the current.
        conditions.compliance_A = number("compliance [mA/cm2]").map { $0 * 1e-3 * area }
        var settings: [String: String] = [:]
        for key in ["integration time [ms]", "settling time [ms]", "averaging [pts.]"] {
            if let value = header.value(key, source: source)?.text { settings[key] = value }
        }
        conditions.settings = settings.isEmpty ? nil : settings
        return conditions
    }

    /// A scan forward runs upward, backward downward, whatever the order of the rows.
    private static func orient(_ curve: inout JVCurve) {
        guard let direction = curve.direction, let first = curve.voltage_V.first, let last = curve.voltage_V.last,
            (direction == .forward) != (first < last), first != last
        else { return }
        curve.voltage_V.reverse()
        curve.current_A.reverse()
        curve.lines.reverse()
    }

    /// The number of a pixel among the pixels of the names, from 0.
    private static func rank(_ pixel: String, _ names: [String]) -> Int {
        var seen: [String] = []
        for name in names.dropFirst() {
            let own = name.split(separator: "_").first.map(String.init) ?? ""
            if !seen.contains(own) { seen.append(own) }
        }
        return seen.firstIndex(of: pixel) ?? 0
    }

    private static func cells(_ text: String) -> [String] {
        var cells = text.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).trimmingBlanks() }
        while cells.last == "" { cells.removeLast() }
        return cells
    }
}
