public import Findings
public import Measurements

/// The resistances of both states at V_read, one point a state a cycle.
public struct ResistanceStates: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.resistance-states" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "hysteresis.R_HRS", "R_{HRS}", .ohm,
                "V_read over the current there on the branch of the high-resistance state: the one that carries less "
                    + "current there, over the cycles but the first. Absent where both carry the same.",
                source: "THEORY D.6"),
            .init(
                "hysteresis.R_LRS", "R_{LRS}", .ohm,
                "V_read over the current there on the branch of the low-resistance state.", source: "THEORY D.6"),
        ]
    }

    /// Reads both lobes of every sweep.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for (index, sweep) in input.preparedSweeps.enumerated() {
            let all = input.switchingStates(index)
            for states in all { result.metrics += metrics(states, sweep) }
            result.findings += [LobeSign.positive, .negative].compactMap { remark($0, sweep, all, input.options) }
        }
        return result
    }

    /// What a reader must know of the order of the states: that there are none at V_read, or that the loop has the other one.
    private func remark(
        _ sign: LobeSign, _ sweep: PreparedSweep, _ all: [SwitchingStates], _ options: DiagnoseOptions
    ) -> Finding? {
        let read = sweep.readVoltage_V(options)
        guard let gap = StateGap(sign, of: sweep, read_V: read), !gap.isOpen || !gap.isOfLoop else { return nil }
        let at = QuantityText.text(sign.factor * read, unit: .volt)
        return Finding(
            .sweepNoStates,
            gap.isOpen
                ? "the branches of the lobe \(sign.rawValue) of \(sweep.name) cross beyond \(at): the one of the high resistance "
                    + "there carries more current over the loop as a whole"
                : "both branches of the lobe \(sign.rawValue) of \(sweep.name) carry the same current at \(at) within 1 % or its error (ratio "
                    + "\(gap.words)): no R_HRS and R_LRS there",
            at: sweep.position(of: 0),
            fix: "set V_read_V to a voltage at which the loop is open")
    }

    private func metrics(_ states: SwitchingStates, _ sweep: PreparedSweep) -> [Metric] {
        var high = CycleSeries()
        var low = CycleSeries()
        for cycle in states.cycles {
            high.add(cycle.number, cycle.high?.value, bound: cycle.high?.bound)
            low.add(cycle.number, cycle.low?.value, bound: cycle.low?.bound)
        }
        var place = sweep.place
        place.lobe = states.sign.rawValue
        place.V_read = states.sign.factor * states.read_V
        let at = QuantityText.text(states.sign.factor * states.read_V, unit: .volt)
        func rule(_ branch: String) -> String { "V/I at \(at) on \(branch), linear interpolation" }
        return high.metrics("hysteresis.R_HRS", .ohm, at: place, of: sweep, rule: rule(states.branches.high))
            + low.metrics("hysteresis.R_LRS", .ohm, at: place, of: sweep, rule: rule(states.branches.low))
    }
}

extension FindingKind {
    static let sweepNoStates = FindingKind(
        "iv.states", .note,
        "The branches of a loop carry the same current at V_read, as those of a volatile switch do near 0 V, so that there are no "
            + "two resistances to read; or they lie there the other way round than over the loop as a whole.")
}
