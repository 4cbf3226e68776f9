import Foundation
import TestSupport
import Testing

@testable import Kernels

@Suite struct ExponentialFitTests {
    /// `count` times over the decades from `first`, evenly on a log axis.
    private func logTimes(_ first: Double, decades: Double, count: Int) -> [Double] {
        (0..<count).map { first * pow(10, decades * Double($0) / Double(count - 1)) }
    }

    /// A normal deviate by Box and Muller.
    private func normal(_ random: inout SeededRandom) -> Double {
        let u = Double.random(in: 1e-12..<1, using: &random)
        let v = Double.random(in: 0..<1, using: &random)
        return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
    }

    @Test(arguments: [1, 2, 3]) func `noise-free sums are found to ten digits`(order: Int) throws {
        let times = [0.02, 0.3, 5.0].prefix(order)
        let amplitudes = [1.5, -2.0, 0.7].prefix(order)
        let t = logTimes(1e-3, decades: 5, count: 300)
        let y = t.map { t in zip(amplitudes, times).reduce(3.0) { $0 + $1.0 * exp(-t / $1.1) } }
        let weights = [Double](repeating: 1, count: t.count)
        let fit = try #require(
            ExponentialFit.fit(DecaySamples(time_s: t, values: y), weights: weights, order: order))
        for (found, true_) in zip(fit.times_s, times) { #expect(abs(found / true_ - 1) < 1e-10) }
        for (found, true_) in zip(fit.amplitudes, amplitudes) { #expect(abs(found / true_ - 1) < 1e-10) }
        #expect(abs(fit.offset - 3) < 1e-10)
    }

    @Test func `the search ends only where no order could be worth more`() {
        var random = SeededRandom(seed: 11)
        let t = logTimes(1e-3, decades: 5, count: 200)
        let weights = [Double](repeating: 1, count: t.count)
        var highest: [[Double]: [Int]] = [:]
        for times in [[0.3], [0.02, 5.0], [0.02, 0.3, 5.0]] {
            for _ in 0..<20 {
                let y = t.map { t in times.reduce(0) { $0 + exp(-t / $1) } + 0.001 * normal(&random) }
                let sums = ExponentialFit.fits(DecaySamples(time_s: t, values: y), weights: weights, through: 3)
                highest[times, default: []].append(sums.count - 1)
            }
        }
        // No true component is ever missed; where noise alone could not be worth a further order, none is tried.
        #expect(highest.allSatisfy { times, orders in orders.allSatisfy { $0 >= times.count } })
        #expect(highest[[0.02, 5.0]]?.contains(2) == true)
    }

    @Test func `standard errors describe the scatter of repeated fits`() throws {
        var random = SeededRandom(seed: 4)
        let t = logTimes(1e-3, decades: 4, count: 200)
        let weights = [Double](repeating: 1, count: t.count)
        var pulls: [Double] = []
        for _ in 0..<200 {
            let y = t.map { 1 - 0.8 * exp(-$0 / 0.4) + 0.02 * normal(&random) }
            let fit = try #require(
                ExponentialFit.fit(DecaySamples(time_s: t, values: y), weights: weights, order: 1))
            let se = try #require(fit.standardError { log($0.times_s[0]) })
            pulls.append((log(fit.times_s[0]) - log(0.4)) / se)
        }
        let sd = (pulls.reduce(0) { $0 + $1 * $1 } / 200).squareRoot()
        // The sd of 200 unit pulls is 1 ± 0.05; four of its errors are allowed.
        #expect(abs(sd - 1) < 0.2)
    }

    @Test func `binning a million samples keeps the time constants`() throws {
        let n = 1_000_000
        let t = (1...n).map { Double($0) * 1e-5 }
        let y = t.map { 2 + exp(-$0 / 0.03) - 3 * exp(-$0 / 0.9) }
        let bins = DecaySamples(time_s: t, values: y).binned(limit: 500)
        #expect(bins.count <= 501 && bins.counts.reduce(0, +) == Double(n))
        let fit = try #require(ExponentialFit.fit(bins, weights: bins.counts, order: 2))
        // The average over a bin is kept to second order in its width, a few parts in 10⁵ here.
        #expect(abs(fit.times_s[0] / 0.03 - 1) < 1e-5 && abs(fit.times_s[1] / 0.9 - 1) < 1e-5)
    }

    @Test func `merging averages gives the moments of the samples themselves`() throws {
        let t = (1...4000).map { Double($0) * 1e-3 }
        let y = t.map { 1 + exp(-$0 / 0.2) - 2 * exp(-$0 / 1.1) }
        let all = DecaySamples(time_s: t, values: y)
        let bins = all.binned(limit: 400)
        let merged = try #require(bins.merged(limit: 60, weights: bins.counts))
        #expect(merged.samples.count <= 61 && merged.weights.reduce(0, +) == 4000)
        #expect(merged.samples.counts == merged.weights)
        // Each merged stretch holds whole bins: its mean and spread are those of the samples in it.
        var start = 0
        for k in merged.samples.values.indices {
            let end = start + Int(merged.samples.counts[k])
            let times = t[start..<end]
            let mean = times.reduce(0, +) / Double(times.count)
            let second = times.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(times.count)
            #expect(abs(merged.samples.time_s[k] - mean) < 1e-12)
            #expect(abs(merged.samples.moments[k].second - second) < 1e-12)
            start = end
        }
        let fit = try #require(ExponentialFit.fit(merged.samples, weights: merged.weights, order: 2))
        // Stretches of an eighth of an e-fold leave 1e-6 of an amplitude.
        #expect(abs(fit.times_s[0] / 0.2 - 1) < 1e-4 && abs(fit.times_s[1] / 1.1 - 1) < 1e-4)
        #expect(bins.merged(limit: 300, weights: bins.counts) == nil)
    }

    @Test func `too few samples and constant values do not fit`() throws {
        let few = DecaySamples(time_s: [1, 2], values: [1, 2])
        #expect(ExponentialFit.fit(few, weights: [1, 1], order: 1) == nil)
        let same = DecaySamples(time_s: [0, 0, 0, 0], values: [1, 1, 1, 1])
        #expect(ExponentialFit.fit(same, weights: [1, 1, 1, 1], order: 1) == nil)
        let flat = DecaySamples(time_s: (1...20).map(Double.init), values: [Double](repeating: 2, count: 20))
        let fit = try #require(
            ExponentialFit.fit(flat, weights: [Double](repeating: 1, count: 20), order: 0))
        #expect(abs(fit.offset - 2) < 1e-15)
    }
}
