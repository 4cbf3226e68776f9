import Foundation
import TestSupport
import Testing

@testable import Kernels

@Suite struct DecayLawTests {
    private let times = (0..<200).map { 1e-3 * pow(1e6, Double($0) / 199) }

    private func fit(
        _ kind: DecayLaw.Kind, start: (time_s: Double, exponent: Double), spike_s: Double? = nil, noise: Double = 0,
        _ law: (Double) -> Double
    ) throws -> DecayLaw {
        var random = SeededStream(seed: 3, "laws")
        let samples = DecaySamples(time_s: times, values: times.map { law($0) + noise * random.normal() })
        return try #require(
            DecayLaw.fit(kind, samples, weights: times.map { _ in 1 }, start: start, spike_s: spike_s))
    }

    @Test func `a stretched exponential is found from a start four times off`() throws {
        let found = try fit(.stretched, start: (4, 1)) { 2 - 1.5 * exp(-pow($0 / 1.3, 0.55)) }
        // Exact data: what is left is the tolerance of the search, a millionth of nothing.
        #expect(abs(found.time_s / 1.3 - 1) < 1e-5 && abs(found.exponent / 0.55 - 1) < 1e-5)
        #expect(abs(found.offset - 2) < 1e-5 && abs(found.amplitude + 1.5) < 1e-5 && found.converged)
        #expect(abs(found.value(at: 1.3) - (2 - 1.5 / M_E)) < 1e-5)
    }

    @Test func `a power law and a logarithm are found`() throws {
        let power = try fit(.power, start: (0.1, 1)) { 1 + 3 * pow(1 + $0 / 0.4, -0.7) }
        #expect(abs(power.time_s / 0.4 - 1) < 1e-4 && abs(power.exponent / 0.7 - 1) < 1e-4)
        let slow = try fit(.logarithmic, start: (1, 1)) { 5 - 0.2 * log(1 + $0 / 0.05) }
        #expect(abs(slow.time_s / 0.05 - 1) < 1e-4 && abs(slow.amplitude - 0.2) < 1e-5)
        #expect(abs(slow.value(at: 0.05) - (5 - 0.2 * log(2))) < 1e-5)
    }

    @Test func `an exponential of known time stands beside the law`() throws {
        let found = try fit(.stretched, start: (2, 1), spike_s: 0.004) {
            1 + 4 * exp(-$0 / 0.004) - 0.5 * exp(-pow($0 / 3, 0.7))
        }
        #expect(abs(found.spike - 4) < 1e-4 && abs(found.time_s / 3 - 1) < 1e-4)
    }

    @Test func `errors of the logarithms hold the truth`() throws {
        let found = try fit(.stretched, start: (1, 1), noise: 0.01) { exp(-pow($0 / 2, 0.6)) }
        let (time, exponent) = found.logErrors
        // A fixed seed: four errors leave no doubt.
        #expect(abs(log(found.time_s / 2)) < 4 * time && time < 0.05)
        #expect(abs(log(found.exponent / 0.6)) < 4 * exponent && exponent < 0.05)
    }

    @Test func `too few samples give nothing`() {
        let samples = DecaySamples(time_s: [1, 2, 3, 4], values: [3, 2, 1, 1])
        #expect(DecayLaw.fit(.stretched, samples, weights: [1, 1, 1, 1], start: (1, 1)) == nil)
        let still = DecaySamples(time_s: [0, 0, 0, 0, 0, 0], values: [1, 1, 1, 1, 1, 1])
        #expect(DecayLaw.fit(.power, still, weights: still.counts, start: (1, 1)) == nil)
    }
}

@Suite struct DampedWaveTests {
    @Test func `a wave is found without a start, sampled evenly or by decades`() throws {
        let even = (1...600).map { Double($0) * 0.005 }
        let decades = (0..<600).map { 1e-3 * pow(3e3, Double($0) / 599) }
        for times in [even, decades] {
            let samples = DecaySamples(
                time_s: times, values: times.map { 1 + exp(-$0 / 0.6) * (0.5 * cos(14 * $0) - 0.2 * sin(14 * $0)) })
            let wave = try #require(DampedWave.fit(samples, weights: samples.counts))
            #expect(abs(wave.time_s / 0.6 - 1) < 1e-6 && abs(wave.frequency_rad_per_s / 14 - 1) < 1e-6)
            #expect(abs(wave.cosine - 0.5) < 1e-6 && abs(wave.sine + 0.2) < 1e-6)
            #expect(abs(wave.value(at: 0) - 1.5) < 1e-6)
        }
    }

    @Test func `averages over a tenth of a period do no harm`() throws {
        var random = SeededStream(seed: 1, "wave")
        let times = (1...20_000).map { Double($0) * 2e-4 }
        let samples = DecaySamples(
            time_s: times, values: times.map { 2 - exp(-$0 / 0.5) * cos(40 * $0) + 0.02 * random.normal() })
        let wave = try #require(
            DampedWave.fit(samples.averaged(limit: 300), weights: samples.averaged(limit: 300).counts))
        let (time, frequency) = wave.logErrors
        #expect(abs(log(wave.time_s / 0.5)) < 4 * time && time < 0.02)
        #expect(abs(log(wave.frequency_rad_per_s / 40)) < 4 * frequency)
    }

    @Test func `samples averaged by number keep all of them`() {
        let samples = DecaySamples(time_s: (0..<10).map(Double.init), values: (0..<10).map(Double.init))
        let averaged = samples.averaged(limit: 4)
        #expect(averaged.counts.reduce(0, +) == 10 && averaged.count == 4)
        #expect(samples.averaged(limit: 10) == samples)
    }
}
