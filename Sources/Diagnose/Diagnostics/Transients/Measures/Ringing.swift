import Glibc
import Kernels

/// Whether a response rings: a pair of complex poles or zeros, which no sum of real exponentials describes.
enum Ringing {
    /// Most samples of a wave's fit; they are spread evenly, since a wave needs its last periods as well as its first.
    private static let sampleLimit = 1_000

    /// The damped wave of a response, where it is better than the best sum of exponentials by more than 10 of BIC.
    static func wave(in measured: DecaySamples) -> DampedWave? {
        let samples = measured.averaged(limit: sampleLimit)
        let weights = samples.counts
        guard samples.count > 20, let wave = DampedWave.fit(samples, weights: weights), wave.converged else {
            return nil
        }
        let sums = ExponentialFit.fits(samples, weights: weights, through: 3)
        let n = Double(samples.count)
        func criterion(_ square: Double, _ parameters: Int) -> Double {
            n * log(max(square, .leastNormalMagnitude) / n) + Double(parameters) * log(n)
        }
        let rival = sums.map { criterion($0.residualSumOfSquares, $0.parameterCount) }.min() ?? .infinity
        let own = criterion(wave.residualSumOfSquares, DampedWave.parameterCount)
        // A response that a wave misses as well is no ringing, as that of a large step with two branches.
        let lack = LackOfFit(samples, weights: weights, model_A: samples.time_s.map { wave.value(at: $0) })
        guard lack.ratio < 2 else { return nil }
        // A wave that dies within a sixth of its period is an exponential with a bend.
        return own < rival - 10 && wave.frequency_rad_per_s * wave.time_s > 1 ? wave : nil
    }

    /// Whether a response turns at least twice by more than its noise: what calls for a look at waves.
    static func turnsTwice(_ samples: DecaySamples, noise: Double) -> Bool { turns(samples, noise: noise).count >= 2 }

    /// Where a response turns by more than some times its noise and a fiftieth of its range, in order of time.
    static func turns(
        _ samples: DecaySamples, noise: Double, factor: Double = 6
    ) -> [(time_s: Double, value: Double)] {
        guard let low = samples.values.min(), let high = samples.values.max() else { return [] }
        let least = max(factor * noise, 0.02 * (high - low))
        var list: [(time_s: Double, value: Double)] = []
        var (direction, extreme) = (0, (time_s: samples.time_s[0], value: samples.values[0]))
        for (time_s, value) in zip(samples.time_s, samples.values) {
            let change = value - extreme.value
            if direction == 0 {
                if abs(change) > least { (direction, extreme) = (change > 0 ? 1 : -1, (time_s, value)) }
            } else if change * Double(direction) > 0 {
                extreme = (time_s, value)
            } else if abs(change) > least {
                list.append(extreme)
                (direction, extreme) = (-direction, (time_s, value))
            }
        }
        return list
    }
}

/// A response that goes up and down without end: a limit cycle, as of a device that spikes (THEORY F).
struct Spiking: Sendable {
    /// Distances from one maximum to the next, s.
    let periods_s: [Double]
    /// Median swing from a maximum to a minimum.
    let height: Double

    /// Looks at samples as measured; `nil` with fewer than six turns, or where the swings die away.
    init?(_ samples: DecaySamples) {
        let y = samples.values
        guard y.count > 20 else { return nil }
        // Second differences hold six variances of the noise and little of a curve.
        let bends = y.indices.dropFirst(2).map { y[$0] - 2 * y[$0 - 1] + y[$0 - 2] }
        let noise = (RobustStatistics.scaledMAD(bends) ?? 0) / 6.0.squareRoot()
        // A million samples of noise span ten deviations.
        let turns = Ringing.turns(samples, noise: noise, factor: 12)
        let swings = zip(turns.dropFirst(), turns).map { abs($0.value - $1.value) }
        guard turns.count >= 6, let height = RobustStatistics.median(swings),
            let early = RobustStatistics.median(Array(swings.prefix(swings.count / 2))),
            let late = RobustStatistics.median(Array(swings.suffix(swings.count / 2))), late > 0.5 * early
        else { return nil }
        let first = turns[0].value > turns[1].value ? 0 : 1
        let tops = stride(from: first, to: turns.count, by: 2).map { turns[$0].time_s }
        periods_s = zip(tops.dropFirst(), tops).map { $0 - $1 }
        self.height = height
    }

    /// Spikes a second with the standard error of the mean period.
    var rate: (value_per_s: Double, se_per_s: Double)? {
        let n = Double(periods_s.count)
        let mean = periods_s.reduce(0, +) / n
        guard n >= 2, mean > 0 else { return nil }
        let square = periods_s.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (1 / mean, (square / (n - 1) / n).squareRoot() / (mean * mean))
    }
}
