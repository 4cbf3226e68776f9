public import Findings
public import Measurements

/// Threshold and hold voltages of volatile switches: on at one voltage, off again on the way back.
public struct ThresholdSwitches: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.threshold-switches" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "hysteresis.V_th", "V_{th}", .volt,
                "Voltage at which a volatile switch turns on: V_set of the chosen definition, in cycles whose way back falls to "
                    + "the off state again.", source: "THEORY D.5"),
            .init(
                "hysteresis.V_hold", "V_{hold}", .volt,
                "Voltage at which a volatile switch turns off: the steepest fall on the way back, below which both branches "
                    + "carry the same current within a factor of three.", source: "THEORY D.5"),
        ]
    }

    /// Looks at every cycle that sets.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for (sweep, switching) in input.switchings {
            for sign in [LobeSign.positive, .negative] {
                result.metrics += Self.metrics(switching, sign, sweep)
            }
        }
        return result
    }

    private static func metrics(_ switching: SweepSwitching, _ sign: LobeSign, _ sweep: PreparedSweep) -> [Metric] {
        var thresholds = CycleSeries()
        var holds = CycleSeries()
        var rules: (set: String, hold: String)?
        for event in switching.events where event.sign == sign {
            guard let hold = event.hold, let set = event.set(switching.choice.set) ?? event.set.first else { continue }
            thresholds.add(event.cycle, Estimate(sign.factor * set.V.value, se: set.V.se))
            holds.add(event.cycle, Estimate(sign.factor * hold.V.value, se: hold.V.se))
            rules = (set.rule, hold.rule)
        }
        guard let rules else { return [] }
        var place = sweep.place
        place.lobe = sign.rawValue
        return thresholds.metrics("hysteresis.V_th", .volt, at: place, of: sweep, rule: rules.set)
            + holds.metrics("hysteresis.V_hold", .volt, at: place, of: sweep, rule: rules.hold)
    }
}
