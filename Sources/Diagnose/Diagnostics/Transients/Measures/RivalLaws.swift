import Glibc
import Kernels

/// Laws other than a sum of exponentials for the response to a step, each with its BIC on the same samples and weights.
///
/// A law stands for the memory alone: the charging spike keeps the exponential that the sum gave it, and counts with its two
/// parameters. Components of both signs make a response that turns, which none of these laws does: then there are none.
struct RivalLaws: Sendable {
    /// The laws that could be fitted.
    let laws: [DecayLaw]
    /// BIC of each, less that of the sum of exponentials.
    let advantages: [Double]
    /// `exponentials`, the name of a law, or `undecided` where the best two are within 2.
    let best: String

    init?(_ shape: StepShape) {
        let fit = shape.fit
        let memory = shape.memory
        guard let first = memory.first, fit.measured.count > 10,
            memory.allSatisfy({ fit.sum.amplitudes[$0] * fit.sum.amplitudes[first] > 0 }),
            let start = Self.start(shape)
        else { return nil }
        let spike_s = first > 0 ? fit.sum.times_s[0] : nil
        func law(_ kind: DecayLaw.Kind, _ time_s: Double, _ exponent: Double) -> DecayLaw? {
            DecayLaw.fit(
                kind, fit.fitted, weights: fit.weights, start: (time_s, exponent), spike_s: spike_s)
        }
        laws = [
            law(.stretched, start.time_s, start.exponent), law(.power, start.half_s, 1),
            law(.logarithmic, 0.2 * start.half_s, 1),
        ].compactMap { $0 }.filter(\.converged)
        let own = Self.criterion(fit, fit.sum.residualSumOfSquares, parameters: fit.sum.parameterCount)
        advantages = laws.map { Self.criterion(fit, $0.residualSumOfSquares, parameters: $0.parameterCount) - own }
        let rated = (zip(laws.map(\.kind.rawValue), advantages) + [("exponentials", 0)]).sorted { $0.1 < $1.1 }
        best = rated.count > 1 && rated[1].1 - rated[0].1 < 2 ? "undecided" : rated[0].0
    }

    /// Schwarz's criterion with the floor that the choice of the order has.
    private static func criterion(_ fit: StepFit, _ square: Double, parameters: Int) -> Double {
        let n = Double(fit.fitted.count)
        return n * log(max(square, fit.leastSquare, .leastNormalMagnitude) / n) + Double(parameters) * log(n)
    }

    /// Where to look: the times at which a quarter, half and three quarters of the change within the record are done, and
    /// the stretched exponential through the outer two.
    private static func start(_ shape: StepShape) -> (half_s: Double, time_s: Double, exponent: Double)? {
        let sum = shape.fit.sum
        let record = shape.fit.record_s
        func left(_ t: Double) -> Double {
            shape.memory.reduce(0) { $0 + sum.amplitudes[$1] * exp(-t / sum.times_s[$1]) }
        }
        let (begin, end) = (left(0), left(record))
        guard record > 0, begin != end else { return nil }
        func time(_ part: Double) -> Double {
            var (low, high) = (1e-9 * record, record)
            for _ in 0..<40 {
                let middle = (low * high).squareRoot()
                if (begin - left(middle)) / (begin - end) < part { low = middle } else { high = middle }
            }
            return (low * high).squareRoot()
        }
        let (early, half, late) = (time(0.25), time(0.5), time(0.75))
        guard late > early * 1.01 else { return nil }
        // ln(1/r) is 0.288 at a quarter and 1.386 at three quarters.
        let exponent = min(1.5, max(0.2, log(1.386 / 0.288) / log(late / early)))
        return (half, late * pow(1.386, -1 / exponent), exponent)
    }
}
