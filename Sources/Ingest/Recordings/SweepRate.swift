internal import Measurements

/// The rate of a sweep, from its own samples.
enum SweepRate {
    /// Median of |dV/dt| over the samples where the voltage changes, V/s; `nil` without time or change.
    static func measured(_ sweep: VoltageSweep) -> Double? {
        guard !sweep.time_s.isEmpty else { return nil }
        let (voltage_V, time_s) = (sweep.voltage_V, sweep.time_s)
        func rate(_ i: Int) -> Double? {
            let (dV, dt) = (voltage_V[i + 1] - voltage_V[i], time_s[i + 1] - time_s[i])
            return dV != 0 && dt > 0 ? abs(dV) / dt : nil
        }
        var changes = 0
        for i in voltage_V.indices.dropLast() where rate(i) != nil { changes += 1 }
        let median = OrderStatistic.value(at: changes / 2, among: max(0, voltage_V.count - 1), rate)
        return median.flatMap { $0.isFinite ? $0 : nil }
    }

    /// Within 10 %: noise of the measured voltage biases the median of |dV| by some percent.
    static func agree(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 0.1 * max(abs(a), abs(b)) }
}

/// Whether a column of times can serve as a time base.
enum TimeBase {
    /// What is wrong with it, in words; `nil` if nothing.
    static func fault(_ time_s: [Double]) -> String? {
        for i in time_s.indices.dropFirst() where time_s[i] < time_s[i - 1] { return "time runs backwards" }
        guard let first = time_s.first, let last = time_s.last else { return "no times" }
        var distinct = 1
        for i in time_s.indices.dropFirst() where time_s[i] != time_s[i - 1] { distinct += 1 }
        // Epoch seconds printed with few digits give one or two values for a whole record.
        if distinct < min(3, time_s.count) || last == first {
            return "it holds \(distinct == 1 ? "one value" : "\(distinct) values") only"
        }
        return nil
    }
}
