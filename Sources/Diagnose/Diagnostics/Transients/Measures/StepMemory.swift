import Kernels
import Measurements

/// Whether steps show a memory, or only a resistance and a capacitance.
///
/// A current that goes on along the step, or two times on the way back, needs a memory: a passive resistor-capacitor
/// network with one capacitor only turns back, once. One decay may be that capacitor: then it is over long before the
/// record ends, or its time and its charge per volt do not depend on the voltage. Of a spike that is over before the second
/// sample neither its time nor its charge is known, so that such spikes are not set against the others.
enum StepMemory {
    private struct Decay {
        var time: (value: Double, se: Double)
        var capacitance: (value: Double, se: Double)
        /// Whether the samples show it, not only what is left of it.
        var isResolved: Bool
    }

    /// The verdict over all steps; `nil` without steps.
    static func label(of steps: [StepEvidence]) -> Label? {
        guard !steps.isEmpty else { return nil }
        let from = Array(Set(steps.map(\.recording.id))).sorted()
        func verdict(_ value: String, _ rule: String) -> Label {
            Label("memory.present", value, at: Place(of: "transients"), from: from, rule: rule)
        }
        if let shown = steps.first(where: { isCertain($0.shape) }) {
            return verdict(
                "yes", "step \(shown.place.step ?? 1): \(shown.shape.pattern), which no single capacitor gives")
        }
        if steps.contains(where: { goesOn($0.shape) }) {
            return verdict(
                "undecided",
                "the current moves before the step already, and no faster after it: that motion may be all there is")
        }
        let single = steps.filter { $0.shape.fit.sum.order > 0 }
        if single.isEmpty { return flatVerdict(steps, verdict) }
        let decays = single.compactMap(decay)
        let resolved = decays.filter(\.isResolved)
        let isFast = single.allSatisfy { $0.shape.fit.sum.times_s[0] < 0.01 * $0.shape.fit.record_s }
        if decays.count == single.count, isFast, !differs(resolved.map(\.capacitance)) {
            return verdict(
                "none", "only a charging spike, and no change of current over two decades of time after it")
        }
        guard resolved.count > 1, decays.count == single.count else {
            return verdict(
                "undecided", "one decay that a single capacitor could give; steps of other heights or biases would tell"
            )
        }
        if differs(resolved.map(\.time)) || differs(resolved.map(\.capacitance)) {
            return verdict("yes", "decays whose time or charge per volt depends on the voltage")
        }
        return verdict("none", "one decay in each step, with one time and one charge per volt: a capacitor")
    }

    /// A component that no capacitor gives: against the spike's sign, or a second one.
    static func isCertain(_ shape: StepShape) -> Bool {
        let sum = shape.fit.sum
        guard shape.fit.step.height_V != nil else { return false }
        return shape.memory.contains { j in
            let se = sum.standardError { $0.amplitudes[j] } ?? .infinity
            // Five errors, not the two that keep a component: one chance fit must not make a memory of a resistor.
            guard abs(sum.amplitudes[j]) > 5 * se, beginsWithStep(shape, j) else { return false }
            return shape.direction * sum.amplitudes[j] < 0 || shape.hasSpike
        }
    }

    /// Whether a component moves more than twice as fast at the step as the current did before it, or the other way.
    ///
    /// What moved before the step goes on through it, ever more slowly; what the step starts is fastest right after it.
    private static func beginsWithStep(_ shape: StepShape, _ j: Int) -> Bool {
        let rate = -shape.fit.sum.amplitudes[j] / shape.fit.sum.times_s[j]
        let before = shape.fit.motion_A_per_s
        return before == 0 || rate * before < 0 || abs(rate) > 2 * abs(before)
    }

    /// Whether all that moves after a step moved before it.
    static func goesOn(_ shape: StepShape) -> Bool {
        !shape.memory.isEmpty && shape.fit.motion_A_per_s != 0
            && !shape.memory.contains { beginsWithStep(shape, $0) }
    }

    /// Nothing stands out of the noise: none, if what could have hidden is small.
    private static func flatVerdict(_ steps: [StepEvidence], _ verdict: (String, String) -> Label) -> Label {
        let hidden = steps.map { evidence -> Double in
            let fit = evidence.shape.fit
            let change = fit.step.baseline.map { abs(fit.sum.offset - $0.current_A) } ?? abs(fit.sum.offset)
            let scatter = (fit.sum.variance / Double(max(1, fit.fitted.counts.reduce(0, +)))).squareRoot()
            return change > 0 ? 6 * scatter / change : .infinity
        }
        guard let worst = hidden.min(), worst < 0.05 else {
            return verdict("undecided", "no component stands out, but the noise could hide one of 5 % of the change")
        }
        let percent = DecimalText.significant(worst * 100, digits: 2)
        return verdict(
            "none", "no component stands out; one of \(percent) % of the change of current would have been seen")
    }

    /// Time and charge per volt of a step with one component.
    private static func decay(_ evidence: StepEvidence) -> Decay? {
        let shape = evidence.shape
        let sum = shape.fit.sum
        guard sum.order == 1, let height = shape.fit.step.height_V, height != 0, !shape.fit.isTooSlow else {
            return nil
        }
        let charge = shape.excessCharge(sum)
        return Decay(
            time: (sum.times_s[0], sum.standardError { $0.times_s[0] } ?? 0),
            capacitance: (
                charge / height,
                (sum.standardError { shape.excessCharge($0) } ?? 0) / abs(height)
            ), isResolved: !shape.isFastUnresolved)
    }

    /// Whether numbers differ by more than a fifth and by more than three of their errors.
    static func differs(_ values: [(value: Double, se: Double)]) -> Bool {
        guard let least = values.min(by: { $0.value < $1.value }), let most = values.max(by: { $0.value < $1.value })
        else { return false }
        let gap = most.value - least.value
        let error = (least.se * least.se + most.se * most.se).squareRoot()
        return gap > 0.2 * max(abs(most.value), abs(least.value)) && gap > 3 * error
    }
}
