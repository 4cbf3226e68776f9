internal import Measurements

/// One recording as a table that anybody can read: SI units, passive sign, a commented header with its provenance.
///
/// Numbers are written with the fewest digits that give the same double again, so reading the table gives them back bit
/// for bit.
enum NormalizedTable {
    /// The bytes of the table.
    static func bytes(_ recording: Recording) -> [UInt8] {
        var text = Array(header(recording).joined(separator: "\n").utf8)
        text.append(0x0A)
        let columns = columns(recording.data)
        text += Array(columns.map(\.name).joined(separator: ",").utf8)
        text.append(0x0A)
        for i in 0..<recording.data.count {
            for (number, column) in columns.enumerated() {
                if number > 0 { text.append(UInt8(ascii: ",")) }
                text += column.values[i].description.utf8
            }
            text.append(0x0A)
        }
        return text
    }

    /// The columns that hold numbers, named so that the plain table knows quantity and unit.
    private static func columns(_ data: RecordingData) -> [(name: String, values: [Double])] {
        let all: [(name: String, values: [Double])] =
            switch data {
            case .sweep(let sweep):
                [("time_s", sweep.time_s), ("voltage_V", sweep.voltage_V), ("current_A", sweep.current_A)]
            case .trace(let trace):
                [("time_s", trace.time_s), ("voltage_V", trace.voltage_V), ("current_A", trace.current_A)]
            case .spectrum(let spectrum):
                [
                    ("frequency_Hz", spectrum.frequency_Hz), ("real_ohm", spectrum.real_ohm),
                    ("imaginary_ohm", spectrum.imaginary_ohm),
                ]
            case .reads(let reads):
                [
                    ("index", reads.index), ("time_s", reads.time_s), ("pulse_voltage_V", reads.pulse_V),
                    ("pulse_width_s", reads.width_s), ("read_voltage_V", reads.read_V),
                    ("conductance_S", reads.conductance_S),
                ]
            }
        return all.filter { $0.values.count == data.count }
    }

    private static func header(_ recording: Recording) -> [String] {
        let origin = recording.provenance
        let conditions = recording.conditions
        var lines = ["# kind: \(recording.kind.rawValue)"]
        func add(_ name: String, _ text: String?) {
            guard let text, !text.isEmpty else { return }
            // A line end inside a text would begin a row.
            lines.append("# \(name): " + text.split(whereSeparator: \.isNewline).joined(separator: " "))
        }
        add("state", conditions.state)
        if conditions.control == .current { add("control", "current") }
        for field in ConditionFields.numbers where field.factor == 1 && field.offset == 0 {
            // What nothing states is not stated by writing it down: it is read off the samples again.
            if field.name == "rate_V_per_s", conditions.isRateMeasured == true { continue }
            add(field.name, conditions[keyPath: field.path].map(\.description))
        }
        for (name, value) in (conditions.settings ?? [:]).sorted(by: { $0.key < $1.key }) {
            add("setting " + name, value)
        }
        add("instrument", origin.instrument)
        add("measured_at", origin.measuredAt)
        add("source_file", origin.file)
        add("source_sha256", origin.sha256)
        add("source_format", origin.format)
        add("source_line", origin.firstLine.map(String.init))
        add("source_signs", origin.signConversion)
        for column in origin.columns {
            add(
                "source_column",
                "\(column.quantity) is column \(column.number) \"\(column.name)\" in \(column.unit) (\(column.unitSource)), "
                    + "times \(column.factor)")
        }
        return lines
    }
}
