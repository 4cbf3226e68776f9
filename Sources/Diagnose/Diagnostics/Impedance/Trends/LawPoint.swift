import Glibc

/// The two resistances of one bias as the laws of conduction see them, for voltages of either polarity as positive.
struct LawPoint: Sendable {
    /// Size of the applied voltage, V.
    var V: Double
    /// Series resistance, ohm.
    var series_ohm: Double
    /// ln R_b and ln|R_a|, and their standard errors.
    var fast: TrendLine.Point
    var memory: TrendLine.Point
    /// |R_b| and |R_a|, ohm.
    var fast_ohm, memory_ohm: Double
    /// Correlation of the two errors.
    var correlation: Double

    /// Deviations of a model from both logarithms, each of unit variance and independent of the other.
    ///
    /// - Parameter scatter: an error of each logarithm that is added in squares to its own.
    func deviations(fast y_b: Double, memory y_a: Double, scatter: Double = 0) -> (Double, Double) {
        let (sd_b, sd_a) = (hypot(fast.sd, scatter), hypot(memory.sd, scatter))
        // The part of the covariance that the fit's own errors have in common stays.
        let rho = correlation * (fast.sd / sd_b) * (memory.sd / sd_a)
        let first = (y_b - fast.y) / sd_b
        let second = ((y_a - memory.y) / sd_a - rho * first) / (1 - rho * rho).squareRoot()
        return (first, second)
    }
}

/// How well a law describes the resistances of a series.
struct LawFit: Sendable {
    /// Chi2 of ln R_b and ln|R_a| at all biases.
    let chi2: Double
    /// Numbers less parameters.
    let degreesOfFreedom: Int
    /// The error that each logarithm would need beyond its own for chi2 to be its degrees of freedom.
    let scatter: Double

    /// Chi2 by degree of freedom.
    var chi2_nu: Double { chi2 / Double(max(1, degreesOfFreedom)) }

    /// From the logarithms that a law gives; shape [n] as the points.
    init(_ points: [LawPoint], fast: [Double], memory: [Double], parameterCount: Int) {
        func sum(_ scatter: Double) -> Double {
            points.indices.reduce(0) { total, i in
                let (a, b) = points[i].deviations(fast: fast[i], memory: memory[i], scatter: scatter)
                return total + a * a + b * b
            }
        }
        let freedom = 2 * points.count - parameterCount
        chi2 = sum(0)
        degreesOfFreedom = freedom
        // More than e in a resistance is no description.
        var (low, high) = (0.0, 1.0)
        if chi2 > Double(freedom) {
            for _ in 0..<50 {
                let middle = 0.5 * (low + high)
                if sum(middle) > Double(freedom) { low = middle } else { high = middle }
            }
        } else {
            high = 0
        }
        scatter = 0.5 * (low + high)
    }

    /// Whether the law describes the points within their errors, or within `allowed` more.
    func holds(allowed: Double) -> Bool {
        scatter <= allowed || ChiSquareTail.probability(chi2_nu, degrees: degreesOfFreedom) >= 1e-3
    }
}
