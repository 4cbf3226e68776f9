import Findings
import Glibc
import Kernels
import Measurements

/// The relaxation time against voltage over steps, extrapolated to 0 V (THEORY C.3, H).
enum SwitchingTimes {
    /// Fewest different voltages: one more than a bell has parameters.
    static let fewestVoltages = 5

    /// The evidence of steps on `τ(0 V)`; empty where there are no large steps with a memory.
    ///
    /// Small steps count too: at fixed voltage, they relax with the same time.
    ///
    /// - Parameters:
    ///   - series: what is known of the series resistance: the voltage it takes is taken off the levels, and steps that
    ///     it spoils are left out where enough remain.
    ///   - isFull: whether parameters and curves are wanted.
    static func result(of steps: [StepEvidence], series: SeriesDrop? = nil, isFull: Bool = false) -> DiagnosticResult {
        var result = DiagnosticResult()
        var used = steps.filter {
            // A small step may show nothing but its spike.
            !$0.shape.fit.isTooSlow && !$0.shape.isMisfit && !$0.shape.memory.isEmpty
                && (!$0.isSmall || StepMemory.isCertain($0.shape)) && point($0, series: series) != nil
        }
        guard let first = used.first, used.count >= 2, used.contains(where: { !$0.isSmall }) else { return result }
        func refuse(_ why: String, fix: String = "measure steps to more voltages of both signs") {
            result.findings.append(
                .init(
                    TransientFindings.tauNotExtrapolated, "relaxation times at \(voltages(used)) voltages, " + why,
                    at: first.recording.provenance.position(of: 0), fix: fix))
        }
        guard voltages(used) >= fewestVoltages else {
            refuse("expected at least \(fewestVoltages) for the four parameters of T1")
            return result
        }
        var points = used.compactMap { point($0, series: series) }
        guard spansTop(points), let bell = RateBell(points) else {
            refuse("expected some on either side of the longest one, or of both signs")
            return result
        }
        if let series, let V_x = steepness(bell) {
            used = judge(used, series: series, V_x: V_x, isFull: isFull, into: &result)
            points = used.compactMap { point($0, series: series, V_x: V_x) }
        }
        guard let laws = RateLaws(points) else {
            refuse("to which neither T1 nor T2 could be fitted")
            return result
        }
        let curve = SwitchingCurve(
            points: points, laws: laws, state: first.recording.conditions.state,
            from: Array(Set(used.map(\.recording.id))).sorted())
        if isFull { result.append(curve.result()) }
        let (value, sd) = laws.bell.logTau(at: 0)
        let total = laws.atRest.sd
        // A factor e² to either side is no longer a number to pool.
        guard sd < 2, abs(value) < 60 else {
            refuse("which leave the one at 0 V open by more than a factor of \(Int(exp(min(sd, 10))))")
            return result
        }
        let report = RestTime(laws: laws, points: points, used: used, series: series)
        if total < 2 {
            result.metrics.append(report.metric())
        } else {
            result.metrics.append(report.bound(fitError: sd))
            refuse(
                "whose time at 0 V hangs on the law: T1 makes it \(QuantityText.text(exp(value), unit: .second, digits: 2)), T2 "
                    + "with a constant rate that they allow \(QuantityText.text(exp(laws.least), unit: .second, digits: 2)); only a "
                    + "lower bound is given", fix: "measure steps to voltages nearer to 0 V, or retention")
        }
        return result
    }

    /// Number of levels, to a millivolt.
    private static func voltages(_ used: [StepEvidence]) -> Int {
        Set(used.map { ($0.shape.fit.step.levelAfter_V * 1e3).rounded() }).count
    }

    /// `V_x` of two exponential rates, V; `nil` where it is no number.
    private static func steepness(_ bell: RateBell) -> Double? {
        let V_x = 1 / (exp(bell.parameters[1]) + exp(bell.parameters[3]))
        return V_x > 0 && V_x.isFinite ? V_x : nil
    }

    /// The steps whose voltage inside stays where it is; at full depth a metric for each large one and a finding for
    /// the others.
    private static func judge(
        _ used: [StepEvidence], series: SeriesDrop, V_x: Double, isFull: Bool, into result: inout DiagnosticResult
    ) -> [StepEvidence] {
        let large = used.filter { !$0.isSmall }
        let spoiled = large.filter { series.ratio($0, V_x: V_x) >= 0.25 }
        if isFull {
            result.metrics += large.map { series.metric($0, V_x: V_x) }
            if let worst = spoiled.map({ series.ratio($0, V_x: V_x) }).max(), let first = spoiled.first {
                result.findings.append(
                    .init(
                        TransientFindings.seriesDrop,
                        "\(spoiled.count) of \(large.count) large steps move up to "
                            + "\(DecimalText.significant(worst, digits: 2)) V_x into the series resistance, expected less than V_x/4",
                        at: first.recording.provenance.position(of: 0),
                        fix: "step to lower currents, or trust their times less"))
            }
        }
        let kept = used.filter { $0.isSmall || series.ratio($0, V_x: V_x) < 0.25 }
        let isEnough = voltages(kept) >= fewestVoltages && spansTop(kept.compactMap { point($0, series: series) })
        return isEnough ? kept : used
    }

    /// The slow time of a step as a point of the bell; `nil` where its time is not known within a factor of about two.
    ///
    /// Its voltage is the one inside once the current is steady. While the current moves the voltage moves with it, by
    /// `R_s |dI|`: half of that over `V_x` is an error of ln τ, whose slope is at most `1/V_x`.
    private static func point(
        _ evidence: StepEvidence, series: SeriesDrop?, V_x: Double = .infinity
    ) -> RateBell.Point? {
        let sum = evidence.shape.fit.sum
        guard let tau = evidence.shape.slowTime(sum), tau > 0,
            let sd = sum.standardError(of: { log(evidence.shape.slowTime($0) ?? .nan) }), sd < 0.5
        else { return nil }
        let moved = series.map { 0.5 * $0.ratio(evidence, V_x: V_x) } ?? 0
        // A part in ten thousand is as well as clocks and sources are known together.
        return RateBell.Point(
            V: series?.inside_V(evidence) ?? evidence.shape.fit.step.levelAfter_V, logTau: log(tau),
            sd: (sd * sd + moved * moved + 1e-8).squareRoot(), growth: growth(evidence.shape))
    }

    /// +1 where the size of the current grows after a step (set), -1 where it falls (reset).
    static func growth(_ shape: StepShape) -> Double {
        let sum = shape.fit.sum
        return abs(sum.offset) >= abs(shape.plateau(sum)) ? 1 : -1
    }

    /// Whether the points lie on both sides of the longest time or of 0 V.
    private static func spansTop(_ points: [RateBell.Point]) -> Bool {
        guard let top = points.max(by: { $0.logTau < $1.logTau }) else { return false }
        let voltages = points.map(\.V)
        let bothSigns = voltages.contains { $0 > 0 } && voltages.contains { $0 < 0 }
        return bothSigns || (voltages.contains { $0 < top.V - 1e-3 } && voltages.contains { $0 > top.V + 1e-3 })
    }
}
