import Glibc

/// Samples of a relaxation, as measured or averaged over short stretches of time.
///
/// Averages carry the variance of the times that went into them, so that a fit can compare them with the model's
/// average (to second order) and not with its value at the mean time.
public struct DecaySamples: Sendable, Hashable {
    /// Time since the start of the relaxation, s; shape [n].
    public var time_s: [Double]
    /// Values in any unit; shape [n].
    public var values: [Double]
    /// Number of measured samples in each; shape [n].
    public var counts: [Double]
    /// Variance of the times in each, s²; zero for single samples; shape [n].
    public var timeVariances: [Double]

    /// Takes samples as they are.
    public init(time_s: [Double], values: [Double]) {
        precondition(time_s.count == values.count)
        self.time_s = time_s
        self.values = values
        counts = [Double](repeating: 1, count: values.count)
        timeVariances = [Double](repeating: 0, count: values.count)
    }

    /// Number of samples.
    public var count: Int { values.count }

    /// The samples averaged over stretches of equal length in the logarithm of time, at most `limit` of them.
    ///
    /// Times must not decrease and be positive for binning to have a sense; a time of zero stays a sample of its own.
    /// With no more samples than the limit, they are returned as they are.
    public func binned(limit: Int) -> DecaySamples {
        guard count > limit, limit > 1, let first = time_s.first(where: { $0 > 0 }), let last = time_s.last,
            last > first
        else { return self }
        let decades = Self.log2(last / first)
        var result = DecaySamples(time_s: [], values: [])
        var held: (bin: Int, n: Double, time: Double, square: Double, value: Double)?
        func close() {
            guard let bin = held else { return }
            let mean = bin.time / bin.n
            result.time_s.append(mean)
            result.values.append(bin.value / bin.n)
            result.counts.append(bin.n)
            result.timeVariances.append(max(0, bin.square / bin.n - mean * mean))
        }
        for i in values.indices {
            let t = time_s[i]
            let bin = t <= 0 ? -1 : Int(Double(limit) * Self.log2(t / first) / decades)
            if let open = held, open.bin == bin {
                held = (bin, open.n + 1, open.time + t, open.square + t * t, open.value + values[i])
            } else {
                close()
                held = (bin, 1, t, t * t, values[i])
            }
        }
        close()
        return result
    }
}

extension DecaySamples {
    private static func log2(_ x: Double) -> Double { Glibc.log2(x) }
}
