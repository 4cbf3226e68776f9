internal import Glibc
internal import Kernels

/// The lognormal law of positive values by maximum likelihood, some of them right-censored.
struct LognormalFit: Sendable, Hashable {
    /// Mean and standard deviation of ln V, with standard errors (that of complete data of as many observed values).
    let mean: Estimate
    let sd: Estimate
    /// Logarithm of the likelihood of the values themselves, comparable with that of `WeibullFit`.
    let logLikelihood: Double

    /// Fits; `nil` with fewer than two different observed values, or where a value is not positive.
    ///
    /// Censored values by expectation and maximization (Dempster, Laird and Rubin, 1977): each stands for the mean and the
    /// variance of a normal law cut below it.
    init?(_ values: [Double], censored: [Bool]) {
        guard values.count == censored.count, values.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        let y = values.map { log($0) }
        let observed = y.indices.filter { !censored[$0] }
        let hidden = y.indices.filter { censored[$0] }
        let r = Double(observed.count)
        guard observed.count >= 2 else { return nil }
        let n = Double(y.count)
        let sum = observed.reduce(0) { $0 + y[$1] }
        var mu = sum / r
        var sigma = sqrt(observed.reduce(0) { $0 + (y[$1] - mu) * (y[$1] - mu) } / r)
        guard sigma > 1e-12 else { return nil }
        if !hidden.isEmpty {
            for _ in 0..<2000 {
                var (first, second) = (sum, observed.reduce(0) { $0 + y[$1] * y[$1] })
                for i in hidden {
                    let z = (y[i] - mu) / sigma
                    let h = Self.hazard(z)
                    let expected = mu + sigma * h
                    first += expected
                    second += sigma * sigma * max(0, 1 + z * h - h * h) + expected * expected
                }
                let next = first / n
                let width = sqrt(max(second / n - next * next, 1e-300))
                let moved = abs(next - mu) + abs(width - sigma)
                (mu, sigma) = (next, width)
                if moved < 1e-12 * sigma { break }
            }
        }
        var likelihood = 0.0
        for i in observed {
            let z = (y[i] - mu) / sigma
            likelihood -= y[i] + log(sigma) + 0.5 * log(2 * Double.pi) + 0.5 * z * z
        }
        for i in hidden { likelihood += log(max(NormalDistribution.upperTail((y[i] - mu) / sigma), 1e-300)) }
        mean = Estimate(mu, se: sigma / sqrt(r))
        sd = Estimate(sigma, se: sigma / sqrt(2 * r))
        logLikelihood = likelihood
        guard mean.isFinite, sd.isFinite, likelihood.isFinite else { return nil }
    }

    /// `phi(z)/Q(z)`; beyond 8 by its asymptote, where both vanish.
    private static func hazard(_ z: Double) -> Double {
        guard z < 8 else { return z + 1 / z }
        return exp(-0.5 * z * z) / sqrt(2 * Double.pi) / NormalDistribution.upperTail(z)
    }
}
