internal import ComplexModule
internal import Glibc
internal import Kernels

/// How good a fit is, and how it compares with others of the same points.
extension CircuitFit {
    /// Bayesian information criterion; of several circuits for the same points the lowest is best.
    ///
    /// `n ln(RSS/n) + k ln n` with n = 2 N and k values fitted, the error level unknown; chi² + k ln n where the
    /// standard deviations were given.
    public var bic: Double { deviance + Double(freeNames.count) * log(Double(2 * pointCount)) }

    /// Akaike's criterion with its correction for few points; `nil` where there are not enough of them.
    ///
    /// The error level counts as a value unless it was given.
    /// - Source: Hurvich and Tsai, Biometrika 76 (1989) 297.
    public var aicc: Double? {
        var k = Double(freeNames.count)
        if case .deviation = scale {} else { k += 1 }
        let rest = Double(2 * pointCount) - k - 1
        return rest > 0 ? deviance + 2 * k + 2 * k * (k + 1) / rest : nil
    }

    /// Probability of residuals that change sign as seldom as these, if they were noise; `nil` for too few points, and
    /// where nothing is left but rounding.
    ///
    /// Real and imaginary parts in order of frequency, together.
    public var runsProbability: Double? {
        relativeVariance > 1e-24
            ? RunsTest.probabilityOfFewer(
                inOrder(
                    [
                        zip(fitted_ohm, measured_ohm).map { $0.real - $1.real },
                        zip(fitted_ohm, measured_ohm).map { $0.imaginary - $1.imaginary },
                    ], of: omega_rad_per_s))
            : nil
    }

    /// Residual variance relative to |Z|², by degree of freedom, whatever the weights were.
    public var relativeVariance: Double {
        let sum = zip(fitted_ohm, measured_ohm).reduce(0) { $0 + ($1.0 - $1.1).lengthSquared / $1.1.lengthSquared }
        return sum / Double(max(1, degreesOfFreedom))
    }

    /// Tests the residuals against noise that is known from elsewhere.
    ///
    /// The ratio of the variances is Fisher's; an estimate from neighboring points has half as many degrees of freedom
    /// as there are points (its windows overlap).
    /// - Parameter noise: relative sd of a real or imaginary part, from repeats or from neighboring points, never from
    ///   a fit; `nil` where it is not known, and the answer is undecided.
    public func lackOfFit(noise: Double?) -> LackOfFit {
        guard let noise, degreesOfFreedom > 0 else { return LackOfFit(verdict: .undecided, ratio: nil, p: nil) }
        let sd = max(noise, LackOfFit.leastNoise)
        let ratio = relativeVariance / (sd * sd)
        let p = FisherDistribution.upperTail(
            ratio, numerator: Double(degreesOfFreedom), denominator: max(8, 0.5 * Double(pointCount)))
        return LackOfFit(verdict: p < LackOfFit.level ? .fail : .pass, ratio: ratio, p: p)
    }

    /// Pairs of fitted values whose estimates move together: correlation of at least `least` in size.
    public func strongCorrelations(_ least: Double = 0.95) -> [(a: String, b: String, value: Double)] {
        guard let correlations else { return [] }
        return freeNames.indices.flatMap { i in
            freeNames.indices.dropFirst(i + 1).compactMap { j in
                let value = correlations[i, j]
                return abs(value) >= least ? (freeNames[i], freeNames[j], value) : nil
            }
        }
    }

    /// The part of the criteria that the residuals give.
    ///
    /// Residuals of a millionth of |Z| are rounding: smaller ones do not count as better.
    private var deviance: Double {
        let n = Double(2 * pointCount)
        switch scale {
        case .deviation: return residualSumOfSquares
        case .relative: return n * log(max(residualSumOfSquares / n, 1e-12))
        case .ohm(let meanSquare): return n * log(max(residualSumOfSquares / n, 1e-12 * meanSquare))
        }
    }
}

/// What the noise says of a fit.
public struct LackOfFit: Sendable, Hashable {
    /// The answer.
    public enum Verdict: String, Sendable { case pass, fail, undecided }

    /// Probability below which a fit fails.
    static let level = 0.01
    /// Smaller estimates of noise are below what neighboring points can tell.
    static let leastNoise = 1.5e-4

    /// Whether the residuals are larger than the noise.
    public let verdict: Verdict
    /// Residual variance over that of the noise.
    public let ratio: Double?
    /// Probability of a ratio as large, if the circuit were the whole truth.
    public let p: Double?
}

/// Several circuits fitted to the same points, and which of them the points prefer.
public struct CircuitComparison: Sendable {
    /// The fits, lowest BIC first.
    public let fits: [CircuitFit]
    /// How many at the head of `fits` are within 2 units of the lowest BIC: more than one means undecided.
    public let candidateCount: Int
    /// The place of the simplest candidate in `fits`: the one to take.
    public let chosen: Int
    /// The place of the fit with the lowest AICc.
    public let preferredByAICc: Int

    /// Compares fits; `nil` for none.
    public init?(_ given: [CircuitFit]) {
        // Two forms of one circuit differ by rounding only: the one named first comes first.
        let places = given.indices.sorted {
            ((given[$0].bic * 100).rounded(), $0) < ((given[$1].bic * 100).rounded(), $1)
        }
        let fits = places.map { given[$0] }
        guard let first = fits.first else { return nil }
        self.fits = fits
        candidateCount = fits.prefix { $0.bic <= first.bic + 2 }.count
        chosen =
            fits.indices.prefix(candidateCount).min { (fits[$0].freeNames.count, $0) < (fits[$1].freeNames.count, $1) }
            ?? 0
        preferredByAICc =
            fits.indices.min { (fits[$0].aicc ?? .infinity, $0) < (fits[$1].aicc ?? .infinity, $1) } ?? 0
    }

    /// Whether two circuits describe the points equally well.
    public var isUndecided: Bool { candidateCount > 1 }
}
