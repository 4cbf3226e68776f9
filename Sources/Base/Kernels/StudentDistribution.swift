internal import Glibc

/// Student's t distribution.
///
/// Goals: right to about 1e-8 for any degrees of freedom; the integral is inverted by Newton steps kept within a
/// bracket.
public enum StudentDistribution {
    /// The t below which a share p of the distribution lies.
    ///
    /// - Parameters:
    ///   - p: between 0 and 1, neither.
    ///   - degreesOfFreedom: positive.
    /// - Source: cumulative distribution by the incomplete beta function, Abramowitz and Stegun 26.7.1.
    public static func quantile(_ p: Double, degreesOfFreedom: Double) -> Double {
        precondition(p > 0 && p < 1 && degreesOfFreedom > 0, "a share between 0 and 1, of a distribution")
        guard p != 0.5 else { return 0 }
        guard p > 0.5 else { return -quantile(1 - p, degreesOfFreedom: degreesOfFreedom) }
        // Cornish and Fisher's expansion, Abramowitz and Stegun 26.7.5, is right to a few digits from ten degrees on.
        let z = NormalDistribution.quantile(p)
        let v = degreesOfFreedom
        let square = z * z
        let t = z * (1 + (square + 1) / (4 * v) + ((5 * square + 16) * square + 3) / (96 * v * v))
        // From a few digits a step of Halley leads to all of them; where it is long they were none.
        let miss = (cumulative(t, degreesOfFreedom: v) - p) / density(t, v)
        let bend = (v + 1) * t / (v + t * t)
        let step = miss / (1 + 0.5 * miss * bend)
        return abs(step) < 1e-5 * t ? t - step : bracketed(p, v, from: t)
    }

    private static func bracketed(_ p: Double, _ v: Double, from start: Double) -> Double {
        var t = start
        var (low, high) = (0.0, max(1, t))
        while cumulative(high, degreesOfFreedom: v) < p, high < 1e300 { (low, high) = (high, 2 * high) }
        if t <= low || t > high { t = 0.5 * (low + high) }
        for _ in 0..<100 {
            let miss = cumulative(t, degreesOfFreedom: v) - p
            if miss < 0 { low = t } else { high = t }
            let newton = t - miss / density(t, v)
            let next = newton > low && newton < high ? newton : 0.5 * (low + high)
            if abs(next - t) <= 1e-13 * t { return next }
            t = next
        }
        return t
    }

    private static func density(_ t: Double, _ v: Double) -> Double {
        exp(lgamma(0.5 * (v + 1)) - lgamma(0.5 * v) - 0.5 * (v + 1) * log1p(t * t / v)) / (v * Double.pi).squareRoot()
    }

    /// The share of the distribution below t.
    public static func cumulative(_ t: Double, degreesOfFreedom v: Double) -> Double {
        let tail = 0.5 * incompleteBeta(v / (v + t * t), v / 2, 0.5)
        return t > 0 ? 1 - tail : tail
    }

    /// The regularized incomplete beta function, by Lentz's continued fraction (DLMF 8.17.22).
    static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
        // The fraction converges fast on this side only.
        guard x < (a + 1) / (a + b + 2) else { return 1 - front * fraction(1 - x, b, a) / b }
        return front * fraction(x, a, b) / a
    }

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        var c = 1.0
        var d = 1 - (a + b) * x / (a + 1)
        d = 1 / (abs(d) < tiny ? tiny : d)
        var value = d
        for m in 1...300 {
            let m = Double(m)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            for term in [even, odd] {
                d = 1 + term * d
                d = 1 / (abs(d) < tiny ? tiny : d)
                c = 1 + term / c
                if abs(c) < tiny { c = tiny }
                value *= c * d
            }
            if abs(c * d - 1) < 1e-15 { break }
        }
        return value
    }
}
