import Kernels
import Measurements

/// Whether steps of the current show a memory, or only resistances and a capacitor that charges.
///
/// A voltage that turns back along the step, or rings, needs a memory (THEORY C.2). A single rise may be the charging of one
/// capacitor: it is, where it is over long before the record ends, or where its time over its resistance, which is the
/// capacitance, is the same at every level. The resistance itself may depend on the level; that of a diode does.
enum CurrentStepMemory {
    /// The verdict over all steps; `nil` without steps.
    static func label(of steps: [CurrentStepMetrics]) -> Label? {
        guard !steps.isEmpty else { return nil }
        let from = Array(Set(steps.map(\.recording.id))).sorted()
        func verdict(_ value: String, _ rule: String) -> Label {
            Label(
                "memory.present", value, at: Place(of: "transients"), from: from, rule: "steps of the current: " + rule)
        }
        if let shown = steps.first(where: \.isCertain) {
            return verdict(
                "yes", "step \(shown.fit.step.number): \(shown.pattern), which no single capacitor gives")
        }
        guard steps.allSatisfy({ !$0.shape.isMisfit && !$0.fit.isTooSlow && !StepMemory.goesOn($0.shape) }) else {
            return verdict("undecided", "no voltage turns back, but not each settles as exponentials do")
        }
        let single = steps.filter { $0.fit.sum.order > 0 }
        if single.isEmpty { return flat(steps, verdict) }
        guard single.allSatisfy({ $0.pattern == "rise" && $0.fit.sum.order == 1 }) else {
            return verdict("undecided", "no voltage turns back, but one rises in more than one time")
        }
        if single.allSatisfy({ $0.fit.sum.times_s[0] < 0.01 * $0.fit.record_s }) {
            return verdict("none", "only a charging rise, and no change of voltage over two decades of time after it")
        }
        let capacitances = single.compactMap(capacitance)
        guard capacitances.count > 1, capacitances.count == single.count else {
            return verdict("undecided", "one rise that a single capacitor could give; steps at other levels would tell")
        }
        guard !StepMemory.differs(capacitances) else {
            return verdict("undecided", "one rise in each step, whose capacitance depends on the level")
        }
        return verdict("none", "one rise in each step, with one capacitance")
    }

    /// Nothing stands out of the noise: none, if what could have hidden is less than a twentieth of the change.
    private static func flat(
        _ steps: [CurrentStepMetrics], _ verdict: (String, String) -> Label
    ) -> Label {
        let hidden = steps.map { step -> Double in
            let fit = step.fit
            let change = abs(fit.sum.offset - (fit.step.baseline?.current_A ?? 0))
            let scatter = (fit.sum.variance / Double(max(1, fit.fitted.counts.reduce(0, +)))).squareRoot()
            return change > 0 ? 6 * scatter / change : .infinity
        }
        guard let best = hidden.min(), best < 0.05 else {
            return verdict("undecided", "no component stands out, but the noise could hide one of 5 % of the change")
        }
        let percent = DecimalText.significant(best * 100, digits: 2)
        return verdict(
            "none", "no component stands out; one of \(percent) % of the change of voltage would have been seen")
    }

    /// τ/R of a rise with its standard error, F: R is its amplitude over the step.
    private static func capacitance(_ step: CurrentStepMetrics) -> (value: Double, se: Double)? {
        let sum = step.fit.sum
        let height_A = step.fit.step.levelAfter_V * step.unit_A - (step.fit.step.levelBefore_V ?? 0) * step.unit_A
        guard height_A != 0, sum.amplitudes[0] != 0 else { return nil }
        func value(_ sum: ExponentialSum) -> Double { -sum.times_s[0] * height_A / sum.amplitudes[0] }
        guard let se = sum.standardError(of: value), value(sum) > 0 else { return nil }
        return (value(sum), se)
    }
}
