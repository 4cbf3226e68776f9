import Glibc

/// How the noise of a current grows with the current: variance ∝ 1 + (ρ I)², ρ in 1/A; zero for constant noise.
///
/// Instruments add noise of a range (constant) and of a gain (proportional). Which one rules decides the weights, and
/// with them whether the tall spike or the long tail is trusted.
struct NoiseLaw: Sendable, Hashable {
    var proportion_per_A: Double

    /// Relative variance of a sample at a current.
    func variance(at current_A: Double) -> Double {
        1 + proportion_per_A * proportion_per_A * current_A * current_A
    }

    /// The law that makes residuals of a fit most likely (normal law, scale free), among ten proportions.
    ///
    /// Proportional noise must beat constant noise by a likelihood ratio of e⁵, so that it is not taken by chance.
    static func mostLikely(fitted_A: [Double], residuals_A: [Double], counts: [Double]) -> NoiseLaw {
        let largest = fitted_A.map { abs($0) }.max() ?? 0
        guard largest > 0, fitted_A.count >= 12 else { return NoiseLaw(proportion_per_A: 0) }
        var best = (law: NoiseLaw(proportion_per_A: 0), misfit: Double.infinity)
        for proportion in [0, 1, 2, 5, 10, 20, 50, 100, 300, 1000.0] {
            let law = NoiseLaw(proportion_per_A: proportion / largest)
            var square = 0.0
            var logs = 0.0
            // Variances lie between 1 and 1e6 + 1: sixteen of them multiply without overflow, and one logarithm serves all.
            var product = 1.0
            for i in fitted_A.indices {
                let variance = law.variance(at: fitted_A[i])
                square += counts[i] * residuals_A[i] * residuals_A[i] / variance
                product *= variance
                if i & 15 == 15 {
                    logs += log(product)
                    product = 1
                }
            }
            logs += log(product)
            guard square > 0 else { continue }
            // Minus twice the logarithm of the likelihood, up to a constant.
            let misfit = Double(fitted_A.count) * log(square) + logs
            let advantage = best.law.proportion_per_A == 0 ? 10.0 : 0
            if misfit < best.misfit - advantage { best = (law, misfit) }
        }
        return best.law
    }
}
