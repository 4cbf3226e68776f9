public import Findings
public import Measurements

/// Exponents of each branch over its ranges, and the law of conduction that describes it best.
public struct ConductionMechanisms: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.conduction" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "conduction.slope", "m", .none,
                "dln|I|/dln|V| over a range of a branch, one to three straight lines by BIC; component 1 is the lowest range.",
                source: "double-logarithmic plot"),
            .init(
                "conduction.mechanism", "", .none,
                "The law of conduction of a range of a branch (one to three ranges by BIC; component 1 is the lowest): the lowest "
                    + "AIC of seven laws fitted to ln|I|; of several within 6 units the one with the fewest parameters, else "
                    + "undecided; none where the best misses by 15 %. A power law steeper than V^2.5 behind an ohmic or space-charge "
                    + "range is trap-filled.",
                source: "laws as in Chiu, Adv. Mater. Sci. Eng. 2014, 578168"),
            .init(
                "conduction.aic", "ΔAIC", .none,
                "AIC of a law of conduction less that of the best one on the same points: of a range, or of the whole branch, where "
                    + "the laws of its ranges together count as one.",
                source: "Akaike 1974, corrected"),
            .init(
                "conduction.used", "", .none,
                "What of a branch is read for its conduction: where the device does not switch, off the noise and the limit.",
                source: "THEORY D.5"),
            .init(
                "conduction.V_from", "V_{from}", .volt, "|V| at which a range with one law of conduction begins.",
                source: "BIC of the cuts"),
            .init(
                "conduction.V_to", "V_{to}", .volt, "|V| at which a range with one law of conduction ends.",
                source: "BIC of the cuts"),
            .init(
                "conduction.implausible", "", .none,
                "Laws that a range cannot follow: they ask for a permittivity outside 1 to 300 or a barrier outside 0.05 to 10 V.",
                source: "thickness and area as stated"),
            .init(
                "conduction.crossover", "V_{Ω}", .volt,
                "Voltage at which the ohmic and the square part of their sum carry the same current.",
                source: "Lampert 1956"),
            .init(
                "conduction.permittivity", "ε_{r}", .none,
                "Relative permittivity that the slope of a Schottky or Poole-Frenkel plot asks for; 1 to 300 is plausible.",
                source: "Schottky 1914, Frenkel 1938"),
            .init(
                "conduction.barrier", "φ_{B}", .volt,
                "Barrier that a Schottky intercept or a Fowler-Nordheim slope asks for.",
                source: "Fowler and Nordheim 1928"),
        ]
    }

    /// Reads the slowest sweep of each state, which lies nearest to the steady state: one loop of all counted cycles.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        let all = input.switchings
        var slowest: [(state: String?, index: Int)] = []
        for (index, entry) in all.enumerated() where !entry.sweep.cycles.isEmpty {
            let state = entry.sweep.conditions.state
            guard let k = slowest.firstIndex(where: { $0.state == state }) else {
                slowest.append((state, index))
                continue
            }
            let held = all[slowest[k].index].sweep.rate_V_per_s ?? .infinity
            if (entry.sweep.rate_V_per_s ?? .infinity) < held { slowest[k].index = index }
        }
        for entry in slowest {
            let (sweep, switching) = all[entry.index]
            for lobe in input.pooledLoop(entry.index).lobes {
                for branch in [lobe.fwd, lobe.bwd].compactMap({ $0 }) {
                    let limits = ConductionRange(branch, switching, sweep)
                    guard
                        let points = ConductionPoints(branch, from: limits.low_V, to: limits.high_V, why: limits.why)
                    else { continue }
                    BranchConduction(points, branch, sweep).report(into: &result)
                }
            }
        }
        return result
    }
}
