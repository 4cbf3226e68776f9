import Glibc

/// NeuroSim's label of the nonlinearity of an update curve, in closed form (THEORY C.4).
///
/// With `ν = N/A`, the normalized curve `g(P) = (1 - e^{-νP})/(1 - e^{-ν})` is farthest from the straight line at
/// `P = ln(b ν)/ν`, `b = 1/(1 - e^{-ν})`, by `b - 1/ν - ln(b ν)/ν`; the label is that over `0.07 √2`.
/// Source: reproduces the table of normalized A in NeuroSim's source (`formula.cpp`), labels 0.01 to 9, to its six decimals.
public enum NonlinearityLabel {
    /// Length on NeuroSim's scale of one label: its baselines are 0.07 apart along the diagonal.
    static let unit = 0.07 * 2.0.squareRoot()
    /// The label of an update that is done with the first pulse: no label reaches it.
    public static let limit = 1 / unit

    /// The label of a curve; signed as `ν`, negative for one that accelerates.
    public static func label(nu: Double) -> Double {
        let size = abs(nu)
        // Below 1e-3 the closed form cancels; the series is ν/8 (1 - ν²/72 ...) there.
        guard size > 1e-3 else { return nu / 8 / unit }
        let b = -1 / expm1(-size)
        let value = (b - (1 + log(b * size)) / size) / unit
        return nu < 0 ? -value : value
    }

    /// The normalized `A = A/N` of a label of either sign; `nil` beyond the limit and at zero, where A is infinite.
    public static func normalizedA(label: Double) -> Double? {
        guard label != 0, abs(label) < limit else { return nil }
        // ν between 1e-6 and 1e6, by halving of its logarithm to rounding.
        var (low, high) = (log(1e-6), log(1e6))
        for _ in 0..<200 {
            let middle = 0.5 * (low + high)
            if self.label(nu: exp(middle)) < abs(label) { low = middle } else { high = middle }
        }
        return exp(-0.5 * (low + high)) * (label < 0 ? -1 : 1)
    }
}
