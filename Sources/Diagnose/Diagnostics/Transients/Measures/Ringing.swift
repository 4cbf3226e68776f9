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
    static func turnsTwice(_ samples: DecaySamples, noise: Double) -> Bool {
        guard let low = samples.values.min(), let high = samples.values.max() else { return false }
        let least = max(6 * noise, 0.02 * (high - low))
        var (turns, direction, extreme) = (0, 0, samples.values[0])
        for value in samples.values {
            let change = value - extreme
            if direction == 0 {
                if abs(change) > least { (direction, extreme) = (change > 0 ? 1 : -1, value) }
            } else if change * Double(direction) > 0 {
                extreme = value
            } else if abs(change) > least {
                turns += 1
                (direction, extreme) = (-direction, value)
            }
        }
        return turns >= 2
    }
}
