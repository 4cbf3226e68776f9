internal import Findings
internal import Measurements

/// Cycles of a sweep that repeat the one before to the last digit: rows written twice, or a source that did not measure.
struct RepeatedCycles: QualityCheck {
    let kinds = [Self.repeated]

    func findings(_ recording: Recording) -> [Finding] {
        guard case .sweep(let sweep) = recording.data, sweep.voltage_V.count >= 40 else { return [] }
        let cycles = Self.cycles(sweep)
        let copies = cycles.indices.dropFirst().filter { isCopy(cycles[$0], cycles[$0 - 1], sweep) }
        guard let first = copies.first else { return [] }
        let names = copies.prefix(5).map { String($0 + 1) }.joined(separator: ", ") + (copies.count > 5 ? ", ..." : "")
        let range = cycles[first]
        return [
            Finding(
                Self.repeated,
                copies.count == 1
                    ? "cycle \(names) repeats the cycle before it to the last digit of every current"
                    : "cycles \(names) repeat the cycle before them to the last digit of every current",
                at: recording.provenance.position(of: range.lowerBound),
                fix:
                    "check that these rows were measured; leave copies out: exclude \"cycle=\(first + 1)\" in the sheet"
            )
        ]
    }

    private static func cycles(_ sweep: VoltageSweep) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var (first, i, last) = (0, 0, 1)
        CycleCount.walk(sweep.voltage_V) { cycle in
            if cycle != last {
                ranges.append(first..<i)
                (first, last) = (i, cycle)
            }
            i += 1
        }
        return ranges + [first..<i]
    }

    /// Whether the currents of two cycles are equal, and are many different ones.
    private func isCopy(_ range: Range<Int>, _ before: Range<Int>, _ sweep: VoltageSweep) -> Bool {
        guard range.count == before.count, range.count >= 20 else { return false }
        let shift = range.lowerBound - before.lowerBound
        var moves = 0
        for i in before {
            guard sweep.current_A[i] == sweep.current_A[i + shift] else { return false }
            if i > before.lowerBound, sweep.current_A[i] != sweep.current_A[i - 1] { moves += 1 }
        }
        return moves * 2 >= range.count
    }

    static let repeated = FindingKind(
        "iv.repeated-cycle", .warning,
        "A cycle has the very currents of the cycle before it, which no measurement has: rows were written twice, or the "
            + "instrument sent old readings. A simulation without noise does so too.")
}
