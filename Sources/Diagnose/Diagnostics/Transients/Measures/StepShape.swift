import Glibc
import Kernels

/// What the components of a step's response are: the charging spike, the memory, and the pattern they make.
///
/// Signs are counted along the step: a current that goes on in the direction of the step "rises", one that turns back
/// "decays", so that a step up and the same step down have one pattern.
struct StepShape: Sendable {
    /// The fit.
    let fit: StepFit
    /// +1 for a step up, -1 for a step down.
    let direction: Double
    /// Whether a charging spike is seen: the first component, or the second after one that the samples do not resolve, along the
    /// step and at least five times faster than the next.
    let hasSpike: Bool
    /// How many of the first components are no memory: the spike, and what the samples do not resolve.
    private let fastCount: Int
    /// Whether the first component is faster than the first spacing of the samples.
    let isFastUnresolved: Bool
    /// `flat`, `rise`, `decay`, `spike-then-rise`, `spike-then-decay`, `rise-then-decay`.
    let pattern: String

    init(_ fit: StepFit) {
        self.fit = fit
        let height = fit.step.height_V ?? fit.step.levelAfter_V
        direction = height < 0 ? -1 : 1
        let sum = fit.sum
        let along = sum.amplitudes.map { $0 * (height < 0 ? -1 : 1) }
        let unresolved = (sum.times_s.first ?? .infinity) < fit.resolution_s && sum.order > 0
        let fastSpike = sum.order > 1 && along[0] > 0 && sum.times_s[1] > 5 * sum.times_s[0]
        isFastUnresolved = unresolved
        // A search may split the start of a spike off, faster than any sample or a small part of it; what is left is the spike
        // still.
        let laterSpike =
            sum.order > 2 && along[0] < 0 && along[1] > (unresolved ? -along[0] : -5 * along[0])
            && sum.times_s[2] > 5 * sum.times_s[1]
        hasSpike = fastSpike || laterSpike || (unresolved && along[0] > 0)
        fastCount = laterSpike ? 2 : hasSpike || unresolved ? 1 : 0
        let first = fastCount
        pattern = Self.pattern(
            Array(along.dropFirst(first)), times: Array(sum.times_s.dropFirst(first)), hasSpike: hasSpike)
    }

    /// The name of what the slow components do together, along the step.
    private static func pattern(_ amplitudes: [Double], times: [Double], hasSpike: Bool) -> String {
        guard let fastest = times.first, let slowest = times.last else { return hasSpike ? "decay" : "flat" }
        func excess(_ t: Double) -> Double { zip(amplitudes, times).reduce(0) { $0 + $1.0 * exp(-t / $1.1) } }
        let start = amplitudes.reduce(0, +)
        // From a tenth of the fastest time to ten of the slowest, 20 points a decade.
        var top = max(start, 0)
        var t = 0.1 * fastest
        while t < 10 * slowest {
            top = max(top, excess(t))
            t *= 1.122
        }
        // A rise counts beside a decay where it is a twentieth of the whole; less is a decay that starts slowly.
        let isPeaked = top - max(start, 0) > 0.05 * (top - min(start, 0))
        if hasSpike { return start < 0 ? "spike-then-rise" : "spike-then-decay" }
        if isPeaked { return "rise-then-decay" }
        return start < 0 ? "rise" : "decay"
    }

    /// Indices of the components that are not the spike and that the samples resolve.
    var memory: Range<Int> { fastCount..<fit.sum.order }

    /// The current once the spike is over and before the memory moves, A.
    func plateau(_ sum: ExponentialSum) -> Double { memory.reduce(sum.offset) { $0 + sum.amplitudes[$1] } }

    /// The current right after the step, A; at the first sample where a component is faster than the samples.
    func initial(_ sum: ExponentialSum) -> Double {
        sum.value(at: isFastUnresolved ? fit.measured.time_s[0] : 0)
    }

    /// The charge beyond the final current, C; of an unresolved component only what comes after the first sample.
    func excessCharge(_ sum: ExponentialSum) -> Double {
        var charge = 0.0
        for j in 0..<sum.order {
            var part = sum.amplitudes[j] * sum.times_s[j]
            if j == 0, isFastUnresolved { part *= exp(-fit.measured.time_s[0] / sum.times_s[0]) }
            charge += part
        }
        return charge
    }

    /// The part of that charge that lies past the record, C.
    func tailCharge(_ sum: ExponentialSum) -> Double {
        (0..<sum.order).reduce(0) {
            $0 + sum.amplitudes[$1] * sum.times_s[$1] * exp(-fit.record_s / sum.times_s[$1])
        }
    }

    /// When the current turns from the spike's decay to a rise, s after the step; `nil` where it does not (THEORY C.1).
    func turnover(_ sum: ExponentialSum) -> Double? {
        guard hasSpike, sum.order > 1 else { return nil }
        func slope(_ t: Double) -> Double {
            (0..<sum.order).reduce(0) {
                $0 - direction * sum.amplitudes[$1] / sum.times_s[$1] * exp(-t / sum.times_s[$1])
            }
        }
        guard slope(0) < 0, let slowest = sum.times_s.last else { return nil }
        // Look from a thousandth of the fastest time to twenty of the slowest, twenty points a decade.
        var low = 1e-3 * sum.times_s[0]
        var high = low
        while slope(high) < 0 {
            guard high < 20 * slowest else { return nil }
            low = high
            high *= 1.122
        }
        for _ in 0..<60 {
            let middle = (low * high).squareRoot()
            if slope(middle) < 0 { low = middle } else { high = middle }
        }
        return (low * high).squareRoot()
    }

    /// The slowest time that belongs to the memory, s.
    func slowTime(_ sum: ExponentialSum) -> Double? { memory.last.map { sum.times_s[$0] } }

    /// Whether the sum visibly misses what it was fitted to; a charging spike, which dwarfs the rest, is no part of that.
    var isMisfit: Bool {
        let after_s = hasSpike ? 5 * fit.sum.times_s[fastCount - 1] : 0
        var (low, high) = (Double.infinity, -Double.infinity)
        for (t, value) in zip(fit.fitted.time_s, fit.fitted.values) where t >= after_s {
            low = min(low, value)
            high = max(high, value)
        }
        return high - low > 1e-9 * max(abs(low), abs(high)) && fit.lack.isMisfit(change_A: high - low)
    }

    /// How much larger five of the slowest times are than the record; 1 where the hold settles (THEORY G.3, L1).
    var unsettledFactor: Double {
        guard let slowest = fit.sum.times_s.last, fit.record_s > 0 else { return 1 }
        return max(1, 5 * slowest / fit.record_s)
    }
}
