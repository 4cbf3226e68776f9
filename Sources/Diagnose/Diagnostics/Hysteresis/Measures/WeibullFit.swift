internal import Glibc

/// The Weibull law `F = 1 - exp(-(V/eta)^k)` of positive values by maximum likelihood, some of them right-censored.
///
/// The equations of THEORY D.6, in logarithms about their mean, so that no power overflows. Errors are those of the observed
/// information.
struct WeibullFit: Sendable, Hashable {
    /// Shape k and scale eta, with standard errors; the scale has the unit of the values.
    let shape: Estimate
    let scale: Estimate
    /// Logarithm of the likelihood.
    let logLikelihood: Double

    /// Fits; `nil` with fewer than two different observed values, or where a value is not positive.
    ///
    /// - Shape: both [n].
    init?(_ values: [Double], censored: [Bool]) {
        guard let core = Self.solve(values, censored) else { return nil }
        let (k, y, middle, observed) = (core.shape, core.logs, core.middle, core.observed)
        let r = Double(observed.count)
        let sum = y.reduce(0) { $0 + exp(k * $1) }
        let logScale = log(sum / r) / k
        // With z = k (ln V - ln eta), a = ln eta and b = 1/k the information is k² [[r, S1], [S1, r + S2]].
        var first = 0.0
        var second = 0.0
        for value in y {
            let z = k * (value - logScale)
            let weight = exp(z)
            first += z * weight
            second += z * z * weight
        }
        let determinant = r * (r + second) - first * first
        guard determinant > 0 else { return nil }
        let eta = exp(logScale + middle)
        shape = Estimate(k, se: k * sqrt(r / determinant))
        scale = Estimate(eta, se: eta / k * sqrt((r + second) / determinant))
        let rest = observed.reduce(0) { $0 + k * (y[$1] - logScale) - y[$1] - middle }
        logLikelihood = r * log(k) + rest - r
        guard shape.isFinite, scale.isFinite, logLikelihood.isFinite else { return nil }
    }

    /// The shape by Newton's steps in its logarithm; the left side of the equation grows with the shape.
    private static func solve(
        _ values: [Double], _ censored: [Bool]
    ) -> (shape: Double, logs: [Double], middle: Double, observed: [Int])? {
        guard values.count == censored.count, values.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        let observed = values.indices.filter { !censored[$0] }
        guard observed.count >= 2 else { return nil }
        var y = values.map { log($0) }
        let middle = y.reduce(0, +) / Double(y.count)
        for i in y.indices { y[i] -= middle }
        let mean = observed.reduce(0) { $0 + y[$1] } / Double(observed.count)
        let variance = observed.reduce(0) { $0 + (y[$1] - mean) * (y[$1] - mean) } / Double(observed.count)
        guard variance > 1e-24 else { return nil }
        let largest = y.max() ?? 0
        // The standard deviation of ln V is pi/(sqrt 6 k).
        var k = 1.2825498301618641 / sqrt(variance)
        for _ in 0..<100 {
            var (s0, s1, s2) = (0.0, 0.0, 0.0)
            for value in y {
                let weight = exp(k * (value - largest))
                s0 += weight
                s1 += weight * value
                s2 += weight * value * value
            }
            let ratio = s1 / s0
            let f = ratio - 1 / k - mean
            let slope = s2 / s0 - ratio * ratio + 1 / (k * k)
            guard f.isFinite, slope > 0 else { return nil }
            // A step in ln k keeps k positive; at most a factor of e.
            let step = min(max(-f / (slope * k), -1), 1)
            k *= exp(step)
            if abs(step) < 1e-14 { break }
        }
        return k.isFinite ? (k, y, middle, observed) : nil
    }
}
