public import Findings
internal import Glibc
internal import Kernels
public import Measurements

/// The steady-state curve from the branch means of several rates, and how far each rate lies from it.
public struct SteadyLimit: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.steady-limit" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "hysteresis.steady_deviation", "δ_{ss}", .none,
                "Root mean square over the voltage of the branch mean at a rate less the steady state drawn from the slow rates to "
                    + "v = 0, over that of the steady state: what is left of O(v²).", source: "THEORY D.4"),
            .init(
                "hysteresis.steady_exponent", "n_{ss}", .none,
                "Exponent of that deviation between the two fastest rates; 2 while the loops follow the steady state.",
                source: "THEORY D.4"),
        ]
    }

    /// Voltages at which the means are drawn to v = 0.
    private static let count = 21

    /// Takes the loops of each state with two or more rates.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        var entries: [(sweep: PreparedSweep, loop: PooledLoop, rate: Double)] = []
        for (index, sweep) in input.preparedSweeps.enumerated() {
            let loop = input.pooledLoop(index)
            guard let rate = sweep.rate_V_per_s, rate > 0, !loop.up.V.isEmpty, !loop.down.V.isEmpty else { continue }
            entries.append((sweep, loop, rate))
        }
        var states: [String?] = []
        for entry in entries where !states.contains(entry.sweep.conditions.state) {
            states.append(entry.sweep.conditions.state)
        }
        for state in states {
            var own: [(sweep: PreparedSweep, loop: PooledLoop, rate: Double)] = []
            for entry in entries.filter({ $0.sweep.conditions.state == state }).sorted(by: { $0.rate < $1.rate })
            where own.last.map({ entry.rate > 1.02 * $0.rate }) ?? true { own.append(entry) }
            if own.count >= 2 { draw(own, state, &result) }
        }
        return result
    }

    private func draw(
        _ entries: [(sweep: PreparedSweep, loop: PooledLoop, rate: Double)], _ state: String?,
        _ result: inout DiagnosticResult
    ) {
        let low = entries.map { max($0.loop.up.V.first ?? 0, $0.loop.down.V.first ?? 0) }.max() ?? 0
        let high = entries.map { min($0.loop.up.V.last ?? 0, $0.loop.down.V.last ?? 0) }.min() ?? 0
        guard high > low else { return }
        let width = 0.6 * (high - low) / Double(Self.count - 1)
        var V: [Double] = []
        var limit: [Estimate] = []
        var means: [[Double]] = []
        for k in 0..<Self.count {
            // Near a vertex the loop still settles after the turn: 8 % of the range is left out.
            let at = low + (high - low) * (0.08 + 0.84 * Double(k) / Double(Self.count - 1))
            let reads = entries.map { entry in
                entry.loop.read(
                    at: at, halfWidth_V: max(1.5 * entry.loop.step_V, width), degree: 2, settled: true)?.mean
            }
            let known = reads.compactMap { $0 }.filter(\.isFinite)
            guard known.count == entries.count else { continue }
            let readings = zip(entries, known).map {
                RateExtrapolation.Reading(rate_V_per_s: $0.rate, value: $1)
            }
            // One instrument measured all of them: its gain is one, and cancels in what they differ by.
            guard let drawn = RateExtrapolation(readings, allowance: 1e-3) else { continue }
            V.append(at)
            limit.append(drawn.value)
            means.append(known.map(\.value))
        }
        guard V.count >= 5 else { return }
        let from = entries.flatMap(\.sweep.sources)
        result.curves.append(
            Curve(
                "iv.steady-limit", at: Place(state: state), from: from,
                columns: [
                    CurveColumn("V", .volt, V), CurveColumn("I", .ampere, limit.map(\.value)),
                    CurveColumn("se", .ampere, limit.map { $0.se ?? 0 }),
                ]))
        report(entries.map { ($0.rate, $0.sweep) }, limit, means, state, from, &result)
    }

    private func report(
        _ rates: [(rate: Double, sweep: PreparedSweep)], _ limit: [Estimate], _ means: [[Double]], _ state: String?,
        _ from: [String], _ result: inout DiagnosticResult
    ) {
        let size = sqrt(limit.reduce(0) { $0 + $1.value * $1.value })
        guard size > 0 else { return }
        let error = sqrt(limit.reduce(0) { $0 + ($1.se ?? 0) * ($1.se ?? 0) }) / size
        let deviations = rates.indices.map { r in
            sqrt(zip(limit, means).reduce(0) { $0 + ($1.1[r] - $1.0.value) * ($1.1[r] - $1.0.value) }) / size
        }
        for (entry, deviation) in zip(rates, deviations) {
            result.metrics.append(
                Metric(
                    "hysteresis.steady_deviation", deviation, se: error, unit: .none, n: limit.count,
                    at: entry.sweep.place, from: from,
                    rule:
                        "branch mean less its limit at v = 0 (line in v² through the slow rates), at \(limit.count) voltages"
                ))
        }
        let last = rates.count - 1
        // Three rates at least: a line through two leaves nothing to check.
        guard rates.count >= 3, deviations[last - 1] > 2 * error, deviations[last] > 2 * error else { return }
        let ratio = log(rates[last].rate / rates[last - 1].rate)
        let relative = hypot(error / deviations[last], error / deviations[last - 1])
        result.metrics.append(
            Metric(
                "hysteresis.steady_exponent", log(deviations[last] / deviations[last - 1]) / ratio,
                se: relative / ratio,
                unit: .none, at: Place(state: state), from: from,
                rule:
                    "dln δ/dln v between \(QuantityText.text(rates[last - 1].rate, unit: .voltPerSecond, digits: 3)) and "
                    + QuantityText.text(rates[last].rate, unit: .voltPerSecond, digits: 3)))
    }
}
