internal import Glibc
internal import JointFit
internal import Kernels
public import Measurements

/// What the spectra and the steady curve say of every loop, step and train before it is looked at (THEORY G.3, L17).
///
/// No parameter is fitted: `R_b`, `τ_k`, `C_m`, `R_s` come from the impedance series, the steady curve from held points or the
/// slowest loop, and the measured voltage is run through.
public struct ForwardPrediction: Sendable {
    /// The question has no state.
    public init() {}

    /// Metrics and labels that it gives.
    public static let definitions: [MetricDefinition] = [
        .init(
            "prediction.error", "e", .none,
            "Root mean square of predicted less measured current over that of the measured current, from impedance and the "
                + "steady curve alone; `definition` is loop, step, pulses or spectrum.", source: "THEORY G.3, L17"),
        .init(
            "prediction.sense", "", .none,
            "Whether the predicted loop runs round as the measured one in each lobe: same, opposite, none (no hysteresis), or uncertain.",
            source: "THEORY G.3, L17"),
    ]

    /// Least area of a lobe, relative to that of the rectangle about it, that counts as hysteresis.
    private static let leastArea = 0.01

    /// Predicts all recordings that can be; nothing without a series of spectra with a memory.
    public func predict(_ input: DiagnosticInput, _ evidence: Evidence) -> DiagnosticResult {
        var result = DiagnosticResult()
        let hints = JointHints(evidence, input)
        guard let table = CircuitTable(evidence, hints) else { return result }
        let recordings = JointRecordings(input, hints: hints, limit: JointRecordings.forPrediction)
        let from = evidence.metrics("impedance.tau_k").filter { $0.at.state == nil }.flatMap(\.from)
        let variants = Self.variants(table, evidence)
        let steady = SteadyCurrents.curve(in: evidence)
        for sweep in recordings.sweeps where sweep.at.state == nil && table.covers(sweep.trace) {
            // A loop that gave the steady curve would be predicted from itself.
            if !Set(steady.loop).isDisjoint(with: sweep.trace.from) { continue }
            let prediction = Prediction(table, variants, sweep.trace)
            result.metrics.append(metric(prediction, "loop", sweep.trace, sweep.at, from, table, steady.source))
            result.labels.append(sense(prediction, sweep.trace, sweep.at))
            result.curves.append(curve(prediction, "prediction.loop", sweep.trace, sweep.at))
        }
        // Links ask for loops and spectra; the rest is for figures.
        let others = input.options.depth == .full ? recordings.others : []
        for other in others where other.at.state == nil {
            guard let kind = Self.kind(other.trace), table.covers(other.trace) else { continue }
            let prediction = Prediction(table, variants, other.trace)
            result.metrics.append(metric(prediction, kind, other.trace, other.at, from, table, steady.source))
            result.curves.append(curve(prediction, "prediction." + kind, other.trace, other.at))
        }
        for pair in SpectrumFromStep.all(input, evidence) {
            result.metrics.append(pair.metric)
            result.curves.append(pair.curve)
        }
        return result
    }

    /// Steps and trains are predicted; the staircase is an input, and retention is read where nothing was measured.
    private static func kind(_ trace: JointTrace) -> String? {
        if trace.name.hasPrefix("step") { return "step" }
        return trace.name == "pulses" ? "pulses" : nil
    }

    /// The table with each of its inputs one standard error off.
    private static func variants(_ table: CircuitTable, _ evidence: Evidence) -> [CircuitTable] {
        let errors = evidence.metrics("impedance.tau_k").filter { $0.at.state == nil }
            .compactMap { metric in metric.se.map { $0 / metric.value } }
        let typical = RobustStatistics.median(errors) ?? 0
        var all = table.nodes.indices.map { table.scaling(time: exp(typical), of: $0) }
        // Between two instruments: the systematic parts of G.2.
        all.append(table.scaling(time: exp(evidence.options.s_sys_tau)))
        all.append(table.scaling(conductance: exp(evidence.options.s_sys_R)))
        all.append(table.heldAtEnds)
        return all
    }

    private func metric(
        _ prediction: Prediction, _ kind: String, _ trace: JointTrace, _ at: Place, _ from: [String],
        _ table: CircuitTable, _ source: String
    ) -> Metric {
        var place = at
        place.definition = kind
        place.of = trace.name
        let covered = table.covered_V
        let ends = [covered.lowerBound, covered.upperBound].map { QuantityText.text($0, unit: .volt, digits: 2) }
        let farthest_V = trace.voltage_V.reduce(0) { max($0, $1 * (covered.upperBound > 0 ? 1 : -1)) }
        let end_V = max(covered.upperBound, -covered.lowerBound)
        return Metric(
            "prediction.error", prediction.error, se: prediction.se,
            low: max(0, prediction.error - 1.96 * prediction.se),
            high: prediction.error + 1.96 * prediction.se, level: 0.95, unit: .none, n: prediction.count, at: place,
            from: trace.from + from,
            rule:
                "\(table.closure.rawValue) conduction, no free parameter; steady curve from \(source); spectra from \(ends[0]) to \(ends[1]), times beyond "
                + "extrapolated; se: each τ_k by its error, all τ and all conductances by s_sys, no extrapolation, ends of gaps with jumps",
            extrapolation: end_V > 0 && farthest_V > end_V ? farthest_V / end_V : nil)
    }

    private func sense(_ prediction: Prediction, _ trace: JointTrace, _ at: Place) -> Label {
        let measured = LoopAreas(trace.voltage_V, trace.current_A, isRead: trace.sd_A.map(\.isFinite))
        let isRead = trace.sd_A.map(\.isFinite)
        let predicted = LoopAreas(trace.voltage_V, prediction.current_A, isRead: isRead)
        let senses = ([prediction.current_A] + prediction.variants_A).map {
            Self.sense(measured, LoopAreas(trace.voltage_V, $0, isRead: isRead))
        }
        let first = senses.first ?? "none"
        // A sense that an error of the inputs would turn is none that was predicted.
        let value = senses.allSatisfy { $0 == first } || first == "same" ? first : "uncertain"
        return Label(
            "prediction.sense", value, at: at, from: trace.from,
            rule: "areas of the lobes over the rectangle about each: measured "
                + "\(DecimalText.significant(measured.positive, digits: 2)) and "
                + "\(DecimalText.significant(measured.negative, digits: 2)), predicted "
                + "\(DecimalText.significant(predicted.positive, digits: 2)) and "
                + "\(DecimalText.significant(predicted.negative, digits: 2)); below 1 % counts as none")
    }

    private static func sense(_ measured: LoopAreas, _ predicted: LoopAreas) -> String {
        let pairs = [(measured.positive, predicted.positive), (measured.negative, predicted.negative)]
        let large = pairs.filter { abs($0.0) > leastArea || abs($0.1) > leastArea }
        if large.isEmpty { return "none" }
        return large.allSatisfy { $0.0 * $0.1 > 0 || abs($0.0 - $0.1) < leastArea } ? "same" : "opposite"
    }

    private func curve(_ prediction: Prediction, _ id: String, _ trace: JointTrace, _ at: Place) -> Curve {
        let shown = trace.sd_A.indices.filter { trace.sd_A[$0].isFinite }
        var time = 0.0
        let times = trace.interval_s.map { interval -> Double in
            time += interval
            return time
        }
        var place = at
        place.of = trace.name
        func column(_ name: String, _ unit: SIUnit, _ values: [Double]) -> CurveColumn {
            CurveColumn(name, unit, shown.map { values[$0] })
        }
        return Curve(
            id, at: place, from: trace.from,
            columns: [
                column("t", .second, times), column("V", .volt, trace.voltage_V), column("I", .ampere, trace.current_A),
                column("fit", .ampere, prediction.current_A), column("sd", .ampere, prediction.sd_A),
            ])
    }
}
