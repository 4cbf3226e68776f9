internal import Findings
internal import Measurements

/// Runs of cycles in which a device did not switch: its two states of a cycle are one.
enum StuckCycles {
    /// Shortest run that is told; single failures are what statistics are for.
    private static let fewest = 3
    /// States closer than this factor are one.
    private static let same = 1.2

    /// What is to be said of the recordings of a device, the two states of a table beside each other.
    static func findings(_ recordings: [Recording]) -> [Finding] {
        var first: [[String]: Recording] = [:]
        for recording in recordings {
            guard case .reads = recording.data, let state = recording.conditions.state else { continue }
            let key = key(recording, state)
            if first[key] == nil { first[key] = recording }
        }
        return recordings.compactMap { high in
            guard case .reads(let highReads) = high.data, let state = high.conditions.state, state.contains("HRS"),
                case .reads(let lowReads)? = first[key(high, state.replacing("HRS", with: "LRS"))]?.data
            else { return nil }
            return finding(highReads, lowReads, high)
        }
    }

    private static func key(_ recording: Recording, _ state: String) -> [String] {
        [recording.provenance.file, recording.kind.rawValue, state]
    }

    private static func finding(_ high: ReadSeries, _ low: ReadSeries, _ recording: Recording) -> Finding? {
        var partners: [Double: Double] = [:]
        for i in low.index.indices { partners[low.index[i]] = low.conductance_S[i] }
        var cycles: [(at: Int, ratio: Double)] = []
        for i in high.index.indices {
            guard let other = partners[high.index[i]], other > 0, high.conductance_S[i] > 0 else { continue }
            cycles.append((i, other / high.conductance_S[i]))
        }
        guard cycles.count >= 4 * fewest else { return nil }
        var ratios = cycles.map(\.ratio)
        let window = OrderStatistic.value(at: ratios.count / 2, of: &ratios)
        // Half the cycles and more switch by a factor of two, so the others should.
        guard window >= 2 else { return nil }
        var runs: [Range<Int>] = []
        var first: Int?
        for i in 0...cycles.count {
            let isStuck = i < cycles.count && cycles[i].ratio < Self.same
            if isStuck {
                if first == nil { first = i }
            } else if let from = first {
                if i - from >= fewest { runs.append(from..<i) }
                first = nil
            }
        }
        guard let run = runs.first else { return nil }
        let (a, b) = (cycles[run.lowerBound].at, cycles[run.upperBound - 1].at)
        let more = runs.count > 1 ? ", and \(runs.count - 1) further \(runs.count == 2 ? "run" : "runs")" : ""
        return Finding(
            stuck,
            "\(run.count) cycles in a row (\(SettingText.number(high.index[a])) to "
                + "\(SettingText.number(high.index[b]))) do not switch\(more); half of all cycles switch by "
                + "a factor of \(DecimalText.significant(window, digits: 2)) and more",
            at: recording.provenance.position(of: a),
            fix: "the device was stuck there, or one pulse did not reach it: statistics of its states hold both")
    }

    static let stuck = FindingKind(
        "reads.stuck-cycles", .warning,
        "Three or more cycles in a row leave the device in one state (high and low within a factor of 1.2) although most "
            + "cycles switch it by a factor of two or more. Distributions of its states hold both kinds of cycles.")
}
