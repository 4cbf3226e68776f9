import Glibc
import Kernels

/// The response to one step as a sum of signed exponentials, with its order chosen (THEORY C.3).
struct StepFit: Sendable {
    /// The step.
    var step: VoltageStep
    /// Samples as measured: time since the step and current; those during the rise are left out.
    var measured: DecaySamples
    /// Samples as fitted: averaged over log-spaced stretches where there are many.
    var fitted: DecaySamples
    /// The chosen sum.
    var sum: ExponentialSum
    /// The noise law in force.
    var noise: NoiseLaw
    /// Orders whose BIC is within 2 of the chosen one's, without it.
    var rivals: [Int]
    /// Whether the best description has a time beyond twice the record, so that nothing is known of the end.
    var isTooSlow: Bool
    /// How far the sum misses the samples; errors of the sum's parameters are widened by it.
    var lack: LackOfFit
    /// Inverse variances of the fitted samples up to a factor; shape [n].
    var weights: [Double]
    /// The drift that was taken off, A/s, with its standard error; `nil` where there is none.
    var drift: (value_A_per_s: Double, se_A_per_s: Double)?
    /// Slope of the current before the step where it is certain and no drift, A/s; zero else.
    var motion_A_per_s = 0.0
    /// Samples left out because the instrument stood at its limit.
    var saturatedCount = 0

    /// Variance of a sample of weight one about the fit, without the widening for a misfit.
    var plainVariance: Double { sum.variance }

    /// Time from the step to the last sample, s.
    var record_s: Double { measured.time_s.last ?? 0 }

    /// Smallest time that the samples can show: the first spacing.
    var resolution_s: Double {
        let times = measured.time_s
        guard times.count > 1 else { return 0 }
        return max(times[1] - times[0], times[0])
    }

    /// Most samples that a fit sees.
    static let binLimit = 128
    /// Fewest samples of a hold that are fitted: three more than the parameters of one exponential.
    static let fewestSamples = 6

    /// Fits the response to a step; `nil` with too few samples or where even a constant does not fit.
    init?(_ trace: PreparedTrace, step: VoltageStep) {
        let response = StepResponseSamples(trace, step: step)
        self.init(
            step: step, measured: DecaySamples(time_s: response.time_s, values: response.current_A),
            drift: response.drift)
        motion_A_per_s = response.motion_A_per_s
        saturatedCount = response.saturatedCount
    }

    /// Sum of squares below which only rounding is left: no instrument resolves a billionth of its range.
    var leastSquare: Double { OrderChoice.floor(fitted, weights: weights) }

    /// Fits samples whose times count from the step.
    ///
    /// - Parameter drift: what was taken off the samples; the fit corrects it within what is known of it, so that its error
    ///   is in all others.
    init?(step: VoltageStep, measured: DecaySamples, drift: LinearDrift? = nil) {
        guard measured.count >= Self.fewestSamples else { return nil }
        let line = drift?.information
        let fitted = measured.binned(limit: Self.binLimit)
        // The minimum is looked for on half as many averages, which is where most of the work is, and followed on all.
        let coarse = fitted.merged(limit: Self.binLimit / 2, weights: fitted.counts)
        let first = ExponentialFit.fits(
            coarse?.samples ?? fitted, weights: coarse?.weights ?? fitted.counts, through: 3, line: line)
        let richest = first.last
        guard let richest else { return nil }
        let model = richest.values(over: fitted)
        let residuals = zip(fitted.values, model).map { $0 - $1 }
        let noise = NoiseLaw.mostLikely(fitted_A: model, residuals_A: residuals, counts: fitted.counts)
        var weights = fitted.counts
        for i in weights.indices { weights[i] /= noise.variance(at: model[i]) }
        let sums =
            noise.proportion_per_A == 0 && coarse == nil
            ? first : ExponentialFit.fits(fitted, weights: weights, through: 3, known: first, line: line)
        let choice = OrderChoice(sums, samples: fitted, weights: weights)
        guard let choice else { return nil }
        self.step = step
        self.measured = measured
        self.fitted = fitted
        self.noise = noise
        self.weights = weights
        let refined = ExponentialFit.refined(choice.sum, fitted, weights: weights, line: line)
        lack = LackOfFit(fitted, weights: weights, model_A: refined.values(over: fitted))
        sum = refined.withoutSlope.widened(by: lack.varianceFactor)
        if let drift {
            self.drift = (
                drift.slope_A_per_s + refined.slope,
                (refined.unitSlopeVariance * refined.variance * lack.varianceFactor).squareRoot()
            )
            self.measured.takeOff(slope: refined.slope)
            self.fitted.takeOff(slope: refined.slope)
        }
        rivals = choice.rivals
        isTooSlow = choice.isTooSlow
    }
}

/// The choice among sums of different order: lowest BIC among those that no rule rejects (THEORY C.3, rule 2).
struct OrderChoice {
    let sum: ExponentialSum
    let rivals: [Int]
    let isTooSlow: Bool

    init?(_ sums: [ExponentialSum], samples: DecaySamples, weights: [Double]) {
        guard let last = samples.time_s.last else { return nil }
        let range = (samples.values.max() ?? 0) - (samples.values.min() ?? 0)
        let floor = Self.floor(samples, weights: weights)
        let rated = sums.map { sum in
            let n = Double(sum.sampleCount)
            let bic =
                n * log(max(sum.residualSumOfSquares, floor, .leastNormalMagnitude) / n)
                + Double(sum.parameterCount) * log(n)
            return (sum: sum, bic: bic, fault: Self.fault(sum, record_s: last, range: range))
        }
        guard let best = rated.filter({ $0.fault == nil }).min(by: { $0.bic < $1.bic }) else { return nil }
        let slow = rated.filter { $0.fault == .tooSlow }.min { $0.bic < $1.bic }
        // A difference of 10 in BIC is taken as decisive (Kass and Raftery, J. Am. Stat. Assoc. 90 (1995) 773).
        if let slow, slow.bic < best.bic - 10 {
            sum = slow.sum
            rivals = []
            isTooSlow = true
            return
        }
        sum = best.sum
        isTooSlow = false
        rivals = rated.filter { $0.fault == nil && $0.sum.order != best.sum.order && $0.bic < best.bic + 2 }
            .map(\.sum.order)
    }

    /// Sum of squares below which only rounding is left: no instrument resolves a billionth of its range.
    static func floor(_ samples: DecaySamples, weights: [Double]) -> Double {
        let range = (samples.values.max() ?? 0) - (samples.values.min() ?? 0)
        // Averages of one and the same number differ by rounding, which is no range.
        let rounding = 1e-13 * samples.values.reduce(0) { max($0, abs($1)) }
        return weights.reduce(0, +) * max(range * range * 1e-18, rounding * rounding)
    }

    private enum Fault { case amplitude, drift, tooSlow, twins }

    /// The first rule that a sum breaks.
    private static func fault(_ sum: ExponentialSum, record_s: Double, range: Double) -> Fault? {
        // A search that finds no end runs along times that become one at the edge of what the record shows.
        guard sum.unitCovariance.count == sum.parameterCount, sum.order == 0 || sum.converged else { return .twins }
        for j in sum.times_s.indices.dropLast() where sum.times_s[j + 1] < 1.5 * sum.times_s[j] { return .twins }
        if let slowest = sum.times_s.last, let amplitude = sum.amplitudes.last, slowest > 2 * record_s {
            // What moves less than a tenth of the range within the record is a drift beside a response that is over.
            let moved = abs(amplitude) * (1 - exp(-record_s / slowest))
            return moved > 0.1 * range ? .tooSlow : .drift
        }
        for j in sum.amplitudes.indices {
            let sd = (sum.unitCovariance[1 + j][1 + j] * sum.variance).squareRoot()
            if abs(sum.amplitudes[j]) < 2 * sd { return .amplitude }
        }
        return nil
    }
}
