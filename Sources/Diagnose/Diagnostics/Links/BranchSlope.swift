internal import Glibc
import Measurements

/// The second half of L9: where conduction is quasi-linear, the branch `R_a` is what `R_b` does along the bias,
/// `1/R_a = u d(1/R_b)/du` (THEORY B.1, G.3).
enum BranchSlope {
    /// Compares `R_a` of one spectrum with the slope of `1/R_b` through its neighbors in bias.
    ///
    /// - Returns: `nil` where the spectrum has no `R_a`, or too few neighbors stand on its side of 0 V.
    static func test(
        _ resistance: Metric, at bias_V: Double, _ compare: LinkComparison, _ evidence: Evidence
    ) -> LinkResult? {
        guard let branch = evidence.metrics("impedance.R_a").first(where: { $0.from == resistance.from }) else {
            return nil
        }
        let neighbors = evidence.metrics("impedance.R_b").filter {
            $0.at.state == resistance.at.state && ($0.at.bias_V ?? 0) * bias_V > 0 && $0.value > 0
        }
        let voltages = neighbors.map { inner_V($0, evidence) }
        let u = inner_V(resistance, evidence)
        // Of fewer biases, and at the ends of the series, the slope is a guess.
        guard voltages.count >= 5, voltages.contains(where: { $0 < u }), voltages.contains(where: { $0 > u }) else {
            return nil
        }
        // The logarithm is the straighter: activation spans decades.
        let curve = Curve(
            "R_b", at: resistance.at, from: Array(Set(neighbors.flatMap(\.from))).sorted(),
            columns: [
                CurveColumn("V", .volt, voltages),
                CurveColumn("I", .none, neighbors.map { -log($0.value) }),
                CurveColumn("se", .none, neighbors.map { ($0.se ?? 0) / $0.value }),
            ])
        guard let slope = SteadySlope.slope(of: curve, at: u, degree: 3), slope.slope_S != 0,
            u != 0
        else { return nil }
        let value = resistance.value / (u * slope.slope_S)
        let se = slope.se_S.map {
            abs(value) * hypot($0 / slope.slope_S, (resistance.se ?? 0) / resistance.value)
        }
        return compare.sameSign(
            branch.side("R_a"),
            LinkSide(name: "slope of R_b", value: value, se: se, unit: .ohm, from: slope.from))
    }

    /// Voltage over the device without the drop over `R_s`, V: `R_b` is the chord, so the two divide the bias.
    private static func inner_V(_ resistance: Metric, _ evidence: Evidence) -> Double {
        let series = evidence.metrics("impedance.R_s").first { $0.from == resistance.from }?.value ?? 0
        return (resistance.at.bias_V ?? 0) * resistance.value / (resistance.value + series)
    }
}
