/// What is counted of the runs of a voltage, without keeping them: a ramp has as many runs as samples.
struct RunSurvey {
    /// Number of runs.
    private(set) var count = 0
    /// Length of the run in which the median sample sits.
    private(set) var typicalLength = 0
    /// Whether any run holds more than one sample.
    private(set) var hasHeld = false
    private var low = Double.infinity
    private var high = -Double.infinity
    private let tolerance: Double

    /// Goes over a voltage once.
    init(_ voltage_V: [Double]) {
        tolerance = TraceShape.tolerance(of: voltage_V)
        // Runs up to this length are counted; there are few of the longer ones.
        let short = 64
        var counts = [Int](repeating: 0, count: short + 1)
        var long: [Int] = []
        var (runs, low, high) = (0, Double.infinity, -Double.infinity)
        TraceShape.eachRun(of: voltage_V, within: tolerance) { run in
            runs += 1
            low = min(low, run.level)
            high = max(high, run.level)
            if run.count <= short { counts[run.count] += 1 } else { long.append(run.count) }
            return true
        }
        (count, self.low, self.high) = (runs, low, high)
        hasHeld = runs > counts[1]
        typicalLength = Self.typical(counts, long.sorted(), of: voltage_V.count)
    }

    private static func typical(_ counts: [Int], _ long: [Int], of count: Int) -> Int {
        var seen = 0
        for (length, number) in counts.enumerated() {
            seen += length * number
            if 2 * seen >= count { return length }
        }
        for length in long {
            seen += length
            if 2 * seen >= count { return length }
        }
        return 0
    }

    /// Whether every second run is at one level, as between pulses of a few samples each.
    ///
    /// No ramp does so but one of two samples a leg; for that some run must hold more than one sample.
    func returnsToBase(_ voltage_V: [Double]) -> Bool {
        guard hasHeld, count > 1 else { return false }
        let near = 0.005 * (high - low)
        // The level of the first run of either parity, and whether that may still be the base.
        var base: [Double] = []
        var mayBe = [true, true]
        var place = 0
        TraceShape.eachRun(of: voltage_V, within: tolerance) { run in
            if place < 2 { base.append(run.level) }
            for first in 0..<base.count {
                let distance = abs(run.level - base[first])
                let isBase = place % 2 == first
                if isBase ? !(distance <= near) : !(distance > 2 * near) { mayBe[first] = false }
            }
            // The first run was gone before the second was known as a base.
            if place == 1, !(abs(base[1] - base[0]) > 2 * near) { mayBe[1] = false }
            place += 1
            return mayBe[0] || mayBe[1]
        }
        return mayBe[0] || mayBe[1]
    }
}
