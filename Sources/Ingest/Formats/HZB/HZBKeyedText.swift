public import Findings
internal import Measurements

/// J-V text of one scan (HZB PVcomB): `key:<tab>value`, results between lines of asterisks, then one table.
///
/// Voltage and current are read; powers, densities and the printed results are not.
public struct HZBKeyedText: FileFormat {
    /// `hzb-pvcomb-jv`.
    public let id = "hzb-pvcomb-jv"
    /// Name for people.
    public let name = "J-V text of one scan (HZB PVcomB)"
    /// Usual extensions.
    public let extensions = ["txt"]
    /// Checked on an instrument's file.
    public let evidence = FormatEvidence.instrumentFile
    /// What can be wrong with such a file.
    public let findings = JVFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with sample and setup in front and a scan's settings below.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let head = text.prefix(30)
        guard head.first.hasPrefix("Sample:"), head[2].hasPrefix("Setup:") else {
            return Sniff(.none, "the first lines do not start with \"Sample:\" and \"Setup:\"")
        }
        guard let line = head.line(startingWith: "Scan direction:") else {
            return Sniff(.possible, "starts with \"Sample:\" and \"Setup:\", but states no \"Scan direction:\"")
        }
        return Sniff(.certain, "starts with \"Sample:\" and \"Setup:\"; line \(line) states the \"Scan direction:\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `jv.no-curves`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        var header = HeaderBlock()
        var labels: [ColumnLabel] = []
        while labels.isEmpty, let line = scanner.next(bytes) {
            let cells = TextBytes.string(bytes, line.range).split(separator: "\t").map { String($0).trimmingBlanks() }
            let found = cells.map { ColumnLabel($0) }
            if found.contains(where: { $0.quantity == .voltage }), found.contains(where: { $0.quantity == .current }),
                cells.first?.hasSuffix(":") == false
            {
                labels = found
            } else {
                header.add(line, bytes)
            }
        }
        guard let voltage = labels.firstIndex(where: { $0.quantity == .voltage }),
            let current = labels.firstIndex(where: { $0.quantity == .current })
        else {
            throw Failure(
                .noCurves(source, scanner.line, "no line names a voltage and a current (\"V [V]\", \"I [mA]\")"))
        }
        let uses = [voltage, current].map { ColumnUse(index: $0, label: labels[$0]) }
        let comma = DecimalMark.isComma(bytes, scanner, separator: .tab, option: source.options.decimalMark)
        let table = TableReader(columns: uses, separator: .tab, decimalComma: comma, expectedCells: labels.count)
            .read(bytes, &scanner, source: source)
        var findings = table.findings
        var curve = JVCurve()
        let stated = header.value("Scan direction", source: source)?.text.lowercased() ?? ""
        curve.direction = stated.hasPrefix("rev") ? .reverse : stated.hasPrefix("for") ? .forward : nil
        curve.voltage_V = table.columns[0]
        curve.current_A = table.columns[1]
        curve.lines = table.lines
        curve.columns = uses.map(\.source)
        curve.conditions = conditions(header, source)
        curve.measuredAt = header.value("Timestamp", source: source)?.text ?? ""
        check(curve, header, source, &findings)
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = header.value("Setup", source: source)?.text ?? ""
        guard curve.voltage_V.count >= 2 else {
            throw Failure(.tooShort(origin, curve.lines, count: curve.voltage_V.count), after: findings)
        }
        let recordings = try JVCurves(curves: [curve]).recordings(origin, source, &findings)
        return ReadResult(recordings: recordings, findings: findings)
    }

    private func number(_ key: String, _ header: HeaderBlock, _ source: FileSource) -> Double? {
        header.value(key, source: source).flatMap { ConditionFields.number($0.text) }
    }

    private func conditions(_ header: HeaderBlock, _ source: FileSource) -> Conditions {
        var conditions = Conditions()
        conditions.area_m2 = number("Active area [cm2]", header, source).map { $0 / 1e4 }
        conditions.illumination_W_per_m2 = number("Intensity [W/m2]", header, source)
        conditions.compliance_A = number("Compliance [A]", header, source)
        if let settling = header.value("Settling time [ms]", source: source)?.text {
            conditions.settings = ["Settling time [ms]": settling]
        }
        return conditions
    }

    /// Direction, ends and the sign of the printed short-circuit current against the rows.
    private func check(
        _ curve: JVCurve, _ header: HeaderBlock, _ source: FileSource, _ findings: inout [Finding]
    ) {
        guard let first = curve.voltage_V.first, let last = curve.voltage_V.last else { return }
        let start = number("Start [V]", header, source)
        let place = header.value("Start [V]", source: source)?.position ?? source.at()
        HeaderCheck.range(
            (start, number("Stop [V]", header, source)), of: curve.voltage_V, .volt, "a scan", at: place, &findings)
        if let start, abs(start - last) < abs(start - first) {
            findings.append(
                Finding(
                    JVFindings.header,
                    "a start at \(QuantityText.text(start, unit: .volt)) is stated, the rows start at "
                        + QuantityText.text(first, unit: .volt), at: place))
        }
        if let direction = curve.direction, first != last, (direction == .forward) != (first < last) {
            findings.append(
                Finding(
                    JVFindings.header,
                    "the direction \"\(direction.rawValue)\" is stated, the rows run from "
                        + "\(QuantityText.text(first, unit: .volt)) to \(QuantityText.text(last, unit: .volt))",
                    at: header.value("Scan direction", source: source)?.position ?? source.at()))
        }
        if let printed = header.value("I_sc [A]", source: source), let stated = ConditionFields.number(printed.text),
            let zero = curve.voltage_V.indices.min(by: { abs(curve.voltage_V[$0]) < abs(curve.voltage_V[$1]) }),
            stated * curve.current_A[zero] < 0
        {
            findings.append(
                Finding(
                    JVFindings.header,
                    "I_sc is printed as \(QuantityText.text(stated, unit: .ampere)), the row next to 0 V has "
                        + QuantityText.text(curve.current_A[zero], unit: .ampere), at: printed.position))
        }
    }
}
