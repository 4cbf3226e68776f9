import Glibc
import Kernels
import Measurements

/// Pairs of pulses: the ratio of their currents, and how it falls with their distance (THEORY C.4, B.1).
struct PairReport {
    /// One pair.
    struct Pair: Sendable, Hashable {
        /// From the end of the first to the start of the second, s.
        var interval_s: Double
        /// I_2/I_1.
        var ratio: Double
        /// Standard error of the ratio; `nil` where pulses have too few samples to tell their noise.
        var se: Double?

        /// What the pair shows, beyond its noise.
        var word: String {
            let word = ratio >= 1 ? "facilitation" : "depression"
            guard let se else { return word + ", if it is beyond a noise that is not known" }
            return abs(ratio - 1) > 1.959964 * se ? word : "neither facilitation nor depression beyond the noise"
        }
    }

    let pairs: [Pair]
    let level_V: Double
    let phase: String
    let recording: Recording

    /// Takes the pairs of one level.
    init(_ trains: [PulseTrain], recording: Recording) {
        self.recording = recording
        level_V = trains.first?.level_V ?? 0
        phase = trains.first?.phase ?? ""
        let spreads = trains.flatMap(\.pulses).compactMap(\.spread)
        // One relative error for all: the spread of two samples says little, that of all says enough.
        let spread =
            spreads.isEmpty ? nil : (spreads.reduce(0) { $0 + $1 * $1 } / Double(spreads.count)).squareRoot()
        pairs = trains.compactMap { train in
            guard train.pulses.count == 2, let first = train.pulses[0].current_A, first != 0,
                let second = train.pulses[1].current_A, let end = train.pulses[0].end_s,
                let start = train.pulses[1].start_s
            else { return nil }
            let ratio = second / first
            return Pair(
                interval_s: max(0, start - end), ratio: ratio, se: spread.map { abs(ratio) * $0 * 2.0.squareRoot() })
        }
    }

    /// The metrics of the pairs, and of their decay where there are four intervals.
    func result() -> DiagnosticResult {
        var result = DiagnosticResult()
        for (k, pair) in pairs.enumerated() {
            var at = place
            if pairs.count > 1 { at.pulse = k + 1 }
            let interval = DecimalText.significant(pair.interval_s, digits: 3)
            result.metrics.append(
                Metric(
                    "pulses.PPF", pair.ratio, se: pair.se, unit: .none, n: 2, at: at, from: [recording.id],
                    rule:
                        "I_2/I_1 of a pair \(interval) s apart, above the current at rest, in the \(phase); "
                        + pair.word))
        }
        guard let decay = PairDecay(pairs) else { return result }
        result.append(report(decay))
        return result
    }

    private var place: Place { Place(state: recording.conditions.state, V: DecimalPlaces.millivolts(level_V)) }

    private func report(_ decay: PairDecay) -> DiagnosticResult {
        var result = DiagnosticResult()
        let times = pairs.map(\.interval_s)
        for (j, term) in decay.terms.enumerated() {
            var at = place
            if decay.terms.count > 1 { at.component = j + 1 }
            let rule =
                "PPF = 1 + \(decay.terms.count == 1 ? "c e^{-dt/t}" : "c_1 e^{-dt/t_1} + c_2 e^{-dt/t_2}") over "
                + "\(pairs.count) intervals"
            let past = term.time_s / max(times.max() ?? 0, .leastNormalMagnitude)
            result.metrics.append(
                Metric(
                    "pulses.PPF_tau", term.time_s, se: term.time_s * term.logTimeError,
                    low: term.time_s * exp(-1.959964 * term.logTimeError),
                    high: term.time_s * exp(1.959964 * term.logTimeError), level: 0.95, unit: .second, n: pairs.count,
                    at: at, from: [recording.id], rule: rule, extrapolation: past > 1 ? past : nil))
            result.metrics.append(
                Metric(
                    "pulses.PPF_amplitude", term.amplitude, se: term.amplitudeError, unit: .none, n: pairs.count,
                    at: at,
                    from: [recording.id], rule: rule))
        }
        if decay.terms.count == 1, let term = decay.terms.first, term.logTimeError < 1 {
            result.metrics.append(
                Metric(
                    "volatility.tau_at_0V", term.time_s, se: term.time_s * term.logTimeError,
                    low: term.time_s * exp(-1.959964 * term.logTimeError),
                    high: term.time_s * exp(1.959964 * term.logTimeError), level: 0.95, unit: .second, n: pairs.count,
                    at: Place(state: recording.conditions.state, definition: "PPF decay"), from: [recording.id],
                    rule: "decay of PPF with the interval at rest, one exponential over \(pairs.count) intervals"))
        }
        result.curves += curves(decay)
        return result
    }

    private func curves(_ decay: PairDecay) -> [Curve] {
        let sorted = pairs.sorted { $0.interval_s < $1.interval_s }
        let x = sorted.map(\.interval_s)
        let (low, high) = (max(x.first ?? 0, 1e-6 * (x.last ?? 1)), x.last ?? 1)
        let t = (0..<100).map { low * pow(high / low, Double($0) / 99) }
        func ends(_ sign: Double) -> [Double] {
            sorted.map { pair in pair.se.map { pair.ratio + sign * 1.959964 * $0 } ?? .nan }
        }
        return [
            Curve(
                "pulses.ppf", at: place, from: [recording.id],
                columns: [
                    CurveColumn("dt", .second, x), CurveColumn("PPF", .none, sorted.map(\.ratio)),
                    CurveColumn("low", .none, ends(-1)), CurveColumn("high", .none, ends(1)),
                ]),
            Curve(
                "pulses.ppf-fit", at: place, from: [recording.id],
                columns: [CurveColumn("dt", .second, t), CurveColumn("PPF", .none, t.map(decay.value))]),
        ]
    }
}

/// The decay of paired-pulse facilitation with the interval, `1 + Σ c e^{-dt/t}` with one or two terms.
struct PairDecay: Sendable {
    /// One exponential.
    struct Term: Sendable, Hashable {
        var amplitude: Double
        var amplitudeError: Double
        var time_s: Double
        var logTimeError: Double
    }

    let terms: [Term]

    /// The facilitation at an interval.
    func value(_ interval_s: Double) -> Double {
        terms.reduce(1) { $0 + $1.amplitude * exp(-interval_s / $1.time_s) }
    }

    /// Fits at least four intervals over a factor two; `nil` where no decay is determined.
    init?(_ pairs: [PairReport.Pair]) {
        let used = pairs.filter { $0.interval_s > 0 && $0.ratio.isFinite }.sorted { $0.interval_s < $1.interval_s }
        guard Set(used.map(\.interval_s)).count >= 4, let first = used.first, let last = used.last,
            last.interval_s > 2 * first.interval_s
        else { return nil }
        let largest = used.map { abs($0.ratio - 1) }.max() ?? 0
        guard largest > 0 else { return nil }
        let one = Self.fit(used, starts: Self.starts(first.interval_s, last.interval_s, count: 1))
        let two =
            used.count >= 7 ? Self.fit(used, starts: Self.starts(first.interval_s, last.interval_s, count: 2)) : nil
        let n = Double(used.count)
        func criterion(_ fit: LeastSquaresFit) -> Double {
            n * log(max(fit.residualSumOfSquares, 1e-24) / n) + Double(fit.parameters.count) * log(n)
        }
        func isKnown(_ terms: [Term]) -> Bool {
            terms.allSatisfy { $0.time_s < 20 * last.interval_s && abs($0.amplitude) > 2 * $0.amplitudeError }
        }
        guard let one else { return nil }
        if let two, criterion(two) < criterion(one) - 6, Self.isApart(two), isKnown(Self.terms(two)) {
            terms = Self.terms(two)
            return
        }
        terms = Self.terms(one)
        guard isKnown(terms) else { return nil }
    }

    private static func starts(_ low: Double, _ high: Double, count: Int) -> [[Double]] {
        let times = [0.3, 1, 3].map { $0 * (low * high).squareRoot() }
        if count == 1 { return times.map { [0.5, log($0)] } }
        return [[0.5, log(2 * low), 0.5, log(0.5 * high)]]
    }

    private static func isApart(_ fit: LeastSquaresFit) -> Bool {
        abs(fit.parameters[3] - fit.parameters[1]) > log(1.5)
    }

    private static func fit(_ pairs: [PairReport.Pair], starts: [[Double]]) -> LeastSquaresFit? {
        let model = PairResiduals(pairs)
        return starts.compactMap { start -> LeastSquaresFit? in
            var options = LeastSquaresOptions()
            options.stepCaps = start.indices.map { $0.isMultiple(of: 2) ? .infinity : 1 }
            let sized = PairResiduals(model, parameterCount: start.count)
            let fit = fitLeastSquares(sized, start: start, options: options)
            return fit.stop.isConverged && fit.covariance != nil ? fit : nil
        }.min { $0.residualSumOfSquares < $1.residualSumOfSquares }
    }

    private static func terms(_ fit: LeastSquaresFit) -> [Term] {
        guard let covariance = fit.covariance else { return [] }
        func sd(_ i: Int) -> Double { max(0, covariance[i, i]).squareRoot() }
        return stride(from: 0, to: fit.parameters.count, by: 2).map { i in
            Term(
                amplitude: fit.parameters[i], amplitudeError: sd(i), time_s: exp(fit.parameters[i + 1]),
                logTimeError: sd(i + 1))
        }.sorted { $0.time_s < $1.time_s }
    }
}

/// Residuals of PPF: amplitude and ln time of each term; all pairs weigh alike, as their errors are relative to a ratio near 1.
private struct PairResiduals: ResidualModel {
    let pairs: [PairReport.Pair]
    let parameterCount: Int
    var residualCount: Int { pairs.count }

    init(_ pairs: [PairReport.Pair]) {
        self.pairs = pairs
        parameterCount = 2
    }

    init(_ other: PairResiduals, parameterCount: Int) {
        pairs = other.pairs
        self.parameterCount = parameterCount
    }

    func evaluate(_ parameters: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool {
        let n = pairs.count
        for (i, pair) in pairs.enumerated() {
            var value = 1 - pair.ratio
            for j in stride(from: 0, to: parameterCount, by: 2) {
                let u = pair.interval_s * exp(-parameters[j + 1])
                let decay = exp(-u)
                value += parameters[j] * decay
                jacobian[j * n + i] = decay
                jacobian[(j + 1) * n + i] = parameters[j] * decay * u
            }
            residuals[i] = value
        }
        return residuals.allSatisfy(\.isFinite)
    }
}
