import Findings
import Kernels
import Measurements

/// The conductance read again and again after a write, whatever the recording looks like.
struct RetentionReads: Sendable {
    /// Time since the write, s; shape [n].
    var time_s: [Double] = []
    /// Conductance read, S; shape [n].
    var conductance_S: [Double] = []
    /// Mean of the reads before the write, S; `nil` without any.
    var before_S: Double?
    /// Slope of the reads before the write with its standard error, S/s; `nil` with fewer than four.
    var drift: (value_S_per_s: Double, se_S_per_s: Double)?
    /// Read voltage, V; `nil` where it is not known.
    var read_V: Double?
    /// Share of the time spent reading; `nil` where it is not known.
    var duty: Double?
    /// The series resistance that was taken from the conductances; `nil` where they are those at the terminals.
    var series: RetentionSeries?

    /// Takes reads from a table; without times there is no retention.
    init?(_ reads: ReadSeries, excluded: [Int]) {
        guard reads.time_s.count == reads.conductance_S.count else { return nil }
        let left = Set(excluded)
        for i in reads.time_s.indices where !left.contains(i) {
            guard reads.time_s[i].isFinite, reads.conductance_S[i].isFinite else { continue }
            if let last = time_s.last, reads.time_s[i] < last { continue }
            time_s.append(reads.time_s[i])
            conductance_S.append(reads.conductance_S[i])
        }
        read_V = reads.read_V.first
    }

    /// Takes reads from a trace: short pulses at the read voltage, or a voltage that is always on.
    init?(_ trace: PreparedTrace) {
        let levels = trace.holds.filter { abs($0.level_V) > 1e-6 }
        guard let smallest = Self.readLevel(levels, stated_V: trace.recording.conditions.read_V) else { return nil }
        read_V = smallest
        let isRead = { (hold: VoltageHold) in abs(hold.level_V - smallest) <= 0.1 * abs(smallest) + 3 * hold.error_V }
        let isWrite = { (hold: VoltageHold) in abs(hold.level_V) > 1.5 * abs(smallest) }
        let lastWrite = trace.holds.lastIndex(where: isWrite)
        let start = lastWrite.map { trace.time_s[trace.holds[$0].samples.upperBound - 1] }
        let reads = trace.holds.indices.filter { isRead(trace.holds[$0]) }
        let late = reads.filter { $0 > (lastWrite ?? -1) }
        if late.count == 1, trace.holds[late[0]].samples.count >= 4 {
            takeSingleHold(trace, trace.holds[late[0]], start: start)
        } else {
            let origin = start ?? min(0, trace.time_s.first ?? 0)
            var reading = 0.0
            for k in late {
                let read = Self.read(trace, trace.holds[k])
                time_s.append(read.time_s - origin)
                conductance_S.append(read.conductance_S)
                reading += read.length_s
            }
            let span = (time_s.last ?? 0) - (time_s.first ?? 0)
            duty = span > 0 ? reading / span : nil
        }
        let before = reads.filter { $0 < (lastWrite ?? -1) }.map { Self.read(trace, trace.holds[$0]) }
        let early = before.map(\.conductance_S)
        drift = Self.slope(before.map(\.time_s), early)
        before_S = early.isEmpty ? nil : early.reduce(0, +) / Double(early.count)
    }

    /// The reads with the conductance behind a series resistance.
    func behind(_ series: RetentionSeries?) -> RetentionReads {
        guard let series, let inner = series.removed(from: conductance_S + (before_S.map { [$0] } ?? [])) else {
            return self
        }
        var reads = self
        reads.conductance_S = Array(inner.prefix(conductance_S.count))
        reads.before_S = before_S == nil ? nil : inner.last
        reads.series = series
        return reads
    }

    /// Least-squares slope with its standard error; `nil` with fewer than four values.
    private static func slope(
        _ times: [Double], _ values: [Double]
    ) -> (value_S_per_s: Double, se_S_per_s: Double)? {
        guard times.count >= 4 else { return nil }
        let n = Double(times.count)
        let (t, y) = (times.reduce(0, +) / n, values.reduce(0, +) / n)
        let square = times.reduce(0) { $0 + ($1 - t) * ($1 - t) }
        guard square > 0 else { return nil }
        let slope = zip(times, values).reduce(0) { $0 + ($1.0 - t) * ($1.1 - y) } / square
        let rest = zip(times, values).reduce(0) { sum, pair in
            let left = pair.1 - y - slope * (pair.0 - t)
            return sum + left * left
        }
        return (slope, (rest / (n - 2) / square).squareRoot())
    }

    /// The read voltage: as stated, else the smallest level that is not zero.
    private static func readLevel(_ holds: [VoltageHold], stated_V: Double?) -> Double? {
        if let stated_V, stated_V != 0 { return stated_V }
        return holds.map(\.level_V).min { abs($0) < abs($1) }
    }

    /// One voltage throughout: a row for each short read, or a read that is always on.
    ///
    /// Rows spread over a log axis, or few of them, are reads one by one (who reads all the time has many rows, evenly
    /// spaced); how long each took is not known then.
    private mutating func takeSingleHold(_ trace: PreparedTrace, _ hold: VoltageHold, start: Double?) {
        let first = trace.time_s[hold.samples.lowerBound]
        let origin = start ?? min(0, first)
        let times = hold.samples.map { trace.time_s[$0] - origin }
        let n = times.count
        let early = times[1] - times[0]
        let late = times[n - 1] - times[n - 2]
        let samples = DecaySamples(time_s: times, values: hold.samples.map { trace.current_A[$0] / hold.level_V })
        let isRowByRow = start == nil && (late > 3 * early || n <= 100)
        let kept = isRowByRow ? samples : samples.binned(limit: StepFit.binLimit)
        time_s = kept.time_s
        conductance_S = kept.values
        duty = isRowByRow ? nil : 1
    }

    /// Mean conductance over the last half of a read pulse: its charging spike is over by then.
    private static func read(
        _ trace: PreparedTrace, _ hold: VoltageHold
    ) -> (time_s: Double, conductance_S: Double, length_s: Double) {
        let used = hold.samples.suffix((hold.samples.count + 1) / 2)
        let count = Double(used.count)
        let time = used.reduce(0) { $0 + trace.time_s[$1] } / count
        let current = used.reduce(0) { $0 + trace.current_A[$1] } / count
        let length = trace.time_s[hold.samples.upperBound - 1] - trace.time_s[hold.samples.lowerBound]
        return (time, current / hold.level_V, length)
    }
}
