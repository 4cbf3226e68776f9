public import Findings
internal import Glibc
public import Measurements

/// The branch means of every rate, and the low-frequency capacitance from loops at two or more rates.
public struct ScanRates: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.scan-rates" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "hysteresis.C_lf", "C_{lf}", .farad,
                "(I_up - I_dn)/(2v) at a voltage, extrapolated to v = 0 from the slow rates; negative is inductive.",
                source: "THEORY D.4, G.1")
        ]
    }

    /// Reads all loops with both branches; loops of different states are never put together.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        var loops: [(sweep: PreparedSweep, loop: PooledLoop)] = []
        for (index, sweep) in input.preparedSweeps.enumerated() {
            let loop = input.pooledLoop(index)
            guard !loop.up.V.isEmpty, !loop.down.V.isEmpty else { continue }
            if let curve = branchMean(loop, sweep) { result.curves.append(curve) }
            if let rate = sweep.rate_V_per_s, rate > 0 { loops.append((sweep, loop)) }
        }
        var states: [String?] = []
        for entry in loops where !states.contains(entry.sweep.conditions.state) {
            states.append(entry.sweep.conditions.state)
        }
        for state in states {
            capacitances(loops.filter { $0.sweep.conditions.state == state }, state, input, &result)
        }
        return result
    }

    private func capacitances(
        _ loops: [(sweep: PreparedSweep, loop: PooledLoop)], _ state: String?, _ input: DiagnosticInput,
        _ result: inout DiagnosticResult
    ) {
        let rates = loops.compactMap(\.sweep.rate_V_per_s)
        guard let slowest = rates.min(), let fastest = rates.max(), fastest > 1.2 * slowest else { return }
        var tooFast: [Double] = []
        // The slowest loop shows the steady curve, whose steepness sets the window for all.
        let reference = loops.min { ($0.sweep.rate_V_per_s ?? 0) < ($1.sweep.rate_V_per_s ?? 0) }?.loop
        guard let window = reference.map(LoopDifference.window) else { return }
        for V in voltages(loops.map(\.loop), state, input) {
            let readings = loops.compactMap { entry in reading(entry.loop, entry.sweep, at: V, within: window) }
            guard readings.count >= 2 else { continue }
            guard let drawn = RateExtrapolation(readings) else {
                tooFast.append(V)
                continue
            }
            let used = drawn.rates_V_per_s.map { QuantityText.text($0, unit: .voltPerSecond) }.joined(separator: ", ")
            result.metrics.append(
                Metric(
                    "hysteresis.C_lf", drawn.value.value, se: drawn.value.se, unit: .farad,
                    n: drawn.rates_V_per_s.count,
                    at: Place(state: state, V: V),
                    from: loops.filter { drawn.rates_V_per_s.contains($0.sweep.rate_V_per_s ?? -1) }.flatMap(
                        \.sweep.sources),
                    rule:
                        "(I_up - I_dn)/(2v) within \(QuantityText.text(window.halfWidth_V, unit: .volt, digits: 2)), weighted line against "
                        + "v² to v = 0; rates used: \(used); the error holds the noise and the next power of v²"))
        }
        if !tooFast.isEmpty { result.findings.append(notSlow(tooFast, loops[0].sweep)) }
    }

    /// Voltages of the impedance spectra and small steps, so that links find them; else five over the common range.
    private func voltages(_ loops: [PooledLoop], _ state: String?, _ input: DiagnosticInput) -> [Double] {
        let low = loops.map { max($0.up.V.first ?? 0, $0.down.V.first ?? 0) }.max() ?? 0
        let high = loops.map { min($0.up.V.last ?? 0, $0.down.V.last ?? 0) }.min() ?? 0
        guard high > low else { return [] }
        // Near a vertex the loop still settles after the turn: 2 % of the range is left out.
        let margin = 0.02 * (high - low)
        var found: [Double] = []
        for recording in input.device.recordings where recording.conditions.state == state {
            guard let V = SmallSignalBias.bias_V(of: recording, input.options), V > low + margin, V < high - margin
            else { continue }
            if !found.contains(where: { abs($0 - V) < 1e-4 }) { found.append(V) }
        }
        if !found.isEmpty { return found.sorted() }
        return (1...5).map { low + (high - low) * Double($0) / 6 }
    }

    private func reading(
        _ loop: PooledLoop, _ sweep: PreparedSweep, at V: Double, within window: LoopDifference.Window
    ) -> RateExtrapolation.Reading? {
        guard let rate = sweep.rate_V_per_s, rate > 0,
            let difference = LoopDifference.estimate(
                up: loop.settledUp, down: loop.settledDown, at: V, within: window),
            difference.isFinite
        else { return nil }
        let se = difference.se.map { $0 / (2 * rate) }
        return .init(rate_V_per_s: rate, value: Estimate(difference.value / (2 * rate), se: se))
    }

    private func branchMean(_ loop: PooledLoop, _ sweep: PreparedSweep) -> Curve? {
        guard let low = loop.up.V.first.flatMap({ a in loop.down.V.first.map { max(a, $0) } }),
            let high = loop.up.V.last.flatMap({ a in loop.down.V.last.map { min(a, $0) } }), high > low
        else { return nil }
        // 81 points: apart by about as much as the window is wide, so that their errors are nearly independent.
        let count = 81
        var rows: [(V: Double, read: (difference: Estimate, mean: Estimate))] = []
        for k in 0..<count {
            let V = low + (high - low) * Double(k) / Double(count - 1)
            let width = max(1.5 * loop.step_V, 0.6 * (high - low) / Double(count - 1))
            guard let read = loop.read(at: V, halfWidth_V: width, degree: 2), read.mean.isFinite,
                read.difference.isFinite
            else { continue }
            rows.append((V, read))
        }
        guard !rows.isEmpty else { return nil }
        var columns = [
            CurveColumn("V", .volt, rows.map(\.V)), CurveColumn("I", .ampere, rows.map(\.read.mean.value)),
            CurveColumn("dI", .ampere, rows.map(\.read.difference.value)),
        ]
        if rows.allSatisfy({ $0.read.mean.se != nil }) {
            columns.append(CurveColumn("se", .ampere, rows.map { $0.read.mean.se ?? 0 }))
        }
        return Curve("iv.branch-mean", at: sweep.place, from: sweep.sources, columns: columns)
    }

    private func notSlow(_ voltages: [Double], _ sweep: PreparedSweep) -> Finding {
        let at = voltages.map { QuantityText.text($0, unit: .volt) }.joined(separator: ", ")
        return Finding(
            .sweepRatesNotSlow, "no C_lf from the loops at \(at): no two rates are slow enough",
            at: sweep.position(of: 0),
            fix: "measure loops at two slower rates")
    }
}

/// The bias at which a recording measures small signals.
enum SmallSignalBias {
    /// The bias of a spectrum, or the middle of a small step's levels; `nil` for anything else.
    static func bias_V(of recording: Recording, _ options: DiagnoseOptions) -> Double? {
        switch recording.kind {
        case .impedance: return recording.conditions.bias_V
        case .transient:
            guard case .trace(let trace) = recording.data, let low = trace.voltage_V.min(),
                let high = trace.voltage_V.max(),
                high - low <= options.small_step_V
            else { return nil }
            return 0.5 * (low + high)
        default: return nil
        }
    }
}

extension FindingKind {
    static let sweepRatesNotSlow = FindingKind(
        "iv.rates-not-slow", .note,
        "The low-frequency capacitance needs loops that follow the steady state: between the two slowest rates "
            + "(I_up - I_dn)/(2v) still changes by more than a quarter, or they lie more than a factor of thirty apart."
    )
}
