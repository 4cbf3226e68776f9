public import Findings
internal import Measurements

/// J-V table of the HZB Hydiris set-up: `key<tab>value`, a table of results, then two columns a curve side by side.
///
/// Curves are named `Voltage (V)_a_Forward_Light`, `Current Density(mA/cm^2)_a_Forward_Light`: pixel, direction, light.
public struct HZBWideTable: FileFormat {
    /// `hzb-hydiris-jv`.
    public let id = "hzb-hydiris-jv"
    /// Name for people.
    public let name = "J-V table of several pixels side by side (HZB Hydiris)"
    /// Usual extensions.
    public let extensions = ["txt"]
    /// Written after descriptions of real files; it has read none itself.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings: [FindingKind] = []

    /// Makes the format.
    public init() {}

    /// Certain with date and location in front, or with names of curves below.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let head = text.prefix(80)
        if head.first.hasPrefix("Date\t"), head[2].hasPrefix("Location\t") {
            return Sniff(.certain, "the first lines start with \"Date\" and \"Location\"")
        }
        if let line = head.line(startingWith: "Voltage (V)_"), head[line].holds("_Light") || head[line].holds("_Dark") {
            return Sniff(.certain, "line \(line) names curves of pixels in light and dark")
        }
        return Sniff(.none, "the first lines do not start with \"Date\" and \"Location\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `jv.no-curves`, `jv.no-area`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        var header: [String: [String]] = [:]
        var names: [String] = []
        while names.isEmpty, let line = scanner.next(bytes) {
            let cells = TextBytes.string(bytes, line.range).split(separator: "\t", omittingEmptySubsequences: false)
                .map { String($0).trimmingBlanks() }
            guard let key = cells.first else { continue }
            if key.hasPrefix("Voltage (V)_") {
                names = cells
            } else if header[key] == nil {
                header[key] = Array(cells.dropFirst())
            }
        }
        guard !names.isEmpty else {
            throw Failure(.noCurves(source, scanner.line, "no line of names starts with \"Voltage (V)_\""))
        }
        let namesLine = scanner.line
        let pairs = Self.pairs(names)
        let comma = DecimalMark.isComma(bytes, scanner, separator: .tab, option: source.options.decimalMark)
        // Curves may differ in length, so no column is asked for in every row.
        let uses = pairs.flatMap { [$0.voltage, $0.density] }
        let table = TableReader(columns: uses, separator: .tab, decimalComma: comma)
            .read(bytes, &scanner, source: source)
        var findings = table.findings
        var curves: [JVCurve] = []
        let areas = Self.areas(header, pairs)
        for (i, pair) in pairs.enumerated() {
            guard let area = areas[pair.pixel] ?? source.options.area_m2.map({ $0 * 1e4 }) else {
                throw Failure(.noArea(source, namesLine, "Cell area(cm^2)"), after: findings)
            }
            curves.append(curve(pair, i, table, area, header))
        }
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = header["Location"]?.first ?? ""
        origin.measuredAt = Self.date(header["Date"]?.first ?? "")
        curves.removeAll { curve in
            if curve.voltage_V.count >= 2 { return false }
            findings.append(
                .noCurves(source, namesLine, "the curve of pixel \"\(curve.pixel)\" has fewer than two rows"))
            return true
        }
        if curves.isEmpty {
            let failure = Failure(.tooShort(origin, table.lines, count: 0), after: findings)
            throw failure
        }
        // A curve that is missing is worth a note, not a failed file.
        for i in findings.indices where findings[i].code == JVFindings.noCurves.code { findings[i].severity = .warning }
        let recordings = try JVCurves(curves: curves).recordings(origin, source, &findings)
        return ReadResult(recordings: recordings, findings: findings)
    }

    /// Two columns of one curve.
    private struct Pair {
        var pixel: String
        var direction: JVCurve.Direction?
        var isDark: Bool
        var name: String
        var voltage: ColumnUse
        var density: ColumnUse
    }

    private static func pairs(_ names: [String]) -> [Pair] {
        var pairs: [Pair] = []
        for (i, name) in names.enumerated() where name.hasPrefix("Voltage (V)_") {
            let parts = name.dropFirst("Voltage (V)_".count).split(separator: "_").map(String.init)
            let suffix = "_" + parts.joined(separator: "_")
            guard parts.count >= 3, i + 1 < names.count, names[i + 1].hasSuffix(suffix) else { continue }
            let direction = parts[1].lowercased()
            var voltage = ColumnLabel("Voltage (V)")
            voltage.name = name
            var density = ColumnLabel(String(names[i + 1].dropLast(suffix.count)))
            density.quantity = .currentDensity
            density.name = names[i + 1]
            pairs.append(
                Pair(
                    pixel: parts[0],
                    direction: direction == "forward" ? .forward : direction == "reverse" ? .reverse : nil,
                    isDark: parts[2] == "Dark", name: String(suffix.dropFirst()),
                    voltage: ColumnUse(index: i, label: voltage, isRequired: false),
                    density: ColumnUse(index: i + 1, label: density, isRequired: false)))
        }
        return pairs
    }

    private func curve(
        _ pair: Pair, _ i: Int, _ table: NumberTable, _ area: Double, _ header: [String: [String]]
    ) -> JVCurve {
        var curve = JVCurve(pixel: pair.pixel, direction: pair.direction, isDark: pair.isDark)
        let (volts, densities) = (table.columns[2 * i], table.columns[2 * i + 1])
        for row in table.lines.indices where volts[row].isFinite && densities[row].isFinite {
            curve.voltage_V.append(volts[row])
            curve.current_A.append(densities[row] * (area / 1e4))
            curve.lines.append(table.lines[row])
        }
        var density = pair.density.source
        density.quantity = Quantity.current.rawValue
        density.factor *= area / 1e4
        curve.columns = [pair.voltage.source, density]
        func number(_ key: String) -> Double? { header[key]?.first.flatMap(ConditionFields.number) }
        curve.conditions.area_m2 = area / 1e4
        curve.conditions.illumination_W_per_m2 = pair.isDark ? 0 : number("Power Density (mW/cm^2)").map { $0 * 10 }
        curve.conditions.compliance_A = number("Current limit (mA)").map { $0 * 1e-3 }
        var settings: [String: String] = [:]
        for key in ["Integration time(s)", "Setting time (s)", "Averaged Points"] {
            if let value = header[key]?.first, !value.isEmpty { settings[key] = value }
        }
        curve.conditions.settings = settings.isEmpty ? nil : settings
        // The results' table names its columns after the curves and has a time and a temperature for each.
        if let rank = header[""]?.firstIndex(of: pair.name) {
            if let times = header["Time"], rank < times.count { curve.measuredAt = times[rank] }
            if let degrees = header["Temperature(\u{B0}C)"], rank < degrees.count {
                curve.conditions.temperature_K = ConditionFields.number(degrees[rank]).map { $0 + 273.15 }
            }
        }
        return curve
    }

    /// The areas of the pixels in cm²: `[0.16, 0.16]`, one a pixel, or one number for all; positive ones only.
    private static func areas(_ header: [String: [String]], _ pairs: [Pair]) -> [String: Double] {
        let text = header["Cell area(cm^2)"]?.first ?? ""
        let stated = text.split { "[], ".contains($0) }.compactMap { ConditionFields.number(String($0)) }
        var areas: [String: Double] = [:]
        var seen: Set<String> = []
        for pair in pairs where seen.insert(pair.pixel).inserted {
            let rank = seen.count - 1
            let area = rank < stated.count ? stated[rank] : stated.count == 1 ? stated[0] : 0
            if area > 0 { areas[pair.pixel] = area }
        }
        return areas
    }

    /// `17:30:54 - 30.11.2023` with the day in front.
    private static func date(_ text: String) -> String {
        let parts = text.split(separator: "-", maxSplits: 1).map { String($0).trimmingBlanks() }
        return DateText.iso(parts.count == 2 ? parts[1] + " " + parts[0] : text)
    }
}
