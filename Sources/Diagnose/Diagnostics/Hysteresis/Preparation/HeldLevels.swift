internal import Glibc
internal import Kernels

/// Steady-state points of a step-and-hold recording.
struct HeldLevels: Sendable {
    /// A level and what the current was at the end of its hold.
    struct Level: Sendable, Hashable {
        /// Mean voltage of the hold, V.
        var voltage_V: Double
        /// Mean current of the last 20 % of the hold, A.
        var current_A: Double
        /// Standard error, A: scatter, and half of what the current still moved within the last 20 %; `nil` below three samples.
        var se_A: Double?
        /// How long the level was held, s; 0 where unknown.
        var dwell_s: Double
        /// Whether the current still moved beyond its scatter and by more than 1 %.
        var isMoving: Bool
    }

    /// The levels, in order of time.
    private(set) var levels: [Level] = []

    /// Cuts where the voltage jumps by more than 0.3 of a typical jump (the median of moves above a fifth of the largest).
    init(voltage_V v: [Double], current_A: [Double], time_s: [Double]) {
        guard v.count == current_A.count, !v.isEmpty else { return }
        let moves = zip(v, v.dropFirst()).map { abs($1 - $0) }
        let largest = moves.max() ?? 0
        let typical = RobustStatistics.median(moves.filter { $0 > 0.2 * largest }) ?? 0
        var holds: [Range<Int>] = []
        var first = 0
        for i in moves.indices where moves[i] > 0.3 * typical && moves[i] > 0 {
            holds.append(first..<(i + 1))
            first = i + 1
        }
        holds.append(first..<v.count)
        // Samples taken on the way between two levels are no levels.
        let usual = RobustStatistics.median(holds.map { Double($0.count) }) ?? 1
        holds.removeAll { Double($0.count) < 0.2 * usual }
        levels = holds.map { Self.level($0, v, current_A, time_s) }
    }

    private static func level(_ hold: Range<Int>, _ v: [Double], _ current: [Double], _ time: [Double]) -> Level {
        let count = max(1, Int((0.2 * Double(hold.count)).rounded()))
        let last = (hold.upperBound - count)..<hold.upperBound
        let n = Double(count)
        let mean = last.map { current[$0] }.reduce(0, +) / n
        var se: Double?
        var isMoving = false
        if count >= 3 {
            let middle = Double(last.lowerBound + last.upperBound - 1) / 2
            var cross = 0.0
            var square = 0.0
            for i in last {
                cross += (Double(i) - middle) * (current[i] - mean)
                square += (Double(i) - middle) * (Double(i) - middle)
            }
            let slope = cross / square
            let rest =
                last.map { current[$0] - mean - slope * (Double($0) - middle) }.map { $0 * $0 }.reduce(0, +) / (n - 2)
            let moved = slope * (n - 1)
            // A slope within twice its own error is scatter and already counted.
            let slopeSe = sqrt(rest / square)
            isMoving = abs(slope) > 3 * slopeSe && abs(moved) > 0.01 * abs(mean)
            se = sqrt(rest / n + (abs(slope) > 2 * slopeSe ? 0.25 * moved * moved : 0))
        }
        let voltage = hold.map { v[$0] }.reduce(0, +) / Double(hold.count)
        return Level(
            voltage_V: voltage, current_A: mean, se_A: se, dwell_s: dwell(hold, time), isMoving: isMoving)
    }

    /// From the first sample of a hold to the first of the next; at the end of the record to its last sample.
    private static func dwell(_ hold: Range<Int>, _ time: [Double]) -> Double {
        guard time.count >= hold.upperBound else { return 0 }
        let end = hold.upperBound < time.count ? time[hold.upperBound] : time[hold.upperBound - 1]
        return max(0, end - time[hold.lowerBound])
    }
}
