import Glibc
import Kernels
import Measurements

/// What several trains of one recording say together: symmetry, distinct levels, cycle to cycle, gain against rate.
struct TrainSets {
    let reports: [TrainReport]
    let recording: Recording
    /// Distance of distinct levels, in standard deviations.
    let separation: Double

    /// All that the trains allow.
    func result() -> DiagnosticResult {
        var result = DiagnosticResult()
        result.append(symmetry())
        for branch in ["potentiation", "depression"] { result.append(repeats(branch)) }
        result.append(rates())
        return result
    }

    // MARK: Symmetry

    /// Each potentiation with the depression that follows it.
    private func symmetry() -> DiagnosticResult {
        var result = DiagnosticResult()
        for (up, down) in zip(reports, reports.dropFirst())
        where up.train.grows && !down.train.grows && up.train.level_V * down.train.level_V < 0
            && up.train.purpose != .unchanged && down.train.purpose != .unchanged
        {
            let (first, second) = (up.train.conductance_S, down.train.conductance_S)
            guard let a = Self.normalized(first), let b = Self.normalized(second), a.count > 4, b.count > 4 else {
                continue
            }
            let n = a.count
            // The depression is read backward; with another number of pulses it is read between its own.
            let gaps = (0..<n).map { i -> Double in
                let place = Double(n - 1 - i) / Double(n - 1) * Double(b.count - 1)
                let k = min(b.count - 2, Int(place))
                let value = b[k] + (place - Double(k)) * (b[k + 1] - b[k])
                return abs(a[i] - value)
            }
            let noise = Self.relativeNoise(up, down)
            let rule =
                "|g_P(n) - g_D(N - n)| of curves normalized to 0 and 1, trains \(up.number) and \(down.number); noise alone makes "
                + DecimalText.significant(0.8 * noise, digits: 2)
            let at = Place(state: recording.conditions.state, step: up.number)
            let mean = gaps.reduce(0, +) / Double(n)
            result.metrics.append(
                Metric(
                    "pulses.symmetry_error", mean, se: noise / Double(n).squareRoot(), unit: .none, n: n, at: at,
                    from: [recording.id], rule: "mean of " + rule))
            result.metrics.append(
                Metric(
                    "pulses.asymmetry_ratio", gaps.max() ?? 0, se: noise, unit: .none, n: n, at: at,
                    from: [recording.id], rule: "largest " + rule))
        }
        return result
    }

    /// A curve between its smallest value as 0 and its largest as 1.
    private static func normalized(_ values: [Double]) -> [Double]? {
        guard let low = values.min(), let high = values.max(), high > low else { return nil }
        return values.map { ($0 - low) / (high - low) }
    }

    private static func relativeNoise(_ reports: TrainReport...) -> Double {
        reports.reduce(0) { sum, report in
            let values = report.train.conductance_S
            let gap = (values.max() ?? 0) - (values.min() ?? 0)
            let part = gap > 0 ? (report.curve?.noise_S ?? 0) / gap : 0
            return sum + part * part
        }.squareRoot()
    }

    // MARK: Repeats

    /// Levels that can be told apart, and the spread from cycle to cycle, over trains of one branch, level and length.
    private func repeats(_ branch: String) -> DiagnosticResult {
        var result = DiagnosticResult()
        let mine = reports.filter { $0.place.branch == branch && $0.train.purpose != .rate }
        guard let first = mine.first else { return result }
        let alike = mine.filter {
            $0.train.conductance_S.count == first.train.conductance_S.count
                && abs($0.train.level_V - first.train.level_V) <= 0.05 * abs(first.train.level_V)
        }
        let n = first.train.conductance_S.count
        guard alike.count >= 3, n >= PulseTrains.fewestPulses else { return result }
        var means: [Double] = []
        var deviations: [Double] = []
        for i in 0..<n {
            let values = alike.map { $0.train.conductance_S[i] }
            let mean = values.reduce(0, +) / Double(values.count)
            means.append(mean)
            let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            deviations.append((square / Double(values.count - 1)).squareRoot())
        }
        guard let low = means.min(), let high = means.max(), high > low else { return result }
        let at = Place(
            state: recording.conditions.state, V: first.place.V, branch: branch, definition: "repeats")
        let rms = (deviations.reduce(0) { $0 + $1 * $1 } / Double(n)).squareRoot()
        let cycles = Double(alike.count)
        result.metrics.append(
            Metric(
                "pulses.cycle_variation", rms / (high - low),
                se: rms / (high - low) / (2 * (cycles - 1) * Double(n)).squareRoot(),
                unit: .none, n: alike.count, at: at, from: [recording.id],
                rule: "rms over the pulses of the standard deviation of G_n over \(alike.count) trains, over the window"
            ))
        let count = Self.levels(means, deviations, separation: separation)
        result.metrics.append(
            Metric(
                "pulses.levels", Double(count), unit: .none, n: alike.count, at: at, from: [recording.id],
                rule:
                    "means of \(alike.count) trains more than \(DecimalText.significant(separation, digits: 2).trimmedPoint) sqrt(s_i^2 + s_j^2) apart, counted "
                    + "from the lowest; \(DecimalText.significant(log2(Double(count)), digits: 3)) bits"))
        return result
    }

    /// Greedy count of means that are far enough apart.
    static func levels(_ means: [Double], _ deviations: [Double], separation: Double = 3) -> Int {
        let order = means.indices.sorted { (means[$0], $0) < (means[$1], $1) }
        guard var last = order.first else { return 0 }
        var count = 1
        for i in order.dropFirst() {
            let spread = (deviations[i] * deviations[i] + deviations[last] * deviations[last]).squareRoot()
            if means[i] - means[last] > separation * spread {
                count += 1
                last = i
            }
        }
        return count
    }

    // MARK: Rates

    /// The gain of trains of one level at several rates, over the same number of pulses.
    private func rates() -> DiagnosticResult {
        var result = DiagnosticResult()
        let mine = reports.filter { $0.train.purpose == .rate && $0.train.period_s != nil }
        guard mine.count >= 2, let n = mine.map({ $0.train.conductance_S.count }).min() else { return result }
        var (frequencies, gains): ([Double], [Double]) = ([], [])
        for report in mine {
            guard let period = report.train.period_s, period > 0, let first = report.train.conductance_S.first,
                first > 0
            else { continue }
            let last = report.train.conductance_S[n - 1]
            let noise = report.curve?.noise_S ?? 0
            let gain = last / first
            let se =
                abs(gain) * noise * (1 / (first * first) + 1 / max(last * last, .leastNormalMagnitude)).squareRoot()
            let frequency = DecimalText.significant(1 / period, digits: 3)
            result.metrics.append(
                report.metric(
                    "gain", gain, se: se, unit: .none,
                    rule: "G_\(n)/G_1 at \(frequency) pulses a second"))
            result.metrics.append(
                report.metric("rate", 1 / period, unit: .hertz, rule: "inverse of the median period"))
            frequencies.append(1 / period)
            gains.append(gain)
        }
        guard frequencies.count >= 2 else { return result }
        let order = frequencies.indices.sorted { frequencies[$0] < frequencies[$1] }
        result.curves.append(
            Curve(
                "pulses.rate", at: Place(state: recording.conditions.state, V: mine[0].place.V), from: [recording.id],
                columns: [
                    CurveColumn("f", .hertz, order.map { frequencies[$0] }),
                    CurveColumn("gain", .none, order.map { gains[$0] }),
                ]))
        return result
    }
}
