import Glibc

/// A damped oscillation about a constant, `y = y_∞ + e^{-t/τ} (a cos ωt + b sin ωt)`, as fitted: a pair of complex poles.
public struct DampedWave: Sendable, Hashable {
    /// Value long after.
    public var offset: Double
    /// Amplitude of the cosine.
    public var cosine: Double
    /// Amplitude of the sine.
    public var sine: Double
    /// Time constant of the damping, s.
    public var time_s: Double
    /// Angular frequency, rad/s: the imaginary part of the pole.
    public var frequency_rad_per_s: Double
    /// Covariance of offset, cosine, sine, ln τ, ln ω for unit noise variance.
    public var covariance: [[Double]]
    /// Weighted sum of squared residuals.
    public var residualSumOfSquares: Double
    /// Number of samples fitted.
    public var sampleCount: Int
    /// Whether the search ended by itself.
    public var converged: Bool

    /// Number of parameters.
    public static let parameterCount = 5

    /// Residual variance of a sample of weight one.
    public var variance: Double {
        sampleCount > Self.parameterCount ? residualSumOfSquares / Double(sampleCount - Self.parameterCount) : 0
    }

    /// Standard errors of ln τ and ln ω.
    public var logErrors: (time: Double, frequency: Double) {
        (max(0, covariance[3][3] * variance).squareRoot(), max(0, covariance[4][4] * variance).squareRoot())
    }

    /// The value at a time.
    public func value(at t: Double) -> Double {
        let phase = frequency_rad_per_s * t
        return offset + exp(-t / time_s) * (cosine * cos(phase) + sine * sin(phase))
    }

    /// Fits a damped wave without a start; `nil` with too few samples or where no start works.
    ///
    /// Starts are the best of a grid of frequencies and dampings, each by exact linear least squares.
    /// - Parameter weights: inverse variances up to a factor; shape [n].
    public static func fit(_ samples: DecaySamples, weights: [Double]) -> DampedWave? {
        precondition(weights.count == samples.count)
        guard samples.count > 12, let last = samples.time_s.last, let range = ExponentialFit.timeRange(samples) else {
            return nil
        }
        let model = WaveColumns(samples, weights: weights)
        let values = zip(samples.values, model.root).map { $0 * $1 }
        // From half a wave in the record to one in four of the first spacings.
        let lowest = .pi / last
        let highest = max(10 * lowest, .pi / (2 * max(samples.time_s[1] - samples.time_s[0], 1e-6 * last)))
        let bounds = [log(range.lowerBound)...log(range.upperBound), log(0.1 * lowest)...log(2 * highest)]
        var best: SeparableFit?
        for start in starts(model, values, lowest...highest) {
            guard let begun = search(model, values, start, bounds, 12) else { continue }
            if let held = best, held.residualSumOfSquares <= begun.residualSumOfSquares { continue }
            best = begun
        }
        guard let begun = best, let found = search(model, values, begun.nonlinear, bounds, 60),
            found.covariance.count == parameterCount
        else { return nil }
        return DampedWave(
            offset: found.linear[0], cosine: found.linear[1], sine: found.linear[2], time_s: exp(found.nonlinear[0]),
            frequency_rad_per_s: exp(found.nonlinear[1]), covariance: found.covariance,
            residualSumOfSquares: found.residualSumOfSquares, sampleCount: samples.count, converged: found.converged)
    }

    private static func search(
        _ model: WaveColumns, _ values: [Double], _ start: [Double], _ bounds: [ClosedRange<Double>], _ limit: Int
    ) -> SeparableFit? {
        VariableProjection.fit(model, values: values, start: start, bounds: bounds, iterationLimit: limit)
    }

    /// The three best of a grid: eight frequencies a decade, six dampings each.
    private static func starts(
        _ model: WaveColumns, _ values: [Double], _ range: ClosedRange<Double>
    ) -> [[Double]] {
        var rated: [(cost: Double, theta: [Double])] = []
        var frequency = range.lowerBound
        while frequency < range.upperBound * 1.001 {
            for quality in [0.6, 1, 2, 5, 12, 30.0] {
                let theta = [log(quality / frequency), log(frequency)]
                if let trial = VariableProjection.cost(model, values: values, theta: theta) {
                    rated.append((trial, theta))
                }
            }
            frequency *= pow(10, 0.125)
        }
        return rated.sorted { $0.cost < $1.cost }.prefix(3).map(\.theta)
    }
}

/// The columns `1, Re w, Im w` with `w = e^{-st}`, `s = 1/τ - iω`, averaged over each sample's stretch of time.
private struct WaveColumns: SeparableModel {
    let samples: DecaySamples
    let root: [Double]
    let slopes: [(column: Int, parameter: Int)] = [(1, 0), (2, 0), (1, 1), (2, 1)]

    init(_ samples: DecaySamples, weights: [Double]) {
        self.samples = samples
        root = weights.map { $0.squareRoot() }
    }

    var sampleCount: Int { samples.count }
    var columnCount: Int { 3 }

    /// The average of `e^{-st}` over the stretch of a sample, and its derivative by s, each real and imaginary.
    private func wave(_ rate: Double, _ frequency: Double, _ i: Int) -> (Double, Double, Double, Double) {
        let (t, m) = (samples.time_s[i], samples.moments[i])
        // s = rate - i frequency, its square and its cube.
        let (sr, si) = (rate, -frequency)
        let (qr, qi) = (sr * sr - si * si, 2 * sr * si)
        let (cr, ci) = (qr * sr - qi * si, qr * si + qi * sr)
        let factorR = 1 + 0.5 * qr * m.second - cr * m.third / 6
        let factorI = 0.5 * qi * m.second - ci * m.third / 6
        let slopeR = sr * m.second - 0.5 * qr * m.third - t * factorR
        let slopeI = si * m.second - 0.5 * qi * m.third - t * factorI
        let decay = exp(-rate * t)
        let (er, ei) = (decay * cos(frequency * t), decay * sin(frequency * t))
        return (
            er * factorR - ei * factorI, er * factorI + ei * factorR, er * slopeR - ei * slopeI,
            er * slopeI + ei * slopeR
        )
    }

    func fillColumns(_ theta: [Double], _ columns: inout [Double]) {
        let n = samples.count
        let (rate, frequency) = (exp(-theta[0]), exp(theta[1]))
        for i in 0..<n {
            columns[i] = root[i]
            let (re, im, _, _) = wave(rate, frequency, i)
            columns[n + i] = root[i] * re
            columns[2 * n + i] = root[i] * im
        }
    }

    func fillSlopes(_ theta: [Double], _ columns: [Double], _ slopes: inout [Double]) {
        let n = samples.count
        let (rate, frequency) = (exp(-theta[0]), exp(theta[1]))
        for i in 0..<n {
            let (_, _, re, im) = wave(rate, frequency, i)
            // ds/d ln τ = -1/τ, ds/d ln ω = -iω.
            slopes[i] = -rate * root[i] * re
            slopes[n + i] = -rate * root[i] * im
            slopes[2 * n + i] = frequency * root[i] * im
            slopes[3 * n + i] = -frequency * root[i] * re
        }
    }
}
