/// A stretch of a sweep where the current stands at its largest while the voltage goes on: the limit of a source.
///
/// Five or more samples in a row within 0.1 % of the largest current of their polarity, over at least 3 % of the largest
/// voltage: sources hold their limit that well, and devices do not. What flows near 0 V is no limit (a photocurrent is as
/// flat), and a limit is reached with an edge, where a device that saturates comes to its plateau slowly.
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
        for i in voltage_V.indices where abs(voltage_V[i]) <= 0.1 * reach {
            guard sign * current_A[i] < 0.5 * limit else { return nil }
        }
        var run: (first: Int, last: Int)?
        var count = 0
        var i = 0
        while i < voltage_V.count {
            let first = i
            var (low, high) = (voltage_V[i], voltage_V[i])
            while i < voltage_V.count, sign * current_A[i] >= 0.999 * limit {
                (low, high) = (min(low, voltage_V[i]), max(high, voltage_V[i]))
                i += 1
            }
            guard i > first else {
                i += 1
                continue
            }
            count += i - first
            guard run == nil, i - first >= 5, high - low >= 0.03 * reach else { continue }
            let before = first > 0 ? sign * current_A[first - 1] : 0
            if before < 0.99 * limit { run = (first, i - 1) }
        }
        guard let run else { return nil }
        (limit_A, first, last, self.count) = (limit, run.first, run.last, count)
    }
}
