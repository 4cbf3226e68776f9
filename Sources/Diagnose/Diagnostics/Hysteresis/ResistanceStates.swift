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
                "V_read over the current there on the branch of the high-resistance state: the way out of a lobe that sets, the "
                    + "way back of one that resets.", source: "THEORY D.6"),
            .init(
                "hysteresis.R_LRS", "R_{LRS}", .ohm,
                "V_read over the current there on the branch of the low-resistance state.", source: "THEORY D.6"),
        ]
    }

    /// Reads both lobes of every sweep.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for (index, sweep) in input.preparedSweeps.enumerated() {
            for states in input.switchingStates(index) { result.metrics += metrics(states, sweep) }
        }
        return result
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
