import Glibc
import Kernels

/// How far a fit misses its data, held against the noise.
///
/// The noise comes from the differences of neighboring residuals, in which a smooth miss cancels; the residuals
/// themselves hold both. A fit that leaves nothing but noise has a ratio of 1.
struct LackOfFit: Sendable {
    /// Residual rms over the noise.
    let ratio: Double
    /// Correlation of neighboring residuals, 0 to 0.99.
    let correlation: Double
    /// Rms of the part of the residuals that is no noise, A.
    let systematic_A: Double
    /// Number of residuals.
    let count: Int

    /// Holds a fit against samples of given weights.
    init(_ samples: DecaySamples, weights: [Double], model_A: [Double]) {
        var (square, products, differences, plain) = (0.0, 0.0, 0.0, 0.0)
        var last: Double?
        for i in samples.values.indices {
            let residual = samples.values[i] - model_A[i]
            let z = residual * weights[i].squareRoot()
            square += z * z
            plain += residual * residual
            if let last {
                products += z * last
                differences += (z - last) * (z - last)
            }
            last = z
        }
        count = samples.count
        guard square > 0, differences > 0, count > 1 else {
            (ratio, correlation, systematic_A) = (1, 0, 0)
            return
        }
        let n = Double(count)
        let noise = differences / (2 * (n - 1))
        ratio = max(1, square / n / noise).squareRoot()
        correlation = min(0.99, max(0, products / square))
        systematic_A = (plain / n * max(0, 1 - noise * n / square)).squareRoot()
    }

    /// By how much the variance of a fitted parameter grows because neighboring residuals say the same.
    ///
    /// `(1 + ρ)/(1 - ρ)`, of a first-order autoregression; 1 where ρ is within two of its errors.
    /// - Source: Bayley and Hammersley, J. R. Stat. Soc. Suppl. 8 (1946) 184.
    var varianceFactor: Double {
        correlation > 2 / Double(max(1, count)).squareRoot() ? (1 + correlation) / (1 - correlation) : 1
    }

    /// Whether the miss is certain and can be seen: at least half of the residuals' variance is no noise, and its rms is
    /// half a percent of the change that was fitted.
    func isMisfit(change_A: Double) -> Bool {
        count >= 20 && ratio > 2.0.squareRoot() && systematic_A > 0.005 * change_A
    }
}
