internal import Glibc
import Measurements

/// L11: how many pulses a train takes to saturate follows from the memory's times at its voltages (THEORY B.1, G.3).
public struct PulseNumber: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L11`.
    public var id: String { "L11" }
    /// Short title.
    public var title: String { "Pulses to saturation" }
    /// What must hold.
    public var statement: String { "1/N_{0} of a pulse train = t_{p}/τ(V_{p}) + t_{r}/τ(V_{rest}); NL follows from it" }
    /// What a disagreement usually means.
    public var disagreement: String { "the pulses heat the device, are not alike, or the state saturates elsewhere" }

    /// Compares N_0 and NL of every train with the times of spectra, steps and retention over its waveform.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let counts = evidence.metrics("pulses.N0")
        guard !counts.isEmpty else { return [.notTested(id, needs: "a train of equal pulses that saturates")] }
        return counts.flatMap { compare($0, evidence) }
    }

    private func compare(_ count: Metric, _ evidence: Evidence) -> [LinkResult] {
        var place = Place(state: count.at.state, V: count.at.V, step: count.at.step)
        let compare = LinkComparison(
            id: id, place: place, systematic: evidence.options.s_sys_tau, factor: evidence.options.k_L11 ?? 1.5)
        guard let waveform = PulseWaveform(of: count, in: evidence) else {
            return [compare.needs("the course of voltage and time of the pulses, not their reads alone")]
        }
        let rates = RelaxationRates(evidence, state: count.at.state)
        guard let V = count.at.V, rates.knows(V) else {
            let words = count.at.V.map { QuantityText.text($0, unit: .volt, digits: 3) } ?? "the pulses' voltage"
            return [compare.needs("the memory time at \(words), from a step or a spectrum there")]
        }
        guard rates.knowsRest else { return [compare.needs("the memory time at 0 V, from retention, pairs or steps")] }
        guard let decay = waveform.decay(rates), decay.value > 0 else {
            return [compare.needs("the memory time at every level of the train, from steps between 0 V and there")]
        }
        // Beyond this the edges alone make a verdict impossible: the course of the voltage is not known.
        guard decay.edges / decay.value < log(compare.factor) / (2 * 1.6449) else {
            let share = DecimalText.significant(100 * decay.edges / decay.value, digits: 2)
            return [
                compare.needs(
                    "pulses sampled on both sides of each edge: when they begin and end leaves \(share) % of 1/N_0 open"
                )
            ]
        }
        let (N0, relative) = (1 / decay.value, decay.se / decay.value)
        let first = compare.positive(
            count.side("pulse train"),
            LinkSide(
                name: "memory times", value: N0, se: N0 * relative, unit: .none,
                from: rates.from(levels: waveform.levels_V)))
        guard let label = label(of: count, evidence), let n = count.n, n > 1 else { return [first] }
        let sign: Double = label.value < 0 ? -1 : 1
        func predicted(_ N0: Double) -> Double { sign * NonlinearityLabel.label(nu: Double(n - 1) / N0) }
        /// Half of what a factor of N_0 to either side makes of ln NL.
        func effect(of factor: Double) -> Double { 0.5 * abs(log(predicted(N0 / factor) / predicted(N0 * factor))) }
        place.definition = "NL"
        let value = LinkSide(
            name: "NL by memory times", value: predicted(N0), se: abs(predicted(N0)) * effect(of: exp(relative)),
            unit: .none, from: first.b?.from ?? [])
        let second = LinkComparison(
            id: id, place: place, systematic: effect(of: exp(compare.systematic)),
            factor: exp(effect(of: compare.factor)))
        var result = second.sameSign(label.side("NL of the train"), value)
        if result.verdict == .undecided, first.verdict == .undecided { result.reason = first.reason }
        return [first, result]
    }

    /// NL of a train by the free fit, whose ends are not those of the data.
    private func label(of count: Metric, _ evidence: Evidence) -> Metric? {
        evidence.metrics("pulses.NL").first {
            $0.from == count.from && $0.at.step == count.at.step && $0.at.definition == "free"
        }
    }
}

/// How fast the memory relaxes at any voltage, from the times that are known at some.
private struct RelaxationRates {
    private let times: MemoryTimes
    private let rest: (logTau: Double, sd: Double, from: [String])?

    init(_ evidence: Evidence, state: String?) {
        times = MemoryTimes(evidence, state: state)
        let known = evidence.metrics("volatility.tau_at_0V").filter { $0.value > 0 && $0.at.state == state }
        func first(_ isWanted: (Metric) -> Bool) -> Metric? { known.first(where: isWanted) }
        let measured = first { $0.bound == nil && $0.extrapolation == nil && $0.at.definition != "pooled" }
        if let metric = measured ?? first({ $0.bound == nil }), let estimate = Volatility.estimate(metric) {
            rest = (estimate.logTau, estimate.sd, metric.from)
        } else if let bound = first({ $0.bound == .lower }) {
            // The time is longer by an unknown factor, and what it adds smaller.
            rest = (log(bound.value), 1, bound.from)
        } else {
            rest = nil
        }
    }

    var knowsRest: Bool { rest != nil }

    /// Whether the time at a pulse's level is measured there or between near neighbors.
    func knows(_ V: Double) -> Bool { times.time_s(at: V) != nil }

    /// ln τ at a voltage: measured, between points, or on the line from 0 V to the nearest point of its sign.
    func logTau(at V: Double) -> (value: Double, sd: Double)? {
        if let known = times.time_s(at: V) { return (log(known.value), known.se / known.value) }
        guard let rest else { return nil }
        if abs(V) < 1e-3 { return (rest.logTau, rest.sd) }
        let beyond = times.points.filter { $0.V * V > 0 && abs($0.V) > abs(V) }
        guard let end = beyond.min(by: { abs($0.V) < abs($1.V) }) else { return nil }
        let t = V / end.V
        let bend = 0.4 * t * (1 - t) * abs(end.logTau - rest.logTau)
        let (a, b) = ((1 - t) * rest.sd, t * end.sd)
        return (rest.logTau + t * (end.logTau - rest.logTau), (a * a + b * b + bend * bend).squareRoot())
    }

    func from(levels: [Double]) -> [String] {
        let measured = levels.compactMap { times.time_s(at: $0)?.from }.flatMap { $0 }
        return Array(Set(measured + (rest?.from ?? []))).sorted()
    }
}

/// The voltage over time from the first pulse of a train to its last, as recorded.
private struct PulseWaveform {
    private let time_s: [Double]
    private let voltage_V: [Double]
    private let periods: Double

    /// The train that a metric of pulses tells of; `nil` without a trace.
    init?(of count: Metric, in evidence: Evidence) {
        guard let number = count.at.step,
            let recording = evidence.device.recordings.first(where: { count.from.contains($0.id) }),
            case .trace(let trace) = recording.data
        else { return nil }
        let prepared = PreparedTrace(recording, trace: trace, keepsShortHolds: true)
        let trains = PulseTrain.trains(in: prepared, part: evidence.options.pulse_phase ?? 0.2)
        // Fifty periods tell as much as a thousand.
        guard trains.indices.contains(number - 1) else { return nil }
        let starts = trains[number - 1].pulses.prefix(51).compactMap(\.start_s)
        guard starts.count > 2, let first = starts.first, let last = starts.last, trains[number - 1].missing == 0,
            let low = prepared.time_s.firstIndex(where: { $0 >= first }),
            let high = prepared.time_s.lastIndex(where: { $0 <= last }), low < high
        else { return nil }
        // Whole periods: from the first sample in a pulse to the first in the last one.
        let end = min(high + 1, prepared.time_s.count - 1)
        time_s = Array(prepared.time_s[low...end])
        voltage_V = Array(prepared.voltage_V[low...end])
        periods = Double(starts.count - 1)
    }

    /// The distinct levels, V.
    var levels_V: [Double] {
        var found: [Double] = []
        for V in voltage_V where !found.contains(where: { abs($0 - V) <= 1e-3 }) && found.count < 20 { found.append(V) }
        return found.sorted()
    }

    /// The decay of the state per period, `Σ t/τ`; `nil` where a level's time is not known.
    ///
    /// Half of each interval between samples counts at either voltage; where an edge lies within it, on which side is open.
    ///
    /// - Returns: the sum, its error, and the part of the edges in that.
    func decay(_ rates: RelaxationRates) -> (value: Double, se: Double, edges: Double)? {
        var known: [(V: Double, rate: Double, sd: Double)] = []
        func index(_ V: Double) -> Int? {
            if let k = known.firstIndex(where: { abs($0.V - V) <= 1e-3 }) { return k }
            guard let (logTau, sd) = rates.logTau(at: V) else { return nil }
            known.append((V, exp(-logTau), sd))
            return known.count - 1
        }
        var times: [Double] = []
        var edges = 0.0
        for i in time_s.indices.dropLast() {
            guard let a = index(voltage_V[i]), let b = index(voltage_V[i + 1]) else { return nil }
            if times.count < known.count { times += [Double](repeating: 0, count: known.count - times.count) }
            let step_s = time_s[i + 1] - time_s[i]
            times[a] += 0.5 * step_s
            times[b] += 0.5 * step_s
            edges += step_s * step_s * (known[a].rate - known[b].rate) * (known[a].rate - known[b].rate) / 12
        }
        let value = zip(times, known).reduce(0) { $0 + $1.0 * $1.1.rate } / periods
        let own = zip(times, known).reduce(0) {
            let part = $1.0 * $1.1.rate * $1.1.sd / periods
            return $0 + part * part
        }
        // Every period is sampled alike: the edges of one are those of all.
        return (value, (own + edges / periods).squareRoot(), (edges / periods).squareRoot())
    }
}
