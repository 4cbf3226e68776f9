public import Findings
internal import Measurements

/// J-V curves of HZB as JSON: `parameters`, then `data`, each with `direction`, pixel and `measurements`.
///
/// Older files name a measurement's numbers `voltage` and `current` (in mA), newer ones `V_meas [V]`, `V_corr [V]`,
/// `I [mA]`, `I_corr [mA]`. Printed efficiencies are not used.
public struct HZBJSON: FileFormat {
    /// `hzb-json-jv`.
    public let id = "hzb-json-jv"
    /// Name for people.
    public let name = "J-V curves as JSON (HZB)"
    /// Usual extensions.
    public let extensions = ["json", "txt"]
    /// Written after descriptions of real files; it has read none itself.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = HZBJSONFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with a brace in front and the parameters of a solar simulator behind it.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        guard text.prefix(1).first.trimmingBlanks().hasPrefix("{") else {
            return Sniff(.none, "the file does not start with \"{\"")
        }
        // One line may hold the whole file.
        for (mark, name) in [("\"parameters\"", "parameters"), ("\"settling_time_ms\"", "settling_time_ms")]
            as [(StaticString, String)]
        where !Self.holds(head, mark) {
            return Sniff(.none, "JSON whose beginning names no \"\(name)\"")
        }
        return Sniff(.certain, "JSON that names \"parameters\" and \"settling_time_ms\"")
    }

    private static func holds(_ head: Span<UInt8>, _ text: StaticString) -> Bool {
        for i in head.indices where head[i] == UInt8(ascii: "\"") {
            if TextBytes.starts(head, i..<head.count, with: text) { return true }
        }
        return false
    }

    /// Reads a whole file.
    ///
    /// - Throws: `json.syntax`, `json.limit`, `jv.no-curves`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        let root = try JSONDocument(bytes, source: source).root
        let data = root["data"]?.elements ?? []
        guard !data.isEmpty else { throw Failure(.noCurves(source, nil, "there is no list \"data\" of curves")) }
        var findings: [Finding] = []
        var curves: [JVCurve] = []
        for entry in data {
            guard let curve = curve(entry, root["parameters"], source, &findings) else { continue }
            curves.append(curve)
        }
        let origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        guard curves.contains(where: { $0.voltage_V.count >= 2 }) else {
            throw Failure(.noCurves(source, nil, "no entry of \"data\" holds two measurements"), after: findings)
        }
        let recordings = try JVCurves(curves: curves).recordings(origin, source, &findings)
        return ReadResult(recordings: recordings, findings: findings)
    }

    private static let voltages = ["V_corr [V]", "V_meas [V]", "voltage"]
    private static let currents = ["I_corr [mA]", "I [mA]", "current"]

    private func curve(
        _ entry: JSONValue, _ parameters: JSONValue?, _ source: FileSource, _ findings: inout [Finding]
    ) -> JVCurve? {
        let rows = entry["measurements"]?.elements ?? []
        guard let first = rows.first,
            let voltage = Self.voltages.first(where: { first[$0]?.number != nil }),
            let current = Self.currents.first(where: { first[$0]?.number != nil })
        else {
            findings.append(.noNumbers(source, entry.line))
            return nil
        }
        var curve = JVCurve()
        let sample = (entry["sample"] ?? entry["sample_name"])?.string ?? ""
        let cell = (entry["cell"] ?? entry["pin"])?.string ?? ""
        curve.pixel = [sample, cell].filter { !$0.isEmpty }.joined(separator: " ")
        let direction = entry["direction"]?.string ?? ""
        curve.direction = direction == "FWD" ? .forward : direction == "REV" ? .reverse : nil
        var broken = 0
        for row in rows {
            guard let volts = row[voltage]?.number, let milliamperes = row[current]?.number, volts.isFinite,
                milliamperes.isFinite
            else {
                broken += 1
                continue
            }
            curve.voltage_V.append(volts)
            curve.current_A.append(milliamperes * 1e-3)
        }
        if broken > 0 { findings.append(.brokenRows(source, entry.line, broken, rows.count)) }
        curve.columns = [
            ColumnSource(
                quantity: "V", name: voltage, number: 1, unit: "V",
                unitSource: voltage.hasSuffix("]") ? "header" : "code table", factor: 1),
            ColumnSource(
                quantity: "I", name: current, number: 2, unit: "mA",
                unitSource: current.hasSuffix("]") ? "header" : "code table", factor: 1e-3),
        ]
        settle(&curve, entry, first, parameters)
        return curve
    }

    /// Conditions: a curve's own first, then the file's.
    private func settle(_ curve: inout JVCurve, _ entry: JSONValue, _ row: JSONValue, _ parameters: JSONValue?) {
        let own = [entry["curve_parameters"], entry["parameters"], row].compactMap(\.self)
        func number(_ key: String) -> Double? {
            for value in own {
                if let number = value[key]?.number { return number }
                if let text = value[key]?.string, let number = ConditionFields.number(text) { return number }
            }
            return nil
        }
        if let area = number("area [cm2]") ?? number("area"), area > 0 { curve.conditions.area_m2 = area / 1e4 }
        // Some files state thousands of suns: a broken sensor, not a condition.
        if let light = number("irradiance [mW/cm2]"), light >= 0, light <= 1000 {
            curve.conditions.illumination_W_per_m2 = light * 10
        }
        curve.conditions.temperature_K = number("T_meas [\u{B0}C]").map { $0 + 273.15 }
        curve.conditions.compliance_A = number("I_limit [mA]").map { $0 * 1e-3 }
        let mode = parameters?["illumination_mode"]?.string ?? ""
        curve.isDark = mode.lowercased() == "dark"
        if curve.isDark { curve.conditions.illumination_W_per_m2 = 0 }
        for value in own {
            if let day = value["date"]?.string, let time = value["time"]?.string { curve.measuredAt = day + " " + time }
        }
        if let settling = parameters?["settling_time_ms"]?.number {
            curve.conditions.settings = ["settling_time_ms": "\(settling)"]
        }
    }
}

/// What can be wrong with J-V curves as JSON.
enum HZBJSONFindings {
    static let noNumbers = FindingKind(
        "jv.no-numbers", .warning, "An entry of a J-V file has no measurements with a voltage and a current.")
    static let brokenRows = FindingKind(
        "jv.broken-rows", .warning, "Measurements of a J-V curve without a voltage or a current are left out.")
    static let all = [noNumbers, brokenRows]
}

extension Finding {
    fileprivate static func noNumbers(_ source: FileSource, _ line: Int) -> Finding {
        Finding(
            HZBJSONFindings.noNumbers, "this entry has no \"measurements\" with a voltage and a current",
            at: source.at(line))
    }

    fileprivate static func brokenRows(_ source: FileSource, _ line: Int, _ count: Int, _ of: Int) -> Finding {
        Finding(
            HZBJSONFindings.brokenRows, "\(count) of \(of) measurements have no voltage or no current; left out",
            at: source.at(line))
    }
}
