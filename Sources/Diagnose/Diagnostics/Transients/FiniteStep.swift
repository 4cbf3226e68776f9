import Glibc
import Measurements

/// The error that the finite height of a small step leaves in its low-frequency capacitance.
///
/// A charge says no more than that the capacitance is one between the two levels. For a slow variable with a constant time
/// it is that of the middle to second order; where the time itself changes with the voltage it lies nearer to one end. The
/// place is therefore taken as evenly spread over the step: `dC/dV dV/sqrt(12)`, the slope from neighboring steps.
enum FiniteStep {
    /// The metrics with that error in each `transient.C_lf` that has neighbors of its state.
    static func widened(_ metrics: [Metric]) -> [Metric] {
        let capacitances = metrics.filter { $0.id == "transient.C_lf" }
        return metrics.map { metric in
            guard metric.id == "transient.C_lf", let slope = slope_F_per_V(at: metric, among: capacitances),
                let se = metric.se, let middle = metric.at.bias_V, let end = metric.at.V
            else { return metric }
            // Half the height is the distance from the middle to the level after; 3 = 12/4.
            let open = slope * abs(end - middle) / 3.0.squareRoot()
            return Metric(
                metric.id, metric.value, se: (se * se + open * open).squareRoot(), unit: metric.unit, n: metric.n,
                at: metric.at, from: metric.from,
                rule: metric.rule + "; the error holds the change of C_lf over the step", bound: metric.bound,
                extrapolation: metric.extrapolation)
        }
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
        // Levels within a tenth of a millivolt are one level, measured again.
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
