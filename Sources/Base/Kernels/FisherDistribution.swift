/// Fisher's F: the law of a ratio of two variances.
public enum FisherDistribution {
    /// Probability of a ratio above `ratio` when numerator and denominator have these degrees of freedom.
    ///
    /// - Edge cases: 1 for a ratio of 0 or less, 0 for an infinite one.
    /// - Source: Abramowitz and Stegun 26.6.2, by the incomplete beta function; right to about 1e-8.
    public static func upperTail(_ ratio: Double, numerator: Double, denominator: Double) -> Double {
        precondition(numerator > 0 && denominator > 0, "degrees of freedom are positive")
        guard ratio > 0 else { return 1 }
        guard ratio < .infinity else { return 0 }
        return StudentDistribution.incompleteBeta(
            denominator / (denominator + numerator * ratio), denominator / 2, numerator / 2)
    }
}
