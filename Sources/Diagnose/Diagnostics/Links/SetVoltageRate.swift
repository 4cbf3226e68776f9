internal import Glibc
import Measurements

/// L13: a set that waits for the state grows with the logarithm of the rate, as the time falls with voltage (THEORY B.1, G.3).
public struct SetVoltageRate: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L13`.
    public var id: String { "L13" }
    /// Short title.
    public var title: String { "Set voltage and rate" }
    /// What must hold.
    public var statement: String { "dV_{set}/d ln v of loops = V_{s} = −1/(d ln τ/dV) of the side that sets" }
    /// What a disagreement usually means.
    public var disagreement: String { "the set waits for a nucleus, or is driven by heat" }

    /// Smallest factor between the rates of loops whose set voltages make a slope.
    private static let leastSpan = 3.0

    /// Compares in every lobe whose set voltage is known at several rates.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let chosen = (evidence.options.V_set_definition ?? .S1).rawValue
        let sets = evidence.metrics("hysteresis.V_set").filter {
            $0.at.definition == chosen && $0.at.cycle == nil && $0.bound == nil && ($0.at.rate_V_per_s ?? 0) > 0
        }
        let places = sets.map { Place(state: $0.at.state, lobe: $0.at.lobe, definition: chosen) }
        var seen: [Place] = []
        for place in places where !seen.contains(place) { seen.append(place) }
        let results = seen.compactMap { place in
            compare(sets.filter { $0.at.state == place.state && $0.at.lobe == place.lobe }, place, evidence)
        }
        return results.isEmpty
            ? [.notTested(id, needs: "set voltages of one lobe at rates a factor 3 and more apart")] : results
    }

    private func compare(_ sets: [Metric], _ place: Place, _ evidence: Evidence) -> LinkResult? {
        let compare = LinkComparison(
            id: id, place: place, systematic: evidence.options.s_sys_tau, factor: evidence.options.k_L13 ?? 1.5)
        let rates = sets.compactMap(\.at.rate_V_per_s)
        guard let low = rates.min(), let high = rates.max(), high >= Self.leastSpan * low else { return nil }
        guard sets.allSatisfy({ $0.se != nil }) else { return compare.needs("the errors of the set voltages") }
        let sign: Double = place.lobe == "-" ? -1 : 1
        // Set voltages on a grid have no scatter of their own; a tenth of a millivolt keeps a weight finite.
        let rows = sets.map {
            (x: log($0.at.rate_V_per_s ?? 1), y: sign * $0.value, sd: max($0.se ?? 0, 1e-4))
        }
        guard let slope = WeightedLine(rows) else { return nil }
        guard let steepness = steepness(sign: sign, place, evidence) else {
            return compare.needs("the times of steps at three and more voltages of the side that sets")
        }
        let V_s = 1 / steepness.value
        // Only where the rate is far above alpha_0 V_s does the slope reach V_s: V_set = V_s ln(1 + v/(alpha_0 V_s)).
        guard let least = rows.map(\.y).min(), least > 3 * V_s else {
            return compare.needs(
                "faster loops: V_set of the slowest is below 3 V_s = "
                    + QuantityText.text(3 * V_s, unit: .volt, digits: 2))
        }
        if let V_h = evidence.metrics("transient.V_h").first(where: { $0.at.state == place.state })?.value,
            let V_x = evidence.metrics("transient.V_x").first(where: { $0.at.state == place.state })?.value,
            least - sign * V_h < 2 * V_x
        {
            return compare.needs("a set beyond the threshold V_h + 2 V_x, where the way back no longer counts")
        }
        let from = Array(Set(sets.flatMap(\.from))).sorted()
        return compare.positive(
            LinkSide(name: "loops", value: slope.slope, se: slope.slopeError, unit: .volt, from: from),
            LinkSide(
                name: "memory times", value: V_s, se: V_s * steepness.se / steepness.value, unit: .volt,
                from: steepness.from))
    }

    /// `-d ln τ/d|V|` of the side that sets, 1/V: that of the law over all steps, else a line through three and more times.
    private func steepness(
        sign: Double, _ place: Place, _ evidence: Evidence
    ) -> (value: Double, se: Double, from: [String])? {
        let side = sign > 0 ? "set" : "reset"
        let law = evidence.metrics("transient.rate_slope").first {
            $0.at.definition == side && $0.at.state == place.state
        }
        if let law, let se = law.se, law.value > 2 * se { return (law.value, se, law.from) }
        let times = MemoryTimes(evidence, state: place.state)
        let inside = times.points.filter { sign * $0.V > 0 }
        guard let top = inside.max(by: { $0.logTau < $1.logTau }) else { return nil }
        let end = sign * (inside.map { sign * $0.V }.max() ?? 0)
        guard let line = times.slope_per_V(in: min(top.V, end)...max(top.V, end)), -sign * line.value > 2 * line.se
        else { return nil }
        return (-sign * line.value, line.se, line.from)
    }
}
