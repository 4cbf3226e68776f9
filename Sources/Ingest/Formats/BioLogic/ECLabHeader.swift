internal import Findings
internal import Measurements

/// What the header of EC-Lab text says of a run.
struct ECLabHeader {
    /// Its lines.
    var block: HeaderBlock
    /// The file.
    var source: FileSource

    /// The technique; the short header of three lines has none.
    var technique: ECLabTechnique {
        ECLabTechnique(block.lines.count > 4 ? block.lines[3].text.trimmingBlanks() : "")
    }

    /// Device and software.
    var instrument: String {
        let software = block.lines.first { $0.text.contains("(software)") }?.text ?? ""
        let parts = [block.value("Device", source: source)?.text ?? "", software.trimmingBlanks()]
        return parts.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// When the run began.
    var measuredAt: String { DateText.iso(block.value("Acquisition started on", source: source)?.text ?? "") }

    /// The export's time format where it is a date (`Absolute MM/DD/YYYY`).
    var absoluteTime: PlacedText? {
        block.value("Time format", source: source).flatMap { $0.text.hasPrefix("Absolute") ? $0 : nil }
    }

    /// The loop of each row by the lines `Loop 0 from point number 0 to 19`; empty without such lines.
    func loops(of lines: [Int], firstRow: Int) -> [Double] {
        var ranges: [ClosedRange<Int>] = []
        for line in block.lines where line.text.hasPrefix("Loop ") {
            let numbers = line.text.split { !$0.isNumber }.compactMap { Int($0) }
            if numbers.count == 3, numbers[1] <= numbers[2] { ranges.append(numbers[1]...numbers[2]) }
        }
        // Loops follow one another; a header that says otherwise says nothing certain.
        guard ranges.count > 1, zip(ranges, ranges.dropFirst()).allSatisfy({ $0.upperBound <= $1.lowerBound }) else {
            return []
        }
        var at = 0
        return lines.map { line in
            while at + 1 < ranges.count, ranges[at].upperBound < line - firstRow { at += 1 }
            // Rows outside all loops can exist; they belong together.
            return ranges[at].contains(line - firstRow) ? Double(at) : -1
        }
    }

    /// What the run was made under.
    func conditions(_ findings: inout [Finding]) -> Conditions {
        var conditions = Conditions()
        let technique = technique
        if technique.hasOneBias { conditions.bias_V = potential("E (V)") }
        // EC-Lab states the sine's amplitude zero to peak.
        if let amplitude = number("Va (mV)") { conditions.amplitude_V = amplitude / 1000 }
        conditions.rate_V_per_s = rate
        if technique.isCurrentControlled { conditions.control = .current }
        conditions.area_m2 = area(&findings)
        conditions.settings = settings
        return conditions
    }

    /// The ends of a sweep that the header states against those of the rows.
    func checkRange(_ voltage_V: [Double], _ findings: inout [Finding]) {
        guard technique.name.contains("Cyclic Voltammetry"), let line = line("E1 (V)") else { return }
        HeaderCheck.range(
            (potential("E1 (V)"), potential("E2 (V)")), of: voltage_V, .volt, "a sweep", at: source.at(line.number),
            &findings)
    }

    /// The range of frequencies that the header states against that of the rows.
    func checkFrequencies(_ frequency_Hz: [Double], _ findings: inout [Finding]) {
        func stated(_ key: String) -> Double? {
            guard let number = number(key),
                let unit = block.fixedWidthValue("unit " + key).flatMap({ UnitText.parse($0, wanted: .frequency) })
            else { return nil }
            return number * ExactPower.ten(unit.exponent)
        }
        HeaderCheck.range(
            (stated("fi"), stated("ff")), of: frequency_Hz.filter { $0 > 0 }, .hertz, "a range",
            at: source.at(line("fi ")?.number), &findings)
    }

    // MARK: Values in columns of fixed width

    private func line(_ key: String) -> HeaderBlock.Line? {
        block.lines.first { $0.text.prefix(20).trimmingPrefix(" ").hasPrefix(key) }
    }

    private func number(_ key: String) -> Double? { block.fixedWidthValue(key).flatMap(ConditionFields.number) }

    /// A potential that stands against the reference; one against open circuit or the last one measured is none.
    private func potential(_ key: String) -> Double? {
        guard let value = number(key) else { return nil }
        guard let at = block.lines.firstIndex(where: { $0.text.prefix(20).trimmingPrefix(" ").hasPrefix(key) }),
            at + 1 < block.lines.count, block.lines[at + 1].text.hasPrefix("vs.")
        else { return value }
        let against = String(block.lines[at + 1].text.dropFirst(20).prefix(20)).trimmingBlanks()
        return against == "Ref" || against == "Ref." ? value : nil
    }

    private var rate: Double? {
        guard let rate = number("dE/dt"), let unit = block.fixedWidthValue("dE/dt unit") else { return nil }
        switch unit {
        case "mV/s": return rate / 1000
        case "V/s": return rate
        case "mV/mn", "mV/min": return rate / 60_000
        default: return nil
        }
    }

    /// The area, m2, where somebody typed one.
    private func area(_ findings: inout [Finding]) -> Double? {
        for line in block.lines where line.text.hasPrefix("Electrode surface area") {
            guard let (_, value) = HeaderBlock.pair(line.text) else { continue }
            let parts = value.split(separator: " ")
            guard let first = parts.first, let number = ConditionFields.number(String(first)) else { continue }
            let isMillimeters = parts.count > 1 && parts[1].hasPrefix("mm")
            return ElectrodeArea.stated(
                cm2: isMillimeters ? number / 100 : number, at: source.at(line.number), &findings)
        }
        return nil
    }

    /// Ranges, bandwidth, filter and the amplitude of a current, in EC-Lab's words.
    private var settings: [String: String]? {
        var settings: [String: String] = [:]
        for key in ["Bandwidth", "E range max (V)", "E range min (V)", "I Range"] {
            if let value = block.fixedWidthValue(key), !value.isEmpty { settings[key] = value }
        }
        if let filter = block.value("Ewe,I filtering", source: source)?.text, !filter.isEmpty {
            settings["filter"] = filter
        }
        if let amplitude = block.fixedWidthValue("Ia"), let unit = block.fixedWidthValue("unit Ia") {
            settings["Ia"] = amplitude + " " + unit
        }
        return settings.isEmpty ? nil : settings
    }
}
