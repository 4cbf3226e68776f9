import Glibc
import Kernels
import Measurements

/// What the finite height of a small step does to its low-frequency capacitance.
///
/// After a step a state relaxes with the time `τ`, and counts in the current with the weight `f_x`, of the level after;
/// the capacitance of the middle has those of the middle: `Q/dV = C (1 + dV/2 · d ln(f_x τ)/dV)`. How τ changes is seen
/// in the neighboring steps. `f_x` is constant (a current of its own) or proportional to V (a conductance), so half of
/// the latter is taken off and the other half is the error (THEORY A.2, C.5). A step alone is left as it is, with the
/// error that all of this may make.
enum FiniteStep {
    /// The metrics with each `transient.C_lf` brought to the middle of its step.
    static func corrected(_ metrics: [Metric], by steps: [StepEvidence]) -> [Metric] {
        let small = steps.filter { $0.isSmall && !$0.shape.memory.isEmpty && !$0.shape.fit.isTooSlow }
        return metrics.map { metric in
            guard metric.id == "transient.C_lf", let se = metric.se, let middle_V = metric.at.bias_V,
                let step = small.first(where: { metric.from == [$0.recording.id] && metric.at.step == $0.place.step }),
                let height_V = step.shape.fit.step.height_V
            else { return metric }
            let shift = shift_F(of: step, among: small, middle_V: middle_V, height_V: height_V)
            return Metric(
                metric.id, metric.value - shift.value, se: (se * se + shift.error * shift.error).squareRoot(),
                unit: metric.unit, n: metric.n, at: metric.at, from: metric.from,
                rule: metric.rule + "; brought to the middle by the change of tau over the step", bound: metric.bound,
                extrapolation: metric.extrapolation)
        }
    }

    /// By how much the charge over the height exceeds the capacitance of the middle, with the error of that, F.
    private static func shift_F(
        of step: StepEvidence, among steps: [StepEvidence], middle_V: Double, height_V: Double
    ) -> (value: Double, error: Double) {
        let sum = step.shape.fit.sum
        // Within one height of 0 V the weight changes its sign; it counts there as it does at one height.
        let weight_per_V = 0.5 / max(abs(middle_V), abs(height_V)) * (middle_V < 0 ? -1 : 1)
        var (value, error, known) = (0.0, 0.0, 0.0)
        for j in step.shape.memory {
            let capacitance_F = sum.amplitudes[j] * sum.times_s[j] / height_V
            guard let slope = timeSlope_per_V(of: j, of: step, among: steps) else {
                // τ may change as that of a state activated over 50 mV does, by 10/V (THEORY B.1).
                known += abs(capacitance_F * 0.5 * height_V * (10 + 2 * abs(weight_per_V)))
                continue
            }
            let relative = 0.5 * height_V * (slope.value + weight_per_V)
            value += capacitance_F * relative / (1 + max(relative, -0.5))
            error += abs(capacitance_F * 0.5 * height_V * weight_per_V)
            known += abs(capacitance_F * 0.5 * height_V * slope.error)
        }
        return (value, (error * error + known * known).squareRoot())
    }

    /// `d ln τ/dV` of a component, from the steps next to a step, counted from the slowest.
    ///
    /// The error is half of what the two sides differ by, or a quarter of the slope where there is one side; where a
    /// neighbor has another number of components, as large as the slope.
    /// - Returns: `nil` without a neighbor.
    private static func timeSlope_per_V(
        of component: Int, of step: StepEvidence, among steps: [StepEvidence]
    ) -> (value: Double, error: Double)? {
        let (shape, V) = (step.shape, step.shape.fit.step.levelAfter_V)
        let fromLast = shape.memory.upperBound - component
        let near = steps.filter {
            $0.shape.memory.count >= fromLast && $0.recording.conditions.state == step.recording.conditions.state
        }
        // Levels within a tenth of a millivolt are one level, measured again.
        func level(_ other: StepEvidence) -> Double { other.shape.fit.step.levelAfter_V }
        let above = near.filter { level($0) > V + 1e-4 }.min { level($0) < level($1) }
        let below = near.filter { level($0) < V - 1e-4 }.max { level($0) < level($1) }
        let sides = [above, below].compactMap { $0 }
        let slopes = sides.map { other in
            let tau_s = other.shape.fit.sum.times_s[other.shape.memory.upperBound - fromLast]
            return log(tau_s / shape.fit.sum.times_s[component]) / (level(other) - V)
        }
        guard let first = slopes.first, let last = slopes.last else { return nil }
        let alike = sides.allSatisfy { $0.shape.memory.count == shape.memory.count }
        guard alike else { return (0.5 * (first + last), max(abs(first), abs(last))) }
        guard slopes.count == 2 else { return (first, 0.25 * abs(first)) }
        return (0.5 * (first + last), 0.5 * abs(first - last))
    }

    /// Steepest change of a capacitance to a neighbor in bias, F/V; `nil` without a neighbor.
    ///
    /// Toward a larger value of the same sign the change is taken as exponential, as capacitances of activated states
    /// are; else as linear.
    static func slope_F_per_V(at metric: Metric, among others: [Metric]) -> Double? {
        guard let V = metric.at.bias_V ?? metric.at.V else { return nil }
        let near = others.filter { $0.at.state == metric.at.state }.compactMap { other -> (V: Double, C: Double)? in
            (other.at.bias_V ?? other.at.V).map { ($0, other.value) }
        }
        let above = near.filter { $0.V > V + 1e-4 }.min { $0.V < $1.V }
        let below = near.filter { $0.V < V - 1e-4 }.max { $0.V < $1.V }
        let slopes = [above, below].compactMap { $0 }.map { other -> Double in
            let C = metric.value
            let linear = abs(other.C - C)
            return (C * other.C > 0 ? min(linear, abs(C * log(other.C / C))) : linear) / abs(other.V - V)
        }
        return slopes.max()
    }
}
