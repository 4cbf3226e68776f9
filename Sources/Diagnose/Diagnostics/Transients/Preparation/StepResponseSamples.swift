import Glibc
import Measurements

/// The samples after a step that a fit may use: after the rise, without those at the instrument's limit, without a drift
/// that was there before the step and goes on after it.
struct StepResponseSamples: Sendable {
    /// Time since the step, s; shape [n].
    var time_s: [Double] = []
    /// Current, A; shape [n].
    var current_A: [Double] = []
    /// What was taken off, A/s, with what is known of it; `nil` without a drift.
    var drift: LinearDrift?
    /// Slope of the current before the step where it is certain and was not taken off, A/s; zero else.
    var motion_A_per_s = 0.0
    /// How many samples stood at the limit.
    var saturatedCount = 0

    init(_ trace: PreparedTrace, step: VoltageStep) {
        let range = Self.unsaturated(trace, step.samples)
        saturatedCount = step.samples.count - range.count
        time_s.reserveCapacity(range.count)
        current_A.reserveCapacity(range.count)
        for i in range {
            let t = trace.time_s[i] - step.time_s
            // During the rise, and for twice as long after, the source is still on its way (C.3, rule 1).
            guard t >= 3 * step.rise_s else { continue }
            time_s.append(t)
            current_A.append(trace.current_A[i])
        }
        guard let before = trace.holds.last(where: { $0.samples.upperBound <= step.samples.lowerBound }) else { return }
        let found = LinearDrift.before(trace, before.samples, after: range)
        drift = found.drift
        motion_A_per_s = found.motion_A_per_s
        guard let drift else { return }
        for i in time_s.indices { current_A[i] -= drift.slope_A_per_s * time_s[i] }
    }

    /// The samples without a stretch at the limit of the instrument at their start or end.
    ///
    /// A limit is the stated compliance, or a largest current that five samples in a row have to the last digit while the
    /// current moves visibly beside them.
    private static func unsaturated(_ trace: PreparedTrace, _ range: Range<Int>) -> Range<Int> {
        let current = trace.current_A
        guard range.count > 8, let first = range.first, let last = range.last else { return range }
        var (largest, low, high) = (0.0, current[first], current[first])
        for i in range {
            largest = max(largest, abs(current[i]))
            low = min(low, current[i])
            high = max(high, current[i])
        }
        let limit_A = trace.recording.conditions.compliance_A
        let isStated = limit_A.map { $0 > 0 && largest >= 0.995 * $0 && largest <= 1.02 * $0 } ?? false
        let threshold = isStated ? 0.995 * largest : largest
        guard threshold > 0, high > low else { return range }
        var start = first
        while start <= last, abs(current[start]) >= threshold { start += 1 }
        var end = last
        while end > start, abs(current[end]) >= threshold { end -= 1 }
        let least = isStated ? 2 : 5
        // A smooth approach to the largest value ends in equal digits too; a limit cuts off a current that moves.
        func isCut(_ i: Int) -> Bool { isStated || abs(largest - abs(current[i])) > 1e-4 * (high - low) }
        let begins = start - first >= least && start <= last && isCut(start) ? start : first
        let ends = last - end >= least && end > begins && isCut(end) ? end : last
        return begins..<(ends + 1)
    }
}

/// A drift: a slope that the current has before a step and keeps after it, as no memory does.
struct LinearDrift: Sendable, Hashable {
    /// The slope before the step, A/s.
    var slope_A_per_s: Double
    /// How well that slope is known: its inverse variance for samples of unit noise, s².
    ///
    /// It is the sum of squares of their times about the mean. A fit that knows as much of the slope after the step weighs
    /// both alike.
    var information: Double

    /// A slope with its standard error, per second, and its information.
    private struct Slope {
        var value: Double
        var se: Double
        var information: Double
    }

    /// The drift, A/s, or a certain slope before the step that is none, since what is there may be a relaxation.
    ///
    /// Slopes are taken over two stretches of the hold before (40 to 70 % and 70 to 100 % of its time) and over the last
    /// 30 % of the hold after. A relaxation slows down from one to the next; a drift has one slope in all three, each
    /// five errors from zero.
    static func before(
        _ trace: PreparedTrace, _ hold: Range<Int>, after: Range<Int>
    ) -> (drift: LinearDrift?, motion_A_per_s: Double) {
        guard let late = slope(trace, hold, 0.7, 1), abs(late.value) > 5 * late.se, late.se > 0 else { return (nil, 0) }
        guard let early = slope(trace, hold, 0.4, 0.7), let end = slope(trace, after, 0.7, 1),
            agree(early, late), agree(late, end), let whole = slope(trace, hold, 0.4, 1)
        else { return (nil, late.value) }
        return (LinearDrift(slope_A_per_s: whole.value, information: whole.information), 0)
    }

    /// Whether slopes are equal within a tenth, or within three errors and a half.
    private static func agree(_ a: Slope, _ b: Slope) -> Bool {
        let gap = abs(a.value - b.value)
        let size = max(abs(a.value), abs(b.value))
        return gap < 0.1 * size || (gap < 3 * (a.se * a.se + b.se * b.se).squareRoot() && gap < 0.5 * size)
    }

    /// Least-squares slope over a part of a hold's time; `nil` with fewer than five samples there.
    private static func slope(_ trace: PreparedTrace, _ range: Range<Int>, _ from: Double, _ to: Double) -> Slope? {
        guard let first = range.first, let last = range.last, range.count >= 15 else { return nil }
        let (start, length) = (trace.time_s[first], trace.time_s[last] - trace.time_s[first])
        guard length > 0 else { return nil }
        var (n, t, y, tt, ty, yy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        let origin = trace.current_A[last]
        for i in range {
            let part = (trace.time_s[i] - start) / length
            guard part >= from, part <= to else { continue }
            let value = trace.current_A[i] - origin
            n += 1
            t += part
            y += value
            tt += part * part
            ty += part * value
            yy += value * value
        }
        guard n >= 5 else { return nil }
        let (variance, mixed) = (tt - t * t / n, ty - t * y / n)
        guard variance > 0 else { return nil }
        let value = mixed / variance
        let square = max(0, yy - y * y / n - value * mixed)
        return Slope(
            value: value / length, se: (square / (n - 2) / variance).squareRoot() / length,
            information: variance * length * length)
    }
}
