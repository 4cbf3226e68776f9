import Glibc
internal import Kernels

/// The noise of a current, `sd² = (a I)² + b²`, from the readings alone.
///
/// Third differences of neighbors leave nothing of a smooth curve, whatever made it, so no model is asked.
public struct ReadingNoise: Sendable, Hashable {
    /// Relative part `a`.
    public var relative: Double
    /// Floor `b`, A.
    public var floor_A: Double

    /// The run's own error, which counts as noise of each reading: without it digits of the run would choose the model.
    private static let runError = 5e-4
    /// What is assumed where too few neighbors tell: a percent of the reading and a thousandth of the largest.
    private static let assumed = (relative: 0.01, floor: 1e-3)

    /// A given law.
    public init(relative: Double, floor_A: Double) {
        self.relative = relative
        self.floor_A = floor_A
    }

    /// Estimates from stretches of readings that follow each other smoothly.
    ///
    /// - Parameter stretches: ranges of `current_A`; those with fewer than six readings tell nothing.
    public init(_ current_A: [Double], stretches: [Range<Int>]) {
        let largest = current_A.reduce(0) { max($0, abs($1)) }
        var pairs: [(size: Double, miss: Double)] = []
        for stretch in stretches where stretch.count >= 6 {
            for k in stretch.lowerBound..<(stretch.upperBound - 3) {
                let third = current_A[k + 3] - 3 * current_A[k + 2] + 3 * current_A[k + 1] - current_A[k]
                let size = 0.25 * (current_A[k] + current_A[k + 1] + current_A[k + 2] + current_A[k + 3])
                pairs.append((abs(size), abs(third) / 20.0.squareRoot()))
            }
        }
        guard pairs.count >= 12 else {
            self.init(relative: Self.assumed.relative, floor_A: Self.assumed.floor * largest)
            return
        }
        pairs.sort { $0.size < $1.size }
        // The median of the size of a normal number is 0.6745 of its standard deviation.
        let low = RobustStatistics.median(pairs.prefix(max(6, pairs.count / 5)).map(\.miss)) ?? 0
        let high = pairs.suffix(pairs.count / 2).filter { $0.size > 0 }
        let part = RobustStatistics.median(high.map { $0.miss / $0.size }) ?? 0
        self.init(
            relative: hypot(part / 0.6745, Self.runError), floor_A: max(low / 0.6745, 1e-9 * largest))
    }

    /// Standard deviation of a reading, A.
    public func sd_A(_ current_A: Double) -> Double {
        (relative * relative * current_A * current_A + floor_A * floor_A).squareRoot()
    }
}
