import Foundation
import Kernels
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct LackOfFitTests {
    /// A fit that leaves noise and, of a smooth wave, so much.
    private func lack(wave: Double, count: Int = 200, seed: UInt64 = 5) -> LackOfFit {
        var random = SeededRandom(seed: seed)
        let values = (0..<count).map { i in
            TransientSamples.normal(&random) + wave * sin(8 * Double(i) / Double(count))
        }
        let samples = DecaySamples(time_s: (0..<count).map(Double.init), values: values)
        return LackOfFit(
            samples, weights: [Double](repeating: 1, count: count), model_A: [Double](repeating: 0, count: count))
    }

    @Test func `what leaves only noise is no misfit, and widens little`() {
        for seed in 1...50 {
            let noise = lack(wave: 0, seed: UInt64(seed))
            // The correlation of 200 residuals scatters by 0.07; five of that are 0.35.
            #expect(noise.ratio < 1.3 && noise.varianceFactor < 2.1 && !noise.isMisfit(change_A: 10))
        }
    }

    @Test func `a smooth miss of the noise's size is one`() {
        let miss = lack(wave: 4)
        // Variance of the wave: 8, beside 1 of the noise.
        #expect(abs(miss.ratio - 3) < 0.5 && abs(miss.systematic_A - 8.0.squareRoot()) < 0.4)
        #expect(miss.varianceFactor > 5 && miss.isMisfit(change_A: 100))
        // On a change a thousand times as large nobody sees it.
        #expect(!miss.isMisfit(change_A: 1000))
    }

    @Test func `without residuals there is nothing to say`() {
        let samples = DecaySamples(time_s: [1, 2, 3], values: [1, 1, 1])
        let exact = LackOfFit(samples, weights: [1, 1, 1], model_A: [1, 1, 1])
        #expect(exact.ratio == 1 && exact.varianceFactor == 1 && !exact.isMisfit(change_A: 1))
    }
}
