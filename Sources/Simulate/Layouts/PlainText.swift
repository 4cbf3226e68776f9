import Measurements

/// Comma-separated tables with `# key: value` lines before them and units in the names; a file a recording.
public struct PlainText: FileLayout {
    /// The layout has no state.
    public init() {}
    /// Id of the layout.
    public var id: String { "plain" }
    /// What it looks like.
    public var summary: String { "comma-separated table, `# key: value` lines before it, units in the names" }

    /// One file a recording.
    public func files(_ recordings: [SimulatedRecording], of header: FileHeader) -> [WrittenRecordings] {
        recordings.map { recording in
            let text = Self.head(recording, header) + Self.table(recording)
            return WrittenRecordings(
                file: OutputFileText(path: recording.name + ".csv", bytes: Array(text.utf8)), recordings: [recording])
        }
    }

    /// The lines before the table.
    private static func head(_ recording: SimulatedRecording, _ header: FileHeader) -> String {
        var lines = [
            ("instrument", FileHeader.instrument), ("measured_at", header.measuredAt), ("device", header.device),
            ("kind", recording.kind.rawValue),
        ]
        if let state = recording.state { lines.append(("state", state)) }
        if recording.control == .current { lines.append(("control", "current")) }
        let numbers = [
            ("bias_V", recording.bias_V), ("amplitude_V", recording.amplitude_V),
            ("rate_V_per_s", recording.rate_V_per_s), ("read_V", recording.read_V),
        ]
        for (key, value) in numbers {
            if let value { lines.append((key, ScientificText.short(value, digits: 7))) }
        }
        return lines.map { "# \($0.0): \($0.1)\n" }.joined()
    }

    /// The names and the rows.
    private static func table(_ recording: SimulatedRecording) -> String {
        switch recording.data {
        case .spectrum(let spectrum):
            return "f (Hz),Re Z (ohm),Im Z (ohm)\n"
                + rows(spectrum.frequency_Hz, spectrum.real_ohm, spectrum.imaginary_ohm, firstDigits: 7)
        case .sweep(let sweep):
            return "Time (s),Voltage (V),Current (A)\n"
                + rows(sweep.time_s, sweep.voltage_V, sweep.current_A, firstDigits: 9)
        case .trace(let trace):
            return "Time (s),Voltage (V),Current (A)\n"
                + rows(trace.time_s, trace.voltage_V, trace.current_A, firstDigits: 9)
        case .reads(let reads):
            return "Pulse,Conductance (S)\n"
                + zip(reads.index, reads.conductance_S).map {
                    "\(ScientificText.short($0, digits: 7)),\(ScientificText.short($1, digits: 7))\n"
                }.joined()
        }
    }

    /// Rows of three numbers; times keep more digits, so that short spacings late in a record stay apart.
    private static func rows(_ a: [Double], _ b: [Double], _ c: [Double], firstDigits: Int) -> String {
        var text = ""
        for (i, x) in a.enumerated() where i < b.count && i < c.count {
            text += ScientificText.short(x, digits: firstDigits) + "," + ScientificText.short(b[i], digits: 7) + ","
            text += ScientificText.short(c[i], digits: 7) + "\n"
        }
        return text
    }
}
