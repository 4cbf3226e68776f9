import Kernels
import Measurements

/// A row of pulses at one level, with what was read of each.
struct PulseTrain: Sendable {
    /// Level of the pulses, V.
    var level_V: Double
    /// Conductance read after (or in) each pulse, S; shape [n].
    var conductance_S: [Double] = []
    /// Peak current of each pulse above the rest, A, at the same phase; shape [n] or empty.
    var current_A: [Double] = []
    /// Start of each pulse, s; shape [n] or empty.
    var start_s: [Double] = []
    /// End of each pulse, s; shape [n] or empty.
    var end_s: [Double] = []
    /// Where the conductance was read, in words.
    var phase: String

    /// The trains in a trace: neighboring pulses of one level belong together.
    ///
    /// A level that is not the rest is a pulse if it exceeds 1.5 times the read voltage, else a read. The read voltage
    /// is as stated, or the smallest level that follows pulses of other levels as often as those come.
    static func trains(in trace: PreparedTrace) -> [PulseTrain] {
        let active = trace.holds.filter { abs($0.level_V) > 1e-6 }
        guard let read_V = readLevel(active, stated_V: trace.recording.conditions.read_V) else {
            return trains(active, reads: [], trace)
        }
        let isRead = { (hold: VoltageHold) in abs(hold.level_V - read_V) <= 0.1 * abs(read_V) + 3 * hold.error_V }
        return trains(active.filter { !isRead($0) }, reads: active.filter(isRead), trace)
    }

    /// The trains in a table of reads: neighboring rows with one pulse height belong together.
    static func trains(in reads: ReadSeries, excluded: [Int]) -> [PulseTrain] {
        let left = Set(excluded)
        var list: [PulseTrain] = []
        for i in reads.conductance_S.indices where !left.contains(i) && reads.conductance_S[i].isFinite {
            let level = reads.pulse_V.indices.contains(i) ? reads.pulse_V[i] : 0
            if list.last.map({ abs($0.level_V - level) > 1e-9 }) ?? true {
                list.append(PulseTrain(level_V: level, phase: "as stored by the instrument"))
            }
            list[list.count - 1].conductance_S.append(reads.conductance_S[i])
        }
        return list
    }

    private static func readLevel(_ active: [VoltageHold], stated_V: Double?) -> Double? {
        if let stated_V, stated_V != 0 { return stated_V }
        guard let smallest = active.map(\.level_V).min(by: { abs($0) < abs($1) }) else { return nil }
        let larger = active.filter { abs($0.level_V) > 1.5 * abs(smallest) }.count
        let small = active.count - larger
        // Reads come about as often as pulses; a train of small pulses alone has no larger ones beside it.
        return larger > 0 && 3 * small >= 2 * larger ? smallest : nil
    }

    private static func trains(
        _ pulses: [VoltageHold], reads: [VoltageHold], _ trace: PreparedTrace
    ) -> [PulseTrain] {
        var list: [PulseTrain] = []
        var next = 0
        for (k, pulse) in pulses.enumerated() {
            let end = k + 1 < pulses.count ? pulses[k + 1].samples.lowerBound : trace.time_s.count
            while next < reads.count, reads[next].samples.lowerBound < pulse.samples.lowerBound { next += 1 }
            let read = next < reads.count && reads[next].samples.lowerBound < end ? reads[next] : nil
            let inPulse = lastFifth(trace, pulse)
            let conductance = read.map { lastFifth(trace, $0) / $0.level_V } ?? inPulse / pulse.level_V
            let phase = read == nil ? "last 20 % of the pulse" : "last 20 % of the read after the pulse"
            // Levels of one train differ by their noise at most.
            let isSame = list.last.map {
                abs($0.level_V - pulse.level_V) <= 0.05 * abs(pulse.level_V) && $0.phase == phase
            }
            if isSame != true { list.append(PulseTrain(level_V: pulse.level_V, phase: phase)) }
            list[list.count - 1].conductance_S.append(conductance)
            list[list.count - 1].current_A.append(inPulse)
            list[list.count - 1].start_s.append(trace.time_s[pulse.samples.lowerBound])
            list[list.count - 1].end_s.append(trace.time_s[pulse.samples.upperBound - 1])
        }
        return list
    }

    /// Mean current over the last fifth of a hold, its last sample at least: the spike of the edge is over (THEORY C.4).
    private static func lastFifth(_ trace: PreparedTrace, _ hold: VoltageHold) -> Double {
        let end = trace.time_s[hold.samples.upperBound - 1]
        let start = end - 0.2 * (end - trace.time_s[hold.samples.lowerBound])
        let used = hold.samples.filter { trace.time_s[$0] >= start }
        return used.reduce(0) { $0 + trace.current_A[$1] } / Double(max(1, used.count))
    }
}
