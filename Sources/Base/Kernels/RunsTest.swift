/// Whether residuals change sign as often as independent ones do.
///
/// Against a fair coin, not given the counts of both signs as Wald and Wolfowitz have it: so residuals that are all of one
/// sign, which say most, are told too. The runs are one more than the changes of sign.
public enum RunsTest {
    /// Probability of as few changes of sign or fewer between neighbors, if each sign is a coin's; changes of all
    /// parts are added.
    ///
    /// - Returns: `nil` for fewer than 10 pairs of neighbors. Zeros count for nothing.
    /// - Source: the binomial law by the incomplete beta function, Abramowitz and Stegun 26.5.24.
    public static func probabilityOfFewer(_ parts: [[Double]]) -> Double? {
        var (pairs, changes) = (0, 0)
        for part in parts {
            var last = 0.0
            for value in part where value != 0 && value.isFinite {
                if last != 0 {
                    pairs += 1
                    if (value > 0) != (last > 0) { changes += 1 }
                }
                last = value
            }
        }
        guard pairs >= 10 else { return nil }
        guard changes < pairs else { return 1 }
        return StudentDistribution.incompleteBeta(0.5, Double(pairs - changes), Double(changes + 1))
    }
}
