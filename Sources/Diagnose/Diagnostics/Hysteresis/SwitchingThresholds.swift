public import Findings
internal import Glibc
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
                "Voltage at which an outgoing branch switches up; definition S1 (steepest dln|I|/d|V|) is the chosen one, "
                    + "S2 to S4 and their spread stand beside it.", source: "THEORY D.5"),
            .init(
                "hysteresis.V_reset", "V_{reset}", .volt,
                "Voltage at which an outgoing branch switches down; definition R1 (largest |I| before the fall) is the chosen "
                    + "one, R2, R3 and their spread stand beside it.", source: "THEORY D.5"),
        ]
    }

    /// Looks at the outgoing branches of every cycle.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for sweep in input.preparedSweeps {
            for sign in [LobeSign.positive, .negative] { switching(sign, of: sweep, into: &result) }
        }
        return result
    }

    private func switching(_ sign: LobeSign, of sweep: PreparedSweep, into result: inout DiagnosticResult) {
        var set = DefinitionSeries("hysteresis.V_set", sign)
        var reset = DefinitionSeries("hysteresis.V_reset", sign)
        var reasons: [String] = []
        for cycle in sweep.cycles {
            guard let lobe = cycle.lobe(sign), let fwd = lobe.fwd, let slopes = BranchSlopes(fwd) else { continue }
            // Without a way back nothing speaks against a set; with one, the branch back must carry more (less) current.
            let sense = lobe.bwd == nil ? nil : LoopVerdict(lobe.integrals?.H)
            if sense == nil || sense == .inductive {
                let found = SetVoltage(fwd, slopes, threshold_A: threshold_A(fwd))
                set.add(found.values, cycle: cycle.number)
                if let reason = found.reason, sense != nil { reasons.append(reason) }
                if !found.values.isEmpty { result.curves.append(derivative(slopes, fwd, cycle, sweep)) }
            }
            if sense == .capacitive { reset.add(ResetVoltage(fwd, slopes).values, cycle: cycle.number) }
        }
        result.metrics += set.metrics(of: sweep) + reset.metrics(of: sweep)
        if set.isEmpty, let reason = reasons.last {
            result.findings.append(
                Finding(
                    .sweepGradual, "no V_set in the lobe \(sign.rawValue) of \(sweep.recording): \(reason)",
                    at: sweep.position(of: 0)))
        }
    }

    /// The fixed current of S4: the geometric mean of |I| at 5 % of the branch's largest voltage and of the largest |I|.
    ///
    /// The first is read between samples, so that no rounding of a voltage moves it from one sample to the next; within five
    /// errors of zero it is five errors.
    private func threshold_A(_ branch: Branch) -> Double? {
        let range = branch.range_V
        let foot = branch.current(at: max(0.05 * range.upperBound, range.lowerBound))
        guard let foot, let high = branch.current_A.map({ abs($0) }).max() else { return nil }
        let low = max(abs(foot.value), 5 * (foot.se ?? 0))
        guard low > 0, high > low else { return nil }
        return sqrt(low * high)
    }

    private func derivative(_ slopes: BranchSlopes, _ branch: Branch, _ cycle: SweepCycle, _ sweep: PreparedSweep)
        -> Curve
    {
        var place = sweep.place
        place.lobe = branch.lobe.rawValue
        place.branch = branch.name
        place.cycle = cycle.number
        let stride = max(1, slopes.u_V.count / 2000)
        let kept = Swift.stride(from: 0, to: slopes.u_V.count, by: stride)
        return Curve(
            "iv.derivative", at: place, from: [sweep.recording],
            columns: [
                CurveColumn("V", .volt, kept.map { branch.lobe.factor * slopes.u_V[$0] }),
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
    mutating func add(_ values: [SetVoltage.Value], cycle: Int) {
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
