import Glibc

/// A constant and decaying exponentials, `y = y_∞ + Σ_j A_j e^{-t/τ_j}`, as fitted: signed amplitudes, τ ascending.
public struct ExponentialSum: Sendable, Hashable {
    /// Value long after.
    public var offset: Double
    /// Signed amplitudes at t = 0; shape [order].
    public var amplitudes: [Double]
    /// Time constants, s, ascending; shape [order].
    public var times_s: [Double]
    /// Covariance of `offset`, the amplitudes, then the natural logarithms of the times, for unit noise variance.
    public var unitCovariance: [[Double]]
    /// Weighted sum of squared residuals.
    public var residualSumOfSquares: Double
    /// Number of samples fitted.
    public var sampleCount: Int
    /// Steps of the search.
    public var iterations: Int
    /// Whether the search ended by itself.
    public var converged: Bool
    /// Slope of a straight line beside the exponentials, per second; zero where none was fitted.
    public var slope = 0.0
    /// Variance of that slope for unit noise variance.
    public var unitSlopeVariance = 0.0

    /// Number of exponentials.
    public var order: Int { amplitudes.count }
    /// Number of parameters.
    public var parameterCount: Int { 1 + 2 * order }
    /// Residual variance of a sample of weight one; zero without a degree of freedom.
    public var variance: Double {
        sampleCount > parameterCount ? residualSumOfSquares / Double(sampleCount - parameterCount) : 0
    }

    /// The value at a time.
    public func value(at t: Double) -> Double {
        zip(amplitudes, times_s).reduce(offset + slope * t) { $0 + $1.0 * exp(-t / $1.1) }
    }

    /// The values that samples would have without noise: averages where samples are averages; shape [n].
    public func values(over samples: DecaySamples) -> [Double] {
        var values = [Double](repeating: offset, count: samples.count)
        if slope != 0 { for i in values.indices { values[i] += slope * samples.time_s[i] } }
        for j in 0..<order {
            let rate = 1 / times_s[j]
            for i in values.indices {
                values[i] += amplitudes[j] * exp(-samples.time_s[i] * rate) * samples.averaging(rate, at: i)
            }
        }
        return values
    }

    /// The parameters in the order of the covariance.
    public var parameters: [Double] { [offset] + amplitudes + times_s.map { log($0) } }

    /// The same shape with other parameters, in the order of the covariance.
    public func with(parameters: [Double]) -> ExponentialSum {
        var other = self
        other.offset = parameters[0]
        for j in 0..<order {
            other.amplitudes[j] = parameters[1 + j]
            other.times_s[j] = exp(parameters[1 + order + j])
        }
        return other
    }

    /// The same sum with the variance of every parameter multiplied by a factor.
    public func widened(by factor: Double) -> ExponentialSum {
        guard factor != 1 else { return self }
        var other = self
        other.unitCovariance = unitCovariance.map { row in row.map { $0 * factor } }
        return other
    }

    /// The same sum without its straight line; errors still hold what the line leaves open.
    public var withoutSlope: ExponentialSum {
        var other = self
        other.slope = 0
        return other
    }

    /// Standard error of the value at a time; zero without a covariance.
    public func valueError(at t: Double) -> Double {
        guard unitCovariance.count == parameterCount else { return 0 }
        let decays = times_s.map { exp(-t / $0) }
        let slopes = (0..<order).map { amplitudes[$0] * decays[$0] * t / times_s[$0] }
        let gradient = [1] + decays + slopes
        var sum = 0.0
        for p in gradient.indices {
            for q in gradient.indices { sum += gradient[p] * unitCovariance[p][q] * gradient[q] }
        }
        return (max(0, sum) * variance).squareRoot()
    }

    /// Standard error of any quantity made of the parameters, by linear propagation (central differences).
    ///
    /// - Returns: `nil` where there is no covariance or the quantity is not finite nearby.
    public func standardError(of quantity: (ExponentialSum) -> Double) -> Double? {
        guard unitCovariance.count == parameterCount else { return nil }
        let here = parameters
        var gradient = [Double](repeating: 0, count: here.count)
        for p in here.indices {
            let sd = (unitCovariance[p][p] * variance).squareRoot()
            // A thousandth of the parameter's own error: small against curvature, large against rounding.
            let step = max(1e-3 * sd, 1e-7 * max(abs(here[p]), p > order ? 1 : 0))
            guard step > 0 else { continue }
            var up = here
            var down = here
            up[p] += step
            down[p] -= step
            gradient[p] = (quantity(with(parameters: up)) - quantity(with(parameters: down))) / (2 * step)
        }
        var sum = 0.0
        for p in here.indices {
            for q in here.indices { sum += gradient[p] * unitCovariance[p][q] * gradient[q] }
        }
        let se = (max(0, sum) * variance).squareRoot()
        return se.isFinite ? se : nil
    }
}
