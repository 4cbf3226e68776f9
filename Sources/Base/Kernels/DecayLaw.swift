import Glibc

/// A relaxation that is no sum of exponentials, `y = y_∞ + A f(t)`, as fitted beside one: the rivals of THEORY C.3.
public struct DecayLaw: Sendable, Hashable {
    /// The function of time.
    public enum Kind: String, Sendable, CaseIterable {
        /// `f = -ln(1 + t/t_0)`: no end.
        case logarithmic
        /// `f = (1 + t/t_0)^{-m}`.
        case power
        /// `f = e^{-(t/τ)^β}`.
        case stretched
    }

    /// Which law.
    public var kind: Kind
    /// Value long after (stretched, power) or at the start (logarithmic).
    public var offset: Double
    /// Signed amplitude of the law.
    public var amplitude: Double
    /// Amplitude of the exponential of given time beside it; zero without one.
    public var spike: Double
    /// τ or t_0, s.
    public var time_s: Double
    /// β or m; 1 for the logarithmic law, which has none.
    public var exponent: Double
    /// Covariance of ln time and ln exponent for unit noise variance.
    public var covariance: [[Double]]
    /// Weighted sum of squared residuals.
    public var residualSumOfSquares: Double
    /// Number of samples fitted.
    public var sampleCount: Int
    /// Number of fitted parameters, that of the exponential beside it included.
    public var parameterCount: Int
    /// Whether the search ended by itself, inside its bounds.
    public var converged: Bool

    /// Residual variance of a sample of weight one.
    public var variance: Double {
        sampleCount > parameterCount ? residualSumOfSquares / Double(sampleCount - parameterCount) : 0
    }

    /// The law's function at a time.
    public func fraction(at t: Double) -> Double {
        let u = max(t, 0) / time_s
        switch kind {
        case .logarithmic: return -log1p(u)
        case .power: return exp(-exponent * log1p(u))
        case .stretched: return exp(-pow(u, exponent))
        }
    }

    /// The law's value at a time, without the exponential beside it.
    public func value(at t: Double) -> Double { offset + amplitude * fraction(at: t) }

    /// Standard error of ln time and of ln exponent.
    public var logErrors: (time: Double, exponent: Double) {
        func error(_ i: Int) -> Double {
            covariance.indices.contains(i) ? max(0, covariance[i][i] * variance).squareRoot() : 0
        }
        return (error(0), error(1))
    }

    /// Fits a law from a start.
    ///
    /// - Parameters:
    ///   - samples: times from the step and values.
    ///   - weights: inverse variances up to a factor; shape [n].
    ///   - start: time and exponent near which to search.
    ///   - spike_s: time of an exponential that stands beside the law, held fixed; `nil` for none.
    /// - Returns: `nil` with too few samples or where the law's columns coincide.
    public static func fit(
        _ kind: Kind, _ samples: DecaySamples, weights: [Double], start: (time_s: Double, exponent: Double),
        spike_s: Double? = nil
    ) -> DecayLaw? {
        precondition(weights.count == samples.count)
        let model = LawColumns(kind, samples, weights: weights, spike_s: spike_s)
        let nonlinear = kind == .logarithmic ? 1 : 2
        let parameters = 2 + nonlinear + (spike_s == nil ? 0 : 2)
        guard samples.count > parameters, let range = ExponentialFit.timeRange(samples), start.time_s > 0,
            start.exponent > 0
        else { return nil }
        let exponents = kind == .power ? 0.02...50.0 : 0.1...3.0
        let bounds = [
            log(range.lowerBound)...log(range.upperBound), log(exponents.lowerBound)...log(exponents.upperBound),
        ]
        let first = zip([log(start.time_s), log(start.exponent)], bounds).map {
            min(max($0, $1.lowerBound), $1.upperBound)
        }
        let found = VariableProjection.fit(
            model, values: zip(samples.values, model.root).map { $0 * $1 }, start: Array(first.prefix(nonlinear)),
            bounds: Array(bounds.prefix(nonlinear)), iterationLimit: 25, tolerance: 1e-6)
        guard let found, found.covariance.count == model.columnCount + nonlinear else { return nil }
        let inside = zip(found.nonlinear, bounds).allSatisfy { $0 > $1.lowerBound && $0 < $1.upperBound }
        let place = model.columnCount..<(model.columnCount + nonlinear)
        return DecayLaw(
            kind: kind, offset: found.linear[0], amplitude: found.linear[1],
            spike: spike_s == nil ? 0 : found.linear[2], time_s: exp(found.nonlinear[0]),
            exponent: nonlinear > 1 ? exp(found.nonlinear[1]) : 1,
            covariance: place.map { i in place.map { found.covariance[i][$0] } },
            residualSumOfSquares: found.residualSumOfSquares, sampleCount: samples.count,
            parameterCount: parameters, converged: found.converged && inside)
    }
}

/// The columns `1, f(t)` and, beside them, an exponential of fixed time, times the root of the weights.
///
/// Averages are taken at their mean times: over an eighth of a time constant these laws bend by less than noise.
private struct LawColumns: SeparableModel {
    let kind: DecayLaw.Kind
    let times: [Double]
    let logs: [Double]
    let root: [Double]
    let spike: [Double]

    init(_ kind: DecayLaw.Kind, _ samples: DecaySamples, weights: [Double], spike_s: Double?) {
        self.kind = kind
        times = samples.time_s
        logs = kind == .stretched ? samples.time_s.map { log(max($0, .leastNormalMagnitude)) } : []
        let root = weights.map { $0.squareRoot() }
        self.root = root
        spike =
            spike_s.map { tau in
                samples.time_s.indices.map {
                    root[$0] * exp(-samples.time_s[$0] / tau) * samples.averaging(1 / tau, at: $0)
                }
            } ?? []
    }

    var sampleCount: Int { times.count }
    var columnCount: Int { spike.isEmpty ? 2 : 3 }
    var slopes: [(column: Int, parameter: Int)] { kind == .logarithmic ? [(1, 0)] : [(1, 0), (1, 1)] }

    func fillColumns(_ theta: [Double], _ columns: inout [Double]) {
        let n = times.count
        for i in 0..<n { columns[i] = root[i] }
        let time = exp(theta[0])
        switch kind {
        case .logarithmic:
            for i in 0..<n { columns[n + i] = -root[i] * log1p(times[i] / time) }
        case .power:
            let m = exp(theta[1])
            for i in 0..<n { columns[n + i] = root[i] * exp(-m * log1p(times[i] / time)) }
        case .stretched:
            let beta = exp(theta[1])
            for i in 0..<n { columns[n + i] = root[i] * exp(-exp(beta * (logs[i] - theta[0]))) }
        }
        for i in spike.indices { columns[2 * n + i] = spike[i] }
    }

    func fillSlopes(_ theta: [Double], _ columns: [Double], _ slopes: inout [Double]) {
        let n = times.count
        let time = exp(theta[0])
        for i in 0..<n {
            switch kind {
            case .logarithmic:
                let u = times[i] / time
                slopes[i] = root[i] * u / (1 + u)
            case .power:
                let m = exp(theta[1])
                let u = times[i] / time
                slopes[i] = m * columns[n + i] * u / (1 + u)
                slopes[n + i] = -m * log1p(u) * columns[n + i]
            case .stretched:
                let beta = exp(theta[1])
                let logPower = beta * (logs[i] - theta[0])
                // Where the law is down to nothing or not yet begun, its slopes are zero.
                let power = logPower < 7 && logPower > -700 ? exp(logPower) : 0
                slopes[i] = columns[n + i] * power * beta
                slopes[n + i] = power > 0 ? -columns[n + i] * power * logPower : 0
            }
        }
    }
}
