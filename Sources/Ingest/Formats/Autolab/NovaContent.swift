internal import Findings
internal import Measurements

/// What the rows of a NOVA export mean.
struct NovaContent {
    /// The columns read.
    var columns: NovaColumns
    /// Their numbers.
    var table: NumberTable
    /// The current ranges of the rows, in order.
    var ranges: [String] = []

    /// The recordings; none of an open-circuit record, with a word on it.
    /// - Throws: `recording.too-short`.
    func recordings(_ origin: Provenance, _ findings: inout [Finding]) throws(Failure) -> [Recording] {
        switch columns.content {
        case .openCircuit:
            findings.append(
                Finding(
                    NovaColumnFindings.openCircuit, "the file records a voltage without a current; it is left out",
                    at: SourcePosition(file: origin.file, line: table.lines.first)))
            return []
        case .parts, .polar:
            let made = spectra.recordings(origin, &findings)
            guard made.isEmpty else { return made }
            throw Failure(.tooShort(origin, table.lines, count: 0), after: findings)
        case .trace:
            var trace = TraceBuilder(lines: table.lines, columns: columns.uses.map(\.source))
            trace.time_s = column(.time)
            trace.voltage_V = column(.voltage)
            trace.current_A = column(.current)
            trace.conditions = conditions
            return [try trace.recording(origin, &findings)]
        }
    }

    private var spectra: SpectrumBuilder {
        var spectra = SpectrumBuilder(lines: table.lines, columns: columns.uses.map(\.source))
        spectra.frequency_Hz = column(.frequency)
        if columns.content == .polar {
            spectra.take(.polar, column(.modulusZ), column(.phaseZ))
        } else {
            spectra.real_ohm = column(.realZ)
            spectra.imaginary_ohm = column(.imaginaryZ)
        }
        spectra.bias_V = column(.voltage)
        spectra.conditions = conditions
        let sign: Quantity = columns.content == .polar ? .phaseZ : .imaginaryZ
        if columns.uses.contains(where: { $0.label.quantity == sign && $0.label.isNegated }) {
            spectra.signConversion =
                sign == .phaseZ
                ? "the file stores the negated phase; it was turned" : "the file stores -Im Z; the sign was turned"
        }
        return spectra
    }

    private var conditions: Conditions {
        var conditions = Conditions()
        if !ranges.isEmpty { conditions.settings = ["current range": ranges.joined(separator: ", ")] }
        return conditions
    }

    private func column(_ quantity: Quantity) -> [Double] {
        guard let i = columns.uses.firstIndex(where: { $0.label.quantity == quantity }) else { return [] }
        return table.columns[i]
    }
}
