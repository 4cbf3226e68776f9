import Glibc

/// Samples of a relaxation, as measured or averaged over short stretches of time.
///
/// Averages carry the central moments of the times that went into them, so that a fit can compare them with the model's
/// average and not with its value at the mean time. With stretches of an eighth of a time constant what is neglected is
/// below 1e-6 of an exponential's amplitude, also where a spike is a million times the noise.
public struct DecaySamples: Sendable, Hashable {
    /// Time since the start of the relaxation, s; shape [n].
    public var time_s: [Double]
    /// Values in any unit; shape [n].
    public var values: [Double]
    /// Number of measured samples in each; shape [n].
    public var counts: [Double]
    /// Central moments of the times in each; zero for single samples; shape [n].
    var moments: [TimeMoments]

    /// Second, third and fourth central moment of the times in a stretch, s², s³, s⁴.
    struct TimeMoments: Sendable, Hashable {
        var second = 0.0
        var third = 0.0
        var fourth = 0.0
    }

    /// Takes samples as they are.
    public init(time_s: [Double], values: [Double]) {
        precondition(time_s.count == values.count)
        self.time_s = time_s
        self.values = values
        counts = [Double](repeating: 1, count: values.count)
        moments = [TimeMoments](repeating: TimeMoments(), count: values.count)
    }

    /// Number of samples.
    public var count: Int { values.count }

    /// Takes a straight line through zero off the values.
    public mutating func takeOff(slope: Double) {
        guard slope != 0 else { return }
        for i in values.indices { values[i] -= slope * time_s[i] }
    }

    /// The samples averaged over stretches of equal length in the logarithm of time, at most `limit` of them.
    ///
    /// Times must not decrease and be positive for binning to have a sense; a time of zero stays a sample of its own.
    /// With no more samples than the limit, they are returned as they are.
    public func binned(limit: Int) -> DecaySamples {
        guard count > limit, limit > 1, let first = time_s.first(where: { $0 > 0 }), let last = time_s.last,
            last > first
        else { return self }
        let perOctave = Double(limit) / log2(last / first)
        var result = DecaySamples(time_s: [], values: [])
        var start = 0
        var open = Int.min
        for i in values.indices {
            let bin = time_s[i] <= 0 ? -1 : Int(perOctave * log2(time_s[i] / first))
            if bin != open, i > 0 {
                result.append(average(start..<i))
                start = i
            }
            open = bin
        }
        result.append(average(start..<count))
        return result
    }

    /// The samples averaged over equal numbers of neighbors, at most `limit` of them.
    ///
    /// For responses whose last part matters as much as the first, as waves; with no more samples than the limit, as they are.
    public func averaged(limit: Int) -> DecaySamples {
        guard count > limit, limit > 1 else { return self }
        var result = DecaySamples(time_s: [], values: [])
        for k in 0..<limit where (k + 1) * count / limit > k * count / limit {
            result.append(average((k * count / limit)..<((k + 1) * count / limit)))
        }
        return result
    }

    /// The samples merged over stretches of equal length in the logarithm of time, with the sum of their weights; `nil` where
    /// there are no more than twice the limit.
    ///
    /// Moments of what is merged are combined, so that a fit of fewer stretches is as right as one of many, up to what
    /// fourth moments hold.
    public func merged(limit: Int, weights: [Double]) -> (samples: DecaySamples, weights: [Double])? {
        guard count >= 2 * limit, limit > 1, let first = time_s.first(where: { $0 > 0 }), let last = time_s.last,
            last > first
        else { return nil }
        let perOctave = Double(limit) / log2(last / first)
        var result = DecaySamples(time_s: [], values: [])
        var sums: [Double] = []
        var start = 0
        for i in 1...count {
            if i < count, bin(i, perOctave, first) == bin(start, perOctave, first) { continue }
            let (merged, weight) = merge(start..<i, weights)
            result.append(merged)
            sums.append(weight)
            start = i
        }
        return (result, sums)
    }

    private func bin(_ i: Int, _ perOctave: Double, _ first: Double) -> Int {
        time_s[i] <= 0 ? -1 : Int(perOctave * log2(time_s[i] / first))
    }

    /// Weighted mean of samples with the moments of the whole.
    private func merge(
        _ range: Range<Int>, _ weights: [Double]
    ) -> ((time: Double, value: Double, count: Double, moments: TimeMoments), Double) {
        var (total, time, value, number) = (0.0, 0.0, 0.0, 0.0)
        for i in range {
            total += weights[i]
            time += weights[i] * time_s[i]
            value += weights[i] * values[i]
            number += counts[i]
        }
        time /= total
        var all = TimeMoments()
        for i in range {
            let (w, d, m) = (weights[i] / total, time_s[i] - time, moments[i])
            all.second += w * (m.second + d * d)
            all.third += w * (m.third + 3 * d * m.second + d * d * d)
            all.fourth += w * (m.fourth + 4 * d * m.third + 6 * d * d * m.second + d * d * d * d)
        }
        return ((time, value / total, number, all), total)
    }

    /// The average of an exponential `e^{-rate t}` over the stretch of a sample, divided by its value at the mean time.
    @inline(__always)
    func averaging(_ rate: Double, at i: Int) -> Double {
        let m = moments[i]
        return 1 + rate * rate * (0.5 * m.second + rate * (-m.third / 6 + rate * m.fourth / 24))
    }

    private func average(_ range: Range<Int>) -> (time: Double, value: Double, count: Double, moments: TimeMoments) {
        let n = Double(range.count)
        guard range.count > 1 else {
            return (time_s[range.lowerBound], values[range.lowerBound], 1, TimeMoments())
        }
        let time = range.reduce(0) { $0 + time_s[$1] } / n
        let value = range.reduce(0) { $0 + values[$1] } / n
        var moments = TimeMoments()
        for i in range {
            let d = time_s[i] - time
            moments.second += d * d / n
            moments.third += d * d * d / n
            moments.fourth += d * d * d * d / n
        }
        return (time, value, n, moments)
    }

    private mutating func append(_ bin: (time: Double, value: Double, count: Double, moments: TimeMoments)) {
        time_s.append(bin.time)
        values.append(bin.value)
        counts.append(bin.count)
        moments.append(bin.moments)
    }
}
