internal import Glibc
import Measurements

/// L9 where conduction is exponential: a branch `I_0 (e^{u/V_m} - 1)` has `R = V_m e^{-u/V_m}/I_0`, so that it carries
/// `V_m (1 - e^{-u/V_m})/R`; of one branch `R_b I` is a constant, of two the sum is the steady current (THEORY B.2, G.3).
enum ExponentialCurrent {
    /// Compares the steady current with the sum over the branches of one spectrum.
    static func test(
        _ resistance: Metric, at bias_V: Double, _ steady: SteadyCurrents, _ compare: LinkComparison,
        _ evidence: Evidence
    ) -> LinkResult {
        guard !steady.isEmpty else { return compare.needs("a step-and-hold I-V, or a slow loop") }
        let current: (value: Double, se: Double, from: [String])
        switch steady.current(at: bias_V, state: resistance.at.state, evidence) {
        case .failure(let reason): return compare.needs(reason)
        case .success(let found): current = found
        }
        let series = evidence.metrics("impedance.R_s").first { $0.from == resistance.from }?.value ?? 0
        let u = abs(bias_V) - series * abs(current.value)
        var sum = 0.0
        var variance = 0.0
        // The branch that follows the memory carries a current too, where the spectrum shows one.
        let slow = evidence.metrics("impedance.R_a").first { $0.from == resistance.from }
        for (branch, name) in [(resistance, "R_b"), (slow, "R_a")].compactMap({ pair in pair.0.map { ($0, pair.1) } }) {
            guard
                let scale = evidence.metrics("impedance.V_m").first(where: {
                    $0.at.of == name && $0.at.state == resistance.at.state && ($0.at.lobe == "+") == (bias_V > 0)
                }), let scale_se = scale.se, let branch_se = branch.se, scale.value > 0, branch.value > 0, u > 0
            else { return compare.needs("how \(name) falls with bias, from spectra at three biases") }
            let rest = exp(-u / scale.value)
            let part = scale.value * (1 - rest) / branch.value
            // d part/d V_m = (1 - rest (1 + u/V_m))/R.
            let first = (1 - rest * (1 + u / scale.value)) / branch.value * scale_se
            let second = part * branch_se / branch.value
            sum += part
            variance += first * first + second * second
        }
        return compare.positive(
            LinkSide(
                name: slow == nil ? "impedance (V_m/R_b)" : "impedance (V_m/R of R_b and R_a)", value: sum,
                se: variance.squareRoot(), unit: .ampere,
                from: Array(Set(resistance.from + (slow?.from ?? []))).sorted()),
            LinkSide(
                name: "steady I-V", value: abs(current.value), se: current.se, unit: .ampere, from: current.from))
    }
}
