internal import Findings
internal import Measurements

/// Times that came in lumps, with a gap, or at irregular intervals.
struct SamplingTimes: QualityCheck {
    let kinds = [Self.coarse, Self.gap, Self.irregular]

    func findings(_ recording: Recording) -> [Finding] {
        guard let samples = recording.samples, samples.time_s.count >= 20 else { return [] }
        let times = samples.time_s
        var intervals = times.indices.dropFirst().map { times[$0] - times[$0 - 1] }
        if let found = lumps(intervals, times, recording) { return [found] }
        if let found = gaps(intervals, recording) { return [found] }
        guard case .sweep(let sweep) = recording.data else { return [] }
        return irregular(&intervals, sweep, recording)
    }

    /// Many samples that bear the time of the one before.
    private func lumps(_ intervals: [Double], _ times: [Double], _ recording: Recording) -> Finding? {
        guard let first = intervals.firstIndex(of: 0) else { return nil }
        let still = intervals.count { $0 == 0 }
        guard still * 10 >= intervals.count else { return nil }
        let step = intervals.reduce(Double.infinity) { $1 > 0 ? min($0, $1) : $0 }
        return Finding(
            Self.coarse,
            "\(still) of \(times.count) samples bear the time of the sample before; the times move by "
                + "\(QuantityText.text(step, unit: .second)) and more",
            at: recording.provenance.position(of: first + 1), fix: "export the time with more digits")
    }

    /// Few intervals that are far longer than all others, where the others are equal.
    private func gaps(_ intervals: [Double], _ recording: Recording) -> Finding? {
        var sorted = intervals
        let middle = OrderStatistic.value(at: sorted.count / 2, of: &sorted)
        guard middle > 0 else { return nil }
        let even = intervals.count { abs($0 - middle) <= 0.1 * middle }
        let long = intervals.indices.filter { intervals[$0] > 5 * middle }
        guard even * 10 >= intervals.count * 8, let first = long.first, long.count * 20 <= intervals.count else {
            return nil
        }
        let length = QuantityText.text(intervals[first], unit: .second)
        let more = long.count > 1 ? ", and so in \(long.count - 1) further places" : ""
        return Finding(
            Self.gap,
            "\(length) lie between \(recording.span(first, first + 1)), where samples come every "
                + "\(QuantityText.text(middle, unit: .second))\(more)",
            at: recording.provenance.position(of: first + 1))
    }

    /// A sweep whose samples did not come in time, so that it has no one rate.
    private func irregular(_ intervals: inout [Double], _ sweep: VoltageSweep, _ recording: Recording) -> [Finding] {
        let count = intervals.count
        let low = OrderStatistic.value(at: count / 10, of: &intervals)
        let high = OrderStatistic.value(at: count - 1 - count / 10, of: &intervals)
        guard low > 0, high >= 3 * low else { return [] }
        // A voltage read as often as it likes may still change at one rate.
        var rates = sweep.voltage_V.indices.dropFirst().map { i in
            abs(sweep.voltage_V[i] - sweep.voltage_V[i - 1]) / max(sweep.time_s[i] - sweep.time_s[i - 1], low / 2)
        }
        let slow = OrderStatistic.value(at: count / 10, of: &rates)
        let fast = OrderStatistic.value(at: count - 1 - count / 10, of: &rates)
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
