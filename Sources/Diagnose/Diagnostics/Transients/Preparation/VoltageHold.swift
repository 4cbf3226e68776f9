import Kernels

/// A stretch of a trace at one voltage.
struct VoltageHold: Sendable, Hashable {
    /// Samples at the level.
    var samples: Range<Int>
    /// The level, V: the median.
    var level_V: Double
    /// Standard error of the level, V; zero for exact readings.
    var error_V: Double
}

/// Finds the levels of a voltage that is stepped, with or without noise on its readings.
///
/// A change counts if it exceeds five times the noise of a difference and a small part of the range; neighboring changes
/// of one sign are one step. The noise comes from a quantile of all differences: their median for steps; where pulses
/// are a few samples long and most differences are edges, their 20 % point.
struct HoldSearch {
    private let voltage_V: [Double]
    private let threshold_V: Double

    init(_ voltage_V: [Double], hasShortHolds: Bool = false) {
        self.voltage_V = voltage_V
        let range = (voltage_V.max() ?? 0) - (voltage_V.min() ?? 0)
        // 20,000 differences spread over the trace estimate a quantile well enough.
        let stride_ = max(1, voltage_V.count / 20_000)
        var differences: [Double] = []
        for i in stride(from: 0, to: max(0, voltage_V.count - 1), by: stride_) {
            differences.append(abs(voltage_V[i + 1] - voltage_V[i]))
        }
        // 0.6745 is the median of |normal|, 0.2533 its 20 % point.
        let share = hasShortHolds ? 0.2 : 0.5
        var noise = (RobustStatistics.quantile(differences, share) ?? 0) / (hasShortHolds ? 0.2533 : 0.6745)
        if noise > 0.02 * range, let spread = Self.clusterSpread(voltage_V, range: range, step: stride_) {
            noise = spread
        }
        // A thousandth of the range; with small ranges, a fiftieth up to 1 mV, above the last digit of readings.
        let floor = max(1e-3 * range, min(0.02 * range, 1e-3), 1e-7)
        threshold_V = max(5 * noise, floor)
    }

    /// Spread of the values about a few levels, where they have no others: a source whose every difference is an edge.
    ///
    /// Values within 4 % of the range are one level; up to eight of them count, none wider than 2 %.
    private static func clusterSpread(_ voltage_V: [Double], range: Double, step: Int) -> Double? {
        let values = stride(from: 0, to: voltage_V.count, by: step).map { voltage_V[$0] }.sorted()
        var (start, clusters, widest) = (0, 0, 0.0)
        for i in values.indices {
            guard i + 1 == values.count || values[i + 1] - values[i] > 0.04 * range else { continue }
            clusters += 1
            widest = max(widest, values[i] - values[start])
            start = i + 1
        }
        // Ten deviations span the values of some thousands of normal samples, with room.
        return (2...8).contains(clusters) && widest < 0.02 * range && values.count > 3 * clusters ? 0.1 * widest : nil
    }

    /// The levels in order; `nil` where the voltage mostly moves.
    func holds(keepsShortHolds: Bool) -> [VoltageHold]? {
        var ranges: [Range<Int>] = []
        var start = 0
        var moving = 0
        var i = 0
        let last = voltage_V.count - 1
        while i < last {
            let change = voltage_V[i + 1] - voltage_V[i]
            guard abs(change) > threshold_V else {
                i += 1
                continue
            }
            var end = i + 1
            while end < last, abs(voltage_V[end + 1] - voltage_V[end]) > threshold_V,
                (voltage_V[end + 1] > voltage_V[end]) == (change > 0)
            { end += 1 }
            ranges.append(start..<(i + 1))
            moving += end - i - 1
            start = end
            i = end
        }
        ranges.append(start..<voltage_V.count)
        guard 2 * moving <= voltage_V.count else { return nil }
        let merged = merge(ranges.map(hold), keepsShortHolds: keepsShortHolds)
        // A slow ramp under the threshold leaves a hold whose own spread is most of the range.
        return merged.contains { isRamp($0) } ? nil : merged
    }

    /// The level of a range; the median of at most 2,000 of its samples.
    private func hold(_ range: Range<Int>) -> VoltageHold {
        let step = max(1, range.count / 2_000)
        let values = stride(from: range.lowerBound, to: range.upperBound, by: step).map { voltage_V[$0] }
        let level = RobustStatistics.median(values) ?? 0
        let noise = RobustStatistics.scaledMAD(values) ?? 0
        // 1.2533: the median's error against the mean's.
        return VoltageHold(samples: range, level_V: level, error_V: 1.2533 * noise / Double(values.count).squareRoot())
    }

    /// Joins neighbors at one level, and drops stray single samples between them.
    private func merge(_ holds: [VoltageHold], keepsShortHolds: Bool) -> [VoltageHold] {
        var kept: [VoltageHold] = []
        for next in holds {
            if !keepsShortHolds, next.samples.count < 2, holds.count > 2, next != holds.first { continue }
            if let last = kept.last, abs(last.level_V - next.level_V) <= threshold_V {
                kept[kept.count - 1] = hold(last.samples.lowerBound..<next.samples.upperBound)
            } else {
                kept.append(next)
            }
        }
        return kept
    }

    /// Whether a hold is a ramp: the means of its first and last quarters differ by half of its range, and by 20 mV at
    /// least, which no drift of a source does.
    ///
    /// Noise alone keeps quarters of four samples within a fifth of the range.
    private func isRamp(_ hold: VoltageHold) -> Bool {
        guard hold.samples.count >= 16 else { return false }
        let values = voltage_V[hold.samples]
        let quarter = hold.samples.count / 4
        let early = values.prefix(quarter).reduce(0, +) / Double(quarter)
        let late = values.suffix(quarter).reduce(0, +) / Double(quarter)
        let range = (values.max() ?? 0) - (values.min() ?? 0)
        return abs(late - early) > max(0.5 * range, 0.02)
    }
}
