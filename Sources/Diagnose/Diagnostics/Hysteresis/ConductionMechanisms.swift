public import Findings
internal import Glibc
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
                "The law of conduction of a branch: the lowest AIC of seven laws fitted to ln|I| over one range; of several within "
                    + "6 units the one with the fewest parameters, else undecided; none where the best misses by 15 %.",
                source: "laws as in Chiu, Adv. Mater. Sci. Eng. 2014, 578168"),
            .init(
                "conduction.aic", "ΔAIC", .none,
                "AIC of a law of conduction less that of the best one on the same points.",
                source: "Akaike 1974, corrected"),
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
                    read(points, branch, sweep, &result)
                }
            }
        }
        return result
    }

    private func read(
        _ points: ConductionPoints, _ branch: Branch, _ sweep: PreparedSweep, _ result: inout DiagnosticResult
    ) {
        var place = sweep.place
        place.lobe = branch.lobe.rawValue
        place.branch = branch.name
        let lines = LogLogSegments(points).lines
        for (k, line) in lines.enumerated() {
            var at = place
            at.component = k + 1
            result.metrics.append(
                Metric(
                    "conduction.slope", line.slope.value, se: line.slope.se, unit: .none, n: line.samples.count, at: at,
                    from: [sweep.recording],
                    rule: "line of ln|I| over ln|V| \(Self.span(points, line.samples)); \(points.range)"
                ))
        }
        result.curves.append(Self.curve("conduction.points", points.x, points.y, place, sweep))
        for (k, line) in lines.enumerated() {
            var at = place
            at.component = k + 1
            let x = [points.x[line.samples.lowerBound], points.x[line.samples.upperBound - 1]]
            result.curves.append(
                Self.curve(
                    "conduction.segment", x, x.map { line.intercept + line.slope.value * $0 }, at, sweep))
        }
        judge(points, place, sweep, &result)
    }

    private func judge(
        _ points: ConductionPoints, _ place: Place, _ sweep: PreparedSweep, _ result: inout DiagnosticResult
    ) {
        let choice = ConductionChoice(points, sweep.conditions)
        guard let best = choice.best else { return }
        for fit in choice.fits {
            var at = place
            at.definition = fit.law.rawValue
            result.metrics.append(
                Metric(
                    "conduction.aic", fit.aic - best.aic, unit: .none, n: points.x.count, at: at,
                    from: [sweep.recording],
                    rule: "AICc of ln|I| \(Self.span(points, 0..<points.x.count)), rms \(Self.percent(fit.deviation))"))
        }
        result.labels.append(
            Label(
                "conduction.mechanism", choice.verdict, at: place, from: [sweep.recording],
                rule: "\(choice.reason) \(Self.span(points, 0..<points.x.count)); \(points.range)"))
        for (fit, quantity) in choice.quantities {
            var at = place
            at.definition = fit.law.rawValue
            result.metrics.append(
                Metric(
                    quantity.id, quantity.value.value, se: quantity.value.se, unit: quantity.unit, at: at,
                    from: [sweep.recording], rule: quantity.rule + (quantity.isPlausible ? "" : "; not plausible")))
        }
        let x = (0...40).map {
            (points.x.first ?? 0) + ((points.x.last ?? 0) - (points.x.first ?? 0)) * Double($0) / 40
        }
        var at = place
        at.definition = best.law.rawValue
        result.curves.append(Self.curve("conduction.fit", x, x.map(best.value), at, sweep))
    }

    private static func curve(_ id: String, _ x: [Double], _ y: [Double], _ place: Place, _ sweep: PreparedSweep)
        -> Curve
    {
        Curve(
            id, at: place, from: [sweep.recording],
            columns: [CurveColumn("V", .volt, x.map { exp($0) }), CurveColumn("I", .ampere, y.map { exp($0) })])
    }

    private static func span(_ points: ConductionPoints, _ samples: Range<Int>) -> String {
        let ends = [points.x[samples.lowerBound], points.x[samples.upperBound - 1]].map {
            QuantityText.text(exp($0), unit: .volt, digits: 3)
        }
        return "from \(ends[0]) to \(ends[1])"
    }

    private static func percent(_ deviation: Double) -> String {
        DecimalText.significant(100 * deviation, digits: 2) + " %"
    }
}
