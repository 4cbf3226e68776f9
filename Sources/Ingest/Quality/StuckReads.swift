internal import Findings
internal import Measurements

/// Reads that are equal to the last digit many times in a row, though others are not: an instrument that stopped reading.
struct StuckReads: QualityCheck {
    let kinds = [Self.stuck]

    /// Shortest run that is told.
    private static let fewest = 5

    func findings(_ recording: Recording) -> [Finding] {
        guard case .reads(let reads) = recording.data, reads.conductance_S.count >= 4 * Self.fewest else { return [] }
        let values = reads.conductance_S
        var runs: [Range<Int>] = []
        var equal = 0
        var i = 0
        while i < values.count {
            let first = i
            while i + 1 < values.count, values[i + 1] == values[i] { i += 1 }
            i += 1
            if i - first >= Self.fewest { runs.append(first..<i) } else { equal += i - first - 1 }
        }
        let outside = values.count - runs.reduce(0) { $0 + $1.count }
        // Coarse readings are equal by chance.
        guard let run = runs.first, outside >= 2 * Self.fewest, equal * 10 <= outside else { return [] }
        let more = runs.count > 1 ? ", and \(runs.count - 1) further \(runs.count == 2 ? "run" : "runs")" : ""
        return [
            Finding(
                Self.stuck,
                "\(run.count) reads in a row (\(recording.span(run.lowerBound, run.upperBound - 1))) are equal to the last "
                    + "digit\(more); other neighbors differ",
                at: recording.provenance.position(of: run.lowerBound),
                fix: "check that the device was read there; exclude the reads with a reason if it was not")
        ]
    }

    static let stuck = FindingKind(
        "reads.stuck", .warning,
        "Several reads in a row are equal to the last digit, though others are not: old readings of the instrument, or a "
            + "device that was not connected.")
}
