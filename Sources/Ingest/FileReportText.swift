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
        for part in recordings { lines += part.lines }
        if recordings.isEmpty { lines.append("  no recordings") }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension FileReport.Part {
    fileprivate var lines: [String] {
        var lines = ["  \(id)  \(points) points, \(structure) (\(kindReason))"]
        for column in columns {
            let factor = column.factor == 1 ? "" : ", × \(column.factor)"
            lines.append(
                "    \(column.quantity) = column \(column.number) \"\(column.name)\", \(column.unit) "
                    + "(\(column.unitSource))\(factor)")
        }
        if !signConversion.isEmpty { lines.append("    sign: \(signConversion)") }
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
        if conditions.control == .current { texts.append("current controlled") }
        for (name, value) in (conditions.settings ?? [:]).sorted(by: { $0.key < $1.key }) {
            texts.append("\(name) \(value)")
        }
        return texts
    }
}
