internal import Findings
internal import Measurements

/// Times that came in lumps, with a gap, or at irregular intervals.
struct SamplingTimes: QualityCheck {
    let kinds = [Self.coarse, Self.gap, Self.irregular]

    func findings(_ recording: Recording) -> [Finding] {
        guard let samples = recording.samples, samples.time_s.count >= 20 else { return [] }
        let intervals = Intervals(time_s: samples.time_s)
        if let found = lumps(intervals, recording) { return [found] }
        if let found = gaps(intervals, recording) { return [found] }
        guard case .sweep(let sweep) = recording.data else { return [] }
        return irregular(intervals, sweep, recording)
    }

    /// The times between samples, made as they are asked for: a long record has no room for them.
    private struct Intervals: RandomAccessCollection {
        let time_s: [Double]
        var startIndex: Int { 0 }
        var endIndex: Int { time_s.count - 1 }
        subscript(i: Int) -> Double { time_s[i + 1] - time_s[i] }

        /// The `k`-th shortest.
        func value(at k: Int) -> Double { OrderStatistic.value(at: k, among: count) { self[$0] } ?? 0 }
    }

    /// Many samples that bear the time of the one before.
    private func lumps(_ intervals: Intervals, _ recording: Recording) -> Finding? {
        guard let first = intervals.firstIndex(of: 0) else { return nil }
        let still = intervals.count { $0 == 0 }
        guard still * 10 >= intervals.count else { return nil }
        let step = intervals.reduce(Double.infinity) { $1 > 0 ? min($0, $1) : $0 }
        return Finding(
            Self.coarse,
            "\(still) of \(intervals.count + 1) samples bear the time of the sample before; the times move by "
                + "\(QuantityText.text(step, unit: .second)) and more",
            at: recording.provenance.position(of: first + 1), fix: "export the time with more digits")
    }

    /// Few intervals that are far longer than all others, where the others are equal.
    private func gaps(_ intervals: Intervals, _ recording: Recording) -> Finding? {
        let middle = intervals.value(at: intervals.count / 2)
        guard middle > 0 else { return nil }
        let even = intervals.count { abs($0 - middle) <= 0.1 * middle }
        let long = intervals.count { $0 > 5 * middle }
        guard even * 10 >= intervals.count * 8, long * 10 <= intervals.count,
            let first = intervals.firstIndex(where: { $0 > 5 * middle })
        else { return nil }
        let length = QuantityText.text(intervals[first], unit: .second)
        let more = long > 1 ? ", and so in \(long - 1) further \(long == 2 ? "place" : "places")" : ""
        return Finding(
            Self.gap,
            "\(length) lie between \(recording.span(first, first + 1).replacing(" to ", with: " and ")), where samples come every "
                + "\(QuantityText.text(middle, unit: .second))\(more)",
            at: recording.provenance.position(of: first + 1))
    }

    /// A sweep whose samples did not come in time, so that it has no one rate.
    private func irregular(_ intervals: Intervals, _ sweep: VoltageSweep, _ recording: Recording) -> [Finding] {
        let count = intervals.count
        let low = intervals.value(at: count / 10)
        let high = intervals.value(at: count - 1 - count / 10)
        guard low > 0, high >= 3 * low else { return [] }
        // A voltage read as often as it likes may still change at one rate.
        func rate(_ i: Int) -> Double? {
            abs(sweep.voltage_V[i + 1] - sweep.voltage_V[i]) / max(intervals[i], low / 2)
        }
        let slow = OrderStatistic.value(at: count / 10, among: count, rate) ?? 0
        let fast = OrderStatistic.value(at: count - 1 - count / 10, among: count, rate) ?? 0
        guard fast >= 2 * slow, fast > 0 else { return [] }
        return [
            Finding(
                Self.irregular,
                "the samples of the sweep come at irregular intervals, \(QuantityText.text(low, unit: .second)) to "
                    + "\(QuantityText.text(high, unit: .second)) for eight in ten, so its rate is no constant: "
                    + "\(QuantityText.text(slow, unit: .voltPerSecond)) to "
                    + QuantityText.text(fast, unit: .voltPerSecond),
                at: recording.provenance.position(of: 0),
                fix: "fix the range or the integration time of the instrument")
        ]
    }

    static let coarse = FindingKind(
        "time.coarse", .warning,
        "A tenth and more of the samples bear the time of the sample before: the clock, or its export, has too few digits."
    )
    static let gap = FindingKind(
        "time.gap", .note,
        "Samples that come evenly pause somewhere: rows are missing, or the instrument was busy. The device goes on.")
    static let irregular = FindingKind(
        "time.irregular", .note,
        "The samples of a sweep come at irregular intervals, as with automatic ranges: the scan rate is no constant.")
}
