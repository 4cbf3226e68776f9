internal import Findings
internal import Measurements

extension FileReport {
    /// The report as people read it on a terminal, without the findings, lines ended.
    public var text: String {
        var lines = [file]
        lines.append(
            format.isEmpty
                ? "  format      none" : "  format      \(format) (\(confidence.rawValue): \(reason))")
        for claim in candidates {
            lines.append("  also        \(claim.format) (\(claim.confidence.rawValue): \(claim.reason))")
        }
        if !container.isEmpty { lines.append("  packed in   \(container)") }
        if !sha256.isEmpty { lines.append("  sha256      \(sha256)") }
        if !instrument.isEmpty { lines.append("  instrument  \(instrument)") }
        if !measuredAt.isEmpty { lines.append("  measured    \(measuredAt)") }
        var before: FileReport.Part?
        for part in recordings {
            lines += part.lines(after: before)
            before = part
        }
        if recordings.isEmpty { lines.append("  no recordings") }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension FileReport.Range {
    /// As `V −0.2 V to 1.4 V`.
    fileprivate var text: String {
        let name = ["ReZ": "Re Z", "ImZ": "Im Z", "pulse_V": "pulse", "read_V": "read"][quantity] ?? quantity
        // A number of a pulse or cycle is counted, not measured.
        func shown(_ value: Double) -> String {
            unit == .none ? SettingText.number(value) : QuantityText.text(value, unit: unit)
        }
        return "\(name) " + (low == high ? shown(low) : "\(shown(low)) to \(shown(high))")
    }
}

extension FileReport.Part {
    /// The lines of a part; columns that are those of the part before are not listed again.
    fileprivate func lines(after before: FileReport.Part?) -> [String] {
        // "2 steps (2 voltage steps)" says one thing twice.
        let isSaid = kindReason.contains("step") && kindReason.hasPrefix(structure.prefix { $0.isNumber } + " ")
        let what =
            structure.hasPrefix("\(points) reads")
            ? structure : "\(points) points" + (structure.isEmpty || isSaid ? "" : ", " + structure)
        var lines = ["  \(id)  \(what) (\(kindReason))"]
        if !ranges.isEmpty { lines.append("    " + ranges.map(\.text).joined(separator: "; ")) }
        let isSame = before?.columns == columns && before?.signConversion == signConversion && !columns.isEmpty
        if isSame { lines.append("    columns as above") }
        for column in columns where !isSame {
            let factor = column.factor == 1 ? "" : ", × \(column.factor)"
            lines.append(
                "    \(column.quantity) = column \(column.number) \"\(column.name)\", \(column.unit) "
                    + "(\(column.unitSource))\(factor)")
        }
        if !signConversion.isEmpty, !isSame { lines.append("    sign: \(signConversion)") }
        let known = conditionTexts
        if !known.isEmpty { lines.append("    " + known.joined(separator: ", ")) }
        return lines
    }

    private var conditionTexts: [String] {
        var texts: [String] = []
        if let state = conditions.state { texts.append("state \(state)") }
        func add(_ name: String, _ value: Double?, _ unit: SIUnit) {
            if let value { texts.append(name + " " + QuantityText.text(value, unit: unit)) }
        }
        add("bias", conditions.bias_V, .volt)
        add("amplitude", conditions.amplitude_V, .volt)
        add("rate", conditions.rate_V_per_s, .voltPerSecond)
        add("read", conditions.read_V, .volt)
        add("compliance", conditions.compliance_A, .ampere)
        if let atLimit, atLimit > 0 { texts[texts.count - 1] += " (reached by \(atLimit) samples)" }
        // Not told is not without: most sources have a limit.
        if kind == .iv, conditions.compliance_A == nil, conditions.control == .voltage {
            texts.append("compliance unknown")
        }
        if let area_m2 = conditions.area_m2 {
            texts.append("area \(DecimalText.significant(area_m2 * 1e4, digits: 4))\u{A0}cm²")
        }
        add("thickness", conditions.thickness_m, .meter)
        add("in series", conditions.series_ohm, .ohm)
        add("temperature", conditions.temperature_K, .kelvin)
        if let light = conditions.illumination_W_per_m2 {
            texts.append("illumination \(DecimalText.significant(light, digits: 4))\u{A0}W/m²")
        }
        if conditions.control == .current { texts.append("current controlled") }
        for (name, value) in (conditions.settings ?? [:]).sorted(by: { $0.key < $1.key }) {
            texts.append("\(name) \(value)")
        }
        return texts
    }
}
