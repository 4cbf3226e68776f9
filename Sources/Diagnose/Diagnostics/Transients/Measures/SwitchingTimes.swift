import Findings
import Glibc
import Kernels
import Measurements

/// The relaxation time against voltage over steps, extrapolated to 0 V (THEORY C.3, H).
enum SwitchingTimes {
    /// Fewest different voltages: one more than a bell has parameters.
    static let fewestVoltages = 5
    /// Relative error of a time that no fit knows of: `V_x/20` lost in series resistance changes τ by up to this.
    private static let unseenError = 0.05

    /// The evidence of steps on `τ(0 V)`; empty where there are no large steps with a memory.
    ///
    /// Small steps count too: at fixed voltage, they relax with the same time.
    ///
    /// - Parameter series: what is known of the series resistance; steps that it spoils are left out where enough remain.
    static func result(of steps: [StepEvidence], series: SeriesDrop? = nil, isFull: Bool = false) -> DiagnosticResult {
        var result = DiagnosticResult()
        var used = steps.filter {
            // A small step may show nothing but its spike.
            !$0.shape.fit.isTooSlow && !$0.shape.isMisfit && !$0.shape.memory.isEmpty
                && (!$0.isSmall || StepMemory.isCertain($0.shape))
        }
        var points = used.compactMap(point)
        guard let first = used.first, points.count >= 2, used.contains(where: { !$0.isSmall }) else { return result }
        let voltages = Set(points.map { ($0.V * 1e3).rounded() }).count
        let times = "relaxation times at \(voltages) voltages"
        func refuse(_ why: String) {
            result.findings.append(
                .init(
                    TransientFindings.tauNotExtrapolated, times + ", " + why,
                    at: first.recording.provenance.position(of: 0),
                    fix: "measure steps to more voltages of both signs"))
        }
        guard voltages >= fewestVoltages else {
            refuse("expected at least \(fewestVoltages)")
            return result
        }
        guard spansTop(points), var bell = RateBell(points) else {
            refuse("expected some on either side of the longest one, or of both signs")
            return result
        }
        if let series {
            let kept = judge(used, series: series, bell: bell, into: &result)
            let valid = kept.compactMap(point)
            if kept.count < used.count, Set(valid.map { ($0.V * 1e3).rounded() }).count >= fewestVoltages,
                spansTop(valid), let better = RateBell(valid)
            {
                (used, points, bell) = (kept, valid, better)
            }
        }
        let constant = bestConstant(points, bell)
        if isFull {
            let curve = SwitchingCurve(
                points: points, bell: bell, constant: constant, state: first.recording.conditions.state,
                from: Array(Set(used.map(\.recording.id))).sorted())
            result.metrics += curve.metrics()
            result.curves += curve.curves()
        }
        let (value, sd) = bell.logTau(at: 0)
        let spread = (constant?.logTau(at: 0).value ?? value) - value
        let total = (sd * sd + spread * spread).squareRoot()
        // A factor e² to either side is no longer a number to pool.
        guard total < 2, abs(value) < 60 else {
            refuse("which leave the one at 0 V open by more than a factor of \(Int(exp(min(total, 10))))")
            return result
        }
        result.metrics.append(metric(value, total, spread: spread, points: points, used: used))
        return result
    }

    /// The large steps whose voltage inside stays where it is, with a metric for each and a finding for the others.
    private static func judge(
        _ used: [StepEvidence], series: SeriesDrop, bell: RateBell, into result: inout DiagnosticResult
    ) -> [StepEvidence] {
        let V_x = bell.quantity { 1 / (exp($0[1]) + exp($0[3])) }.value
        guard V_x > 0, V_x.isFinite else { return used }
        let large = used.filter { !$0.isSmall }
        result.metrics += large.map { series.metric($0, V_x: V_x) }
        let spoiled = large.filter { series.ratio($0, V_x: V_x) >= 0.25 }
        guard let worst = spoiled.map({ series.ratio($0, V_x: V_x) }).max(), let first = spoiled.first else {
            return used
        }
        result.findings.append(
            .init(
                TransientFindings.seriesDrop,
                "\(spoiled.count) of \(large.count) large steps move up to \(DecimalText.significant(worst, digits: 2)) V_x "
                    + "into the series resistance, expected less than V_x/4",
                at: first.recording.provenance.position(of: 0),
                fix: "step to lower currents, or trust their times less"))
        return used.filter { $0.isSmall || series.ratio($0, V_x: V_x) < 0.25 }
    }

    private static func metric(
        _ value: Double, _ sd: Double, spread: Double, points: [RateBell.Point], used: [StepEvidence]
    ) -> Metric {
        let tau = exp(value)
        let longest = used.map(\.shape.fit.record_s).max() ?? 0
        let voltages = points.map(\.V)
        let range =
            "\(DecimalText.significant(voltages.min() ?? 0, digits: 3)) to "
            + "\(DecimalText.significant(voltages.max() ?? 0, digits: 3)) V"
        let second =
            spread == 0
            ? "T2 is no better" : "T2 differs by a factor \(DecimalText.significant(exp(abs(spread)), digits: 2))"
        return Metric(
            "volatility.tau_at_0V", tau, se: tau * sd, low: exp(value - 1.959964 * sd),
            high: exp(value + 1.959964 * sd), level: 0.95, unit: .second, n: points.count,
            at: Place(state: used.first?.recording.conditions.state, definition: "steps T1"),
            from: Array(Set(used.map(\.recording.id))).sorted(),
            rule: "ln tau of \(points.count) steps from \(range) with T1, extrapolated to 0 V; \(second)",
            extrapolation: longest > 0 && tau > longest ? tau / longest : nil)
    }

    /// The slow time of a step as a point of the bell.
    private static func point(_ evidence: StepEvidence) -> RateBell.Point? {
        let sum = evidence.shape.fit.sum
        guard let tau = evidence.shape.slowTime(sum), tau > 0,
            let sd = sum.standardError(of: { log(evidence.shape.slowTime($0) ?? .nan) }), sd < 0.5
        else { return nil }
        return RateBell.Point(
            V: evidence.shape.fit.step.levelAfter_V, logTau: log(tau),
            sd: (sd * sd + unseenError * unseenError).squareRoot(), growth: growth(evidence.shape))
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

    /// The best T2 with a constant rate, if it fits better by more than one unit of chi-square; else `nil`.
    private static func bestConstant(_ points: [RateBell.Point], _ bell: RateBell) -> RateBell? {
        guard points.count > fewestVoltages, let slowest = points.map(\.logTau).max() else { return nil }
        // From a hundredth of the slowest measured rate to all of it.
        let trials = [0.01, 0.03, 0.1, 0.3, 0.6, 0.9].compactMap {
            RateBell(points, constantRate_per_s: $0 * exp(-slowest))
        }
        guard let best = trials.min(by: { $0.chiSquare < $1.chiSquare }), best.chiSquare < bell.chiSquare - 1 else {
            return nil
        }
        return best
    }
}
