internal import Findings
internal import Measurements

/// What a recording holds: its parts counted, and from where to where its quantities run.
enum RecordingStructure {
    /// The parts, in words.
    static func text(_ data: RecordingData) -> String {
        switch data {
        case .spectrum(let spectrum):
            guard let low = spectrum.frequency_Hz.min(), let high = spectrum.frequency_Hz.max(), low > 0 else {
                return ""
            }
            var decades = 0
            var top = low
            while top * 9.99 <= high, decades < 40 {
                top *= 10
                decades += 1
            }
            return "1 sweep" + (decades > 0 ? " over \(decades == 1 ? "1 decade" : "\(decades) decades")" : "")
        case .sweep(let sweep):
            if let way = oneWay(sweep.voltage_V) { return "one way, \(way)" }
            let cycles = CycleCount.count(sweep.voltage_V)
            return "\(cycles) \(cycles == 1 ? "cycle" : "cycles")"
        case .trace(let trace):
            guard !trace.voltage_V.isEmpty else { return "voltage unknown" }
            let steps = RunSurvey(trace.voltage_V).count - 1
            return steps == 0 ? "constant voltage" : "\(steps) \(steps == 1 ? "step" : "steps")"
        case .reads(let reads):
            return "\(reads.index.count) reads"
        }
    }

    /// `rising` or `falling`, where a sweep ends at the other end of its range.
    private static func oneWay(_ voltage_V: [Double]) -> String? {
        guard let first = voltage_V.first, let last = voltage_V.last, let low = voltage_V.min(),
            let high = voltage_V.max(), high > low, abs(last - first) >= 0.98 * (high - low)
        else { return nil }
        // Several loops may end there too; one way passes each voltage once.
        var way = 0.0
        for i in voltage_V.indices.dropFirst() { way += abs(voltage_V[i] - voltage_V[i - 1]) }
        return way <= 1.5 * (high - low) ? (last > first ? "rising" : "falling") : nil
    }

    /// The ranges, in the order in which a person asks for them.
    static func ranges(_ data: RecordingData) -> [FileReport.Range] {
        let columns: [(String, SIUnit, [Double])] =
            switch data {
            case .spectrum(let spectrum):
                [
                    ("f", .hertz, spectrum.frequency_Hz), ("ReZ", .ohm, spectrum.real_ohm),
                    ("ImZ", .ohm, spectrum.imaginary_ohm),
                ]
            case .sweep(let sweep):
                [("V", .volt, sweep.voltage_V), ("I", .ampere, sweep.current_A), ("t", .second, sweep.time_s)]
            case .trace(let trace):
                [("t", .second, trace.time_s), ("V", .volt, trace.voltage_V), ("I", .ampere, trace.current_A)]
            case .reads(let reads):
                [
                    ("n", .none, reads.index), ("t", .second, reads.time_s), ("pulse_V", .volt, reads.pulse_V),
                    ("width", .second, reads.width_s), ("read_V", .volt, reads.read_V),
                    ("G", .siemens, reads.conductance_S),
                    // Most people think of reads as resistances.
                    ("R", .ohm, reads.conductance_S.allSatisfy { $0 > 0 } ? reads.conductance_S.map { 1 / $0 } : []),
                ]
            }
        return columns.compactMap { quantity, unit, values in
            guard let low = values.min(), let high = values.max() else { return nil }
            return FileReport.Range(quantity: quantity, unit: unit, low: low, high: high)
        }
    }
}
