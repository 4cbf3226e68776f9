public import Findings
public import Measurements

/// Set and reset voltages by each definition, with the spread between definitions.
public struct SwitchingThresholds: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.switching" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "hysteresis.V_set", "V_{set}", .volt,
                "Voltage at which an outgoing branch switches up. S1: steepest dln|I|/d|V|; S2: steepest dI/dV; S3: farthest "
                    + "below the chord; S4: first at a fixed current; S5: largest ratio, S6: largest increase of |I| between "
                    + "neighboring points. The option V_set_definition chooses (S1).", source: "THEORY D.5"),
            .init(
                "hysteresis.V_reset", "V_{reset}", .volt,
                "Voltage at which an outgoing branch switches down. R1: largest |I| before a fall by 5 % and more; R2: steepest "
                    + "fall; R3: farthest above the chord. The option V_reset_definition chooses (R1).",
                source: "THEORY D.5"),
            .init(
                "hysteresis.I_self_compliance", "I_{self}", .ampere,
                "Current that the device holds by itself once it is on: from the set to the vertex |I| grows by less than 0.3 of "
                    + "what a resistor would, off the source's limit.", source: "THEORY D.1"),
        ]
    }

    /// Looks at the outgoing branches of every cycle.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for (sweep, switching) in input.switchings {
            for sign in [LobeSign.positive, .negative] {
                report(switching.events.filter { $0.sign == sign }, sign, of: sweep, into: &result)
            }
        }
        return result
    }

    private func report(
        _ events: [SweepSwitching.Event], _ sign: LobeSign, of sweep: PreparedSweep,
        into result: inout DiagnosticResult
    ) {
        var set = DefinitionSeries("hysteresis.V_set", sign)
        var reset = DefinitionSeries("hysteresis.V_reset", sign)
        var limit = CycleSeries()
        for event in events {
            set.add(event.set, cycle: event.cycle)
            reset.add(event.reset, cycle: event.cycle)
            limit.add(event.cycle, event.limit.map { Estimate(sign.factor * $0.current.value, se: $0.current.se) })
            if let slopes = event.slopes { result.curves.append(derivative(slopes, event, sweep)) }
        }
        result.metrics += set.metrics(of: sweep) + reset.metrics(of: sweep)
        var place = sweep.place
        place.lobe = sign.rawValue
        result.metrics += limit.metrics(
            "hysteresis.I_self_compliance", .ampere, at: place, of: sweep,
            rule: "mean from a tenth behind V_set to the vertex of fwd\(sign.rawValue)")
        if set.isEmpty, let reason = events.lazy.compactMap(\.reason).last {
            result.findings.append(
                Finding(
                    .sweepGradual, "no V_set in the lobe \(sign.rawValue) of \(sweep.name): \(reason)",
                    at: sweep.position(of: 0)))
        }
    }

    private func derivative(_ slopes: BranchSlopes, _ event: SweepSwitching.Event, _ sweep: PreparedSweep) -> Curve {
        var place = sweep.place
        place.lobe = event.sign.rawValue
        place.branch = "fwd" + event.sign.rawValue
        place.cycle = event.cycle
        let stride = max(1, slopes.u_V.count / 2000)
        let kept = Swift.stride(from: 0, to: slopes.u_V.count, by: stride)
        return Curve(
            "iv.derivative", at: place, from: sweep.sources,
            columns: [
                CurveColumn("V", .volt, kept.map { event.sign.factor * slopes.u_V[$0] }),
                CurveColumn("dlnI", .perVolt, kept.map { slopes.logSlope_per_V[$0] }),
            ])
    }
}

/// Switching voltages by definition, over the cycles of a recording.
private struct DefinitionSeries {
    let id: String
    let sign: LobeSign
    private var order: [String] = []
    private var series: [String: (values: CycleSeries, rule: String)] = [:]

    init(_ id: String, _ sign: LobeSign) {
        self.id = id
        self.sign = sign
    }

    var isEmpty: Bool { order.isEmpty }

    /// Adds the values of a cycle, and how far apart the definitions lie.
    mutating func add(_ values: [SwitchingValue], cycle: Int) {
        for value in values {
            let signed = Estimate(sign.factor * value.V.value, se: value.V.se)
            add(signed, value.definition, value.rule, cycle, value.isCensored ? .censored : nil)
        }
        let all = values.map(\.V.value)
        guard all.count >= 2, let low = all.min(), let high = all.max() else { return }
        let names = values.map(\.definition).joined(separator: ", ")
        add(Estimate(high - low), "spread", "largest less smallest of \(names)", cycle, nil)
    }

    private mutating func add(_ value: Estimate, _ definition: String, _ rule: String, _ cycle: Int, _ bound: Bound?) {
        if series[definition] == nil { order.append(definition) }
        series[definition, default: (CycleSeries(), rule)].values.add(cycle, value, bound: bound)
    }

    func metrics(of sweep: PreparedSweep) -> [Metric] {
        order.sorted().flatMap { definition -> [Metric] in
            guard let entry = series[definition] else { return [] }
            var place = sweep.place
            place.lobe = sign.rawValue
            place.definition = definition
            return entry.values.metrics(id, .volt, at: place, of: sweep, rule: entry.rule)
        }
    }
}

extension FindingKind {
    static let sweepGradual = FindingKind(
        "iv.no-set", .note,
        "A branch that carries more current on the way back has no set voltage: the device is gradual, or its rise is not "
            + "steep enough for a threshold to mean anything.")
}
