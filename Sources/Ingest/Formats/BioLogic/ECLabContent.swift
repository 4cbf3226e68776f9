internal import Findings
internal import Measurements

/// What an EC-Lab file holds: its header's settings and the numbers of its table.
struct ECLabContent {
    /// The header.
    var header: HeaderBlock
    /// The columns by meaning.
    var columns: ECLabColumns
    /// The numbers.
    var table: NumberTable
    /// The columns read, in the table's order.
    var uses: [ColumnUse]
    /// Line of the first row.
    var firstRow: Int
    /// The electrode's area, m2, where somebody typed one.
    var area_m2: Double?

    private var technique: String { header.lines.count > 4 ? header.lines[3].text.trimmingBlanks() : "" }

    /// The recordings of the file.
    func recordings(_ origin: Provenance, _ findings: inout [Finding]) throws(Failure) -> [Recording] {
        if columns.isImpedance {
            let rows = column(.frequency).filter { $0 > 0 }
            HeaderCheck.range(
                (statedFrequency("fi"), statedFrequency("ff")), of: rows, .hertz, "a range",
                at: SourcePosition(file: origin.file, line: header.lines.first { $0.text.hasPrefix("fi ") }?.number),
                &findings)
            let made = spectra.recordings(origin, &findings)
            if made.isEmpty { throw Failure(.tooShort(origin, table.lines, count: 0), after: findings) }
            return made
        }
        var trace = TraceBuilder(lines: table.lines, columns: uses.map(\.source))
        trace.time_s = column(.time)
        trace.voltage_V = column(.voltage)
        trace.current_A = column(.current)
        trace.conditions = conditions
        trace.stated = TechniqueKind.verdict(technique, voltage_V: trace.voltage_V, hasTime: !trace.time_s.isEmpty)
        return [try trace.recording(origin, &findings)]
    }

    /// `fi` or `ff` with its unit on a line of its own, Hz.
    private func statedFrequency(_ key: String) -> Double? {
        guard let number = header.fixedWidthValue(key).flatMap(ConditionFields.number),
            let unit = header.fixedWidthValue("unit " + key).flatMap({ UnitText.parse($0, wanted: .frequency) })
        else { return nil }
        return number * ExactPower.ten(unit.exponent)
    }

    private var spectra: SpectrumBuilder {
        var spectra = SpectrumBuilder(lines: table.lines, columns: uses.map(\.source))
        spectra.frequency_Hz = column(.frequency)
        spectra.real_ohm = column(.realZ)
        spectra.imaginary_ohm = column(.imaginaryZ)
        spectra.bias_V = column(.voltage)
        spectra.loop = loops
        spectra.conditions = conditions
        spectra.reason = technique.isEmpty ? spectra.reason : "technique \"\(technique)\" with impedance columns"
        if uses.contains(where: { $0.label.quantity == .imaginaryZ && $0.label.isNegated }) {
            spectra.signConversion = "the file stores -Im Z; the sign was turned"
        }
        return spectra
    }

    private func column(_ quantity: Quantity) -> [Double] {
        guard let i = uses.firstIndex(where: { $0.label.quantity == quantity }) else { return [] }
        return table.columns[i]
    }

    /// The loop of each row by the lines `Loop 0 from point number 0 to 19`; empty without such lines.
    private var loops: [Double] {
        var ranges: [ClosedRange<Int>] = []
        for line in header.lines where line.text.hasPrefix("Loop ") {
            let numbers = line.text.split { !$0.isNumber }.compactMap { Int($0) }
            if numbers.count == 3, numbers[1] <= numbers[2] { ranges.append(numbers[1]...numbers[2]) }
        }
        guard ranges.count > 1 else { return [] }
        return table.lines.map { line in
            ranges.firstIndex { $0.contains(line - firstRow) }.map(Double.init) ?? -1
        }
    }

    private var conditions: Conditions {
        var conditions = Conditions()
        func number(_ key: String) -> Double? { header.fixedWidthValue(key).flatMap(ConditionFields.number) }
        if let bias = number("E (V)"), technique.hasPrefix("Potentio") { conditions.bias_V = bias }
        // EC-Lab states the sine's amplitude zero to peak.
        if let amplitude = number("Va (mV)") { conditions.amplitude_V = amplitude / 1000 }
        if let rate = number("dE/dt"), let unit = header.fixedWidthValue("dE/dt unit") {
            conditions.rate_V_per_s = unit == "mV/s" ? rate / 1000 : unit == "V/s" ? rate : nil
        }
        if technique.hasPrefix("Galvano") || technique.hasPrefix("Chronopotentiometry") {
            conditions.control = .current
        }
        conditions.area_m2 = area_m2
        let names = ["Bandwidth", "E range max (V)", "E range min (V)", "I Range"]
        let settings = names.compactMap { name in header.fixedWidthValue(name).map { (name, $0) } }
        if !settings.isEmpty { conditions.settings = Dictionary(settings) { first, _ in first } }
        return conditions
    }

    /// The area in an EC-Lab header, m2, where somebody typed one.
    static func area(_ header: HeaderBlock, _ source: FileSource, _ findings: inout [Finding]) -> Double? {
        for line in header.lines where line.text.hasPrefix("Electrode surface area") {
            guard let (_, value) = HeaderBlock.pair(line.text) else { continue }
            let parts = value.split(separator: " ")
            guard let first = parts.first, let number = ConditionFields.number(String(first)) else { continue }
            let isMillimeters = parts.count > 1 && parts[1].hasPrefix("mm")
            return ElectrodeArea.stated(
                cm2: isMillimeters ? number / 100 : number, at: source.at(line.number), &findings)
        }
        return nil
    }
}
