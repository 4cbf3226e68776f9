/// Integrals of sampled functions.
///
/// Goals: correct at the edges (fewer than two samples give 0), then accurate. The trapezoid rule is exact for
/// piecewise linear functions and has error `h^2/12 (b - a) f''` for smooth ones; nothing is smoothed first.
public enum Integration {
    /// Integral of `y` over `x` by the trapezoid rule; the path may go back and forth.
    public static func trapezoid(_ y: Span<Double>, over x: Span<Double>) -> Double {
        precondition(x.count == y.count, "as many values as abscissae")
        guard x.count >= 2 else { return 0 }
        var sum = 0.0
        for i in 1..<x.count { sum += 0.5 * (y[i] + y[i - 1]) * (x[i] - x[i - 1]) }
        return sum
    }

    /// The weights of the trapezoid rule: the integral is the sum of `weight * y`, its variance that of `weight^2 var(y)`.
    public static func trapezoidWeights(over x: Span<Double>) -> [Double] {
        var weights = [Double](repeating: 0, count: x.count)
        guard x.count >= 2 else { return weights }
        for i in 1..<x.count {
            let half = 0.5 * (x[i] - x[i - 1])
            weights[i - 1] += half
            weights[i] += half
        }
        return weights
    }
}
