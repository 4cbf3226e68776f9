/// A stretch of a sweep where the current stands at its largest while the voltage goes on: the limit of a source.
///
/// Five or more samples in a row within 0.1 % of the largest current of their polarity, over at least 3 % of the largest
/// voltage: sources hold their limit that well, and devices do not. Where what is measured scatters, a largest current that
/// a quarter of such a stretch repeats to the last digit serves as well: a limit cuts what lies above it. A limit is reached
/// with an edge, where a device that saturates comes to its plateau slowly, and on one side of 0 V: a photocurrent is as flat,
/// but it flows at 0 V and across it too.
public struct CurrentPlateau: Sendable, Hashable {
    /// Magnitude of the current, A.
    public let limit_A: Double
    /// First and last sample of the first stretch.
    public let first: Int, last: Int
    /// Number of all samples that stand at it.
    public let count: Int

    /// Finds the plateau of one polarity; `nil` where there is none.
    /// - Shape: both [n], in the order of the sweep.
    /// - Parameter sign: 1 or -1, of the current.
    public init?(voltage_V: [Double], current_A: [Double], sign: Double) {
        guard voltage_V.count == current_A.count else { return nil }
        var limit = 0.0
        var reach = 0.0
        for i in voltage_V.indices {
            limit = max(limit, sign * current_A[i])
            reach = max(reach, abs(voltage_V[i]))
        }
        guard limit > 0, reach > 0 else { return nil }
        // Few samples stand so high, and all stretches are made of them: a million others are passed over once.
        let top = current_A.indices.filter { sign * current_A[$0] >= Sweep.lowestShare * limit }
        guard top.count >= 5 else { return nil }
        // A file that counts the current the other way round has its limits too: on the other side of 0 V.
        for side in [sign, -sign] {
            let sweep = Sweep(
                voltage_V: voltage_V, current_A: current_A, top: top, sign: sign, side: side, limit_A: limit,
                reach_V: reach)
            guard
                let run = sweep.run(above: 0.999, edge: 0.99, repeats: 0)
                    ?? sweep.run(above: Sweep.lowestShare, edge: 0.9, repeats: 0.25),
                !sweep.isPhotocurrent, !sweep.falls(beyond: run.highest_V)
            else { continue }
            (limit_A, first, last, count) = (limit, run.first, run.last, run.count)
            return
        }
        return nil
    }

    /// The samples of a sweep, seen from one polarity of the current and one of the voltage.
    private struct Sweep {
        let voltage_V: [Double]
        let current_A: [Double]
        /// The samples that stand above the lowest share of the limit, in their order.
        let top: [Int]
        /// 1 or -1, of the current.
        let sign: Double
        /// 1 or -1, of the voltage.
        let side: Double
        let limit_A: Double
        let reach_V: Double

        /// What stands lower is no sample at a limit (THEORY D.1).
        static let lowestShare = 0.98

        /// Whether the current flows at 0 V, or across it, by half of its largest value and more.
        ///
        /// What is measured within a tenth of the reach on the other side of 0 V tells; without any, what is measured at 0 V.
        /// Samples at 0 V itself tell nothing where there are others: a meter may hold its last range there.
        var isPhotocurrent: Bool {
            var across = -Double.infinity
            var zero = -Double.infinity
            for i in voltage_V.indices {
                let u = side * voltage_V[i]
                if abs(u) <= 1e-9 * reach_V {
                    zero = max(zero, sign * current_A[i])
                } else if u < 0, u >= -0.1 * reach_V {
                    across = max(across, sign * current_A[i])
                }
            }
            return (across > -.infinity ? across : zero) >= 0.5 * limit_A
        }

        /// Whether the current turns its sign as the voltage goes on: that of a cell does, at a limit none does.
        func falls(beyond u_V: Double) -> Bool {
            voltage_V.indices.contains { side * voltage_V[$0] > u_V && sign * current_A[$0] < -0.05 * limit_A }
        }

        /// The first stretch above a share of the limit, how many samples stand in all of them, and the largest |V| there.
        ///
        /// - Parameter edge: share of the limit below which the sample before the stretch lies.
        /// - Parameter repeats: least share of its samples that equal the limit.
        func run(above share: Double, edge: Double, repeats: Double) -> (
            first: Int, last: Int, count: Int, highest_V: Double
        )? {
            var run: (first: Int, last: Int)?
            var (count, highest) = (0, 0.0)
            func isAt(_ i: Int) -> Bool { sign * current_A[i] >= share * limit_A && side * voltage_V[i] > 0 }
            var k = 0
            while k < top.count {
                let first = top[k]
                guard isAt(first) else {
                    k += 1
                    continue
                }
                var end = first
                var (low, high, equal) = (Double.infinity, 0.0, 0)
                while k < top.count, top[k] == end, isAt(end) {
                    (low, high) = (min(low, side * voltage_V[end]), max(high, side * voltage_V[end]))
                    if sign * current_A[end] == limit_A { equal += 1 }
                    (k, end) = (k + 1, end + 1)
                }
                (count, highest) = (count + end - first, max(highest, high))
                guard run == nil, end - first >= 5, high - low >= 0.03 * reach_V,
                    repeats == 0 || Double(equal) >= max(repeats * Double(end - first), 5)
                else { continue }
                // A record that begins at its limit shows the edge where it leaves it.
                if outside(first > 0 ? first - 1 : end) < edge * limit_A { run = (first, end - 1) }
            }
            return run.map { ($0.first, $0.last, count, highest) }
        }

        /// The current beside a stretch; none beyond the record, and at 0 V, where the current of a limit turns.
        private func outside(_ i: Int) -> Double {
            voltage_V.indices.contains(i) && side * voltage_V[i] > 0 ? sign * current_A[i] : 0
        }
    }
}
