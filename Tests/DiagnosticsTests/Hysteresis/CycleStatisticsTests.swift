import Foundation
import Kernels
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct CycleStatisticsTests {
    private static func values(_ all: [Double], censored: [Bool]? = nil) -> CycleValues {
        var values = CycleValues("hysteresis.V_set", .volt, at: Place(lobe: "+"), from: ["iv-test"], hasLaw: true)
        for (k, value) in all.enumerated() { values.add(k + 2, value, censored: censored?[k] ?? false) }
        return values
    }

    @Test func `G15: moments and the Weibull law of twelve values`() throws {
        let golden = try TheoryGolden.named("G15")
        let values = Self.values(golden.params["V_set"].numbers)
        let found = CycleMetrics.moments(values)
        func value(_ name: String) -> Double { found.first { $0.id == "cycles." + name }?.value ?? .nan }
        #expect(golden.agrees(value("mean"), golden.expected["mean"]))
        #expect(golden.agrees(value("sd"), golden.expected["sd"]))
        #expect(golden.agrees(value("cv"), golden.expected["cv"]))
        #expect(golden.agrees(value("median"), golden.expected["median"]))
        #expect(value("count") == 12)
        let law = try #require(CycleLaw(values, stream: nil))
        #expect(golden.agrees(law.weibull.shape.value, golden.expected["weibull_mle_shape"]))
        #expect(golden.agrees(law.weibull.scale.value, golden.expected["weibull_mle_scale"]))
        #expect(golden.agrees(law.weibull.logLikelihood, golden.expected["log_likelihood"]))
        // Median ranks (i - 0.3)/(n + 0.4) give the golden line of ranks.
        let ranks = try #require(CycleLaw.ranks(values))
        let x = ranks["x"].map { log($0) }
        let y = ranks["F"].map { log(-log(1 - $0)) }
        let (mx, my) = (x.reduce(0, +) / 12, y.reduce(0, +) / 12)
        let cross = zip(x, y).reduce(0.0) { $0 + ($1.0 - mx) * ($1.1 - my) }
        let square = x.reduce(0.0) { $0 + ($1 - mx) * ($1 - mx) }
        let slope = cross / square
        #expect(golden.agrees(slope, golden.expected["weibull_rank_shape_y_on_x"]))
    }

    @Test func `quartiles, trend and neighbors' correlation of numbers that a hand can add`() throws {
        let values = Self.values([1, 2, 3, 4, 5])
        let found = CycleMetrics.moments(values)
        func value(_ name: String) -> Double { found.first { $0.id == "cycles." + name }?.value ?? .nan }
        #expect(value("iqr") == 2)
        #expect(abs(value("trend") - 1) < 1e-12)
        // (2*1 + 1*0 + 0*1 + 1*2)/(4 + 1 + 0 + 1 + 4).
        #expect(abs(value("autocorrelation") - 0.4) < 1e-12)
        // Thresholds of the negative lobe keep their sign in what has one.
        var negative = CycleValues("hysteresis.V_reset", .volt, at: Place(lobe: "-"), from: ["a"], factor: -1)
        for (k, value) in [1.0, 2, 3].enumerated() { negative.add(k + 2, value) }
        let signed = CycleMetrics.moments(negative)
        #expect(signed.first { $0.id == "cycles.mean" }?.value == -2)
        #expect(signed.first { $0.id == "cycles.median" }.map { ($0.low ?? 0) <= ($0.high ?? 0) } == true)
    }

    @Test func `censored values move the Weibull law as its likelihood says`() throws {
        var random = SeededRandom(seed: 5)
        let (shape, scale, limit) = (8.0, 0.7, 0.75)
        var all: [Double] = []
        var hidden: [Bool] = []
        for _ in 0..<4000 {
            let drawn = scale * pow(-log(Double.random(in: 1e-12..<1, using: &random)), 1 / shape)
            all.append(min(drawn, limit))
            hidden.append(drawn > limit)
        }
        let fit = try #require(WeibullFit(all, censored: hidden))
        // A sixth is censored; four standard errors, so that one seed decides nothing.
        #expect(abs(fit.shape.value - shape) < 4 * (fit.shape.se ?? 0))
        #expect(abs(fit.scale.value - scale) < 4 * (fit.scale.se ?? 0))
        #expect((fit.shape.se ?? 1) < 0.15 && (fit.scale.se ?? 1) < 0.003)
        // Taken as observed, they would make the law too narrow.
        let wrong = try #require(WeibullFit(all, censored: hidden.map { _ in false }))
        #expect(wrong.shape.value > fit.shape.value + 5 * (fit.shape.se ?? 0))
        let normal = try #require(LognormalFit(all, censored: hidden))
        #expect(fit.logLikelihood > normal.logLikelihood)
    }

    @Test func `a complete lognormal sample has the mean and the deviation of its logarithms`() throws {
        let logs = [-1, -0.5, 0, 0.25, 1.25]
        let fit = try #require(LognormalFit(logs.map { exp($0) }, censored: logs.map { _ in false }))
        #expect(abs(fit.mean.value) < 1e-12)
        // Root of (1 + 0.25 + 0 + 0.0625 + 1.5625)/5.
        #expect(abs(fit.sd.value - 0.575.squareRoot()) < 1e-12)
    }

    @Test func `laws that cannot be had are absent`() {
        #expect(WeibullFit([1, 1, 1, 1, 1], censored: [Bool](repeating: false, count: 5)) == nil)
        #expect(WeibullFit([1, 2, -1], censored: [false, false, false]) == nil)
        #expect(WeibullFit([1, 2, 3], censored: [true, true, true]) == nil)
        #expect(LognormalFit([], censored: []) == nil)
    }

    @Test func `resampled intervals hold the shape about as errors have it, and are the same each time`() throws {
        let golden = try TheoryGolden.named("G15")
        let values = Self.values(golden.params["V_set"].numbers)
        let first = try #require(CycleLaw(values, stream: .init(seed: 1, "D")))
        let again = try #require(CycleLaw(values, stream: .init(seed: 1, "D")))
        let interval = try #require(first.shapeInterval)
        #expect(interval == again.shapeInterval)
        #expect(interval.contains(first.weibull.shape.value))
        // Twelve values: the resampled interval is as wide as two errors either way, within a factor of two.
        let width = (interval.upperBound - interval.lowerBound) / (4 * (first.weibull.shape.se ?? 1))
        #expect(width > 0.5 && width < 2, "\(width)")
    }

    @Test func `endurance ends with the first of three failures in a row`() throws {
        let windows = [10.0, 1.5, 10, 1.1, 1.1, 10, 1.9, 1.0, 1.1, 1.05, 10].enumerated().map {
            (cycle: $0 + 2, window: $1)
        }
        let found = try #require(Endurance(windows, least: 2, run: 3))
        #expect(found.failure == 8 && found.switching == 4 && found.last == 12)
        #expect(found.stuck?.length == 3 && found.stuck?.from == 9)
        let strict = try #require(Endurance(windows, least: 2, run: 1))
        #expect(strict.failure == 3)
        #expect(try #require(Endurance(windows, least: 2, run: 5)).failure == nil)
        let kept = CycleMetrics.endurance(
            try #require(Endurance(windows, least: 2, run: 5)), Place(), ["a"], least: 2, run: 5)
        #expect(kept.first { $0.id == "cycles.endurance" }?.bound == .lower)
        #expect(kept.first { $0.id == "cycles.endurance" }?.value == 12)
        let yield = try #require(kept.first { $0.id == "cycles.yield" })
        #expect(abs(yield.value - 4.0 / 11) < 1e-12 && (yield.low ?? 1) > 0.1 && (yield.high ?? 0) < 0.7)
    }

    /// Many cycles of a switch: what a device's own cycles give.
    @Test func `cycles of a sweep are described, and a cycle without a set counts as censored`() throws {
        var voltage: [Double] = []
        var current: [Double] = []
        for cycle in 0..<20 {
            let v = Sweeps.triangle([0, 1, -1, 0], step: 0.02)
            // Cycle 11 does not switch at all.
            let set = cycle == 10 ? 9.0 : 0.5 + 0.02 * Double((cycle * 7) % 10)
            var on = false
            for (i, u) in v.enumerated() where cycle == 0 || i > 0 {
                if i <= 50, u >= set - 1e-9 { on = true }
                if u < -0.5 { on = false }
                voltage.append(u)
                current.append(u * (on ? 1e-4 : 1e-6))
            }
        }
        let result = try Sweeps.run([Sweeps.recording(voltage, current)])
        func metric(_ name: String, of id: String, lobe: String) -> Metric? {
            result.metrics.first { $0.id == "cycles." + name && $0.at.of == id && $0.at.lobe == lobe }
        }
        let count = try #require(metric("count", of: "hysteresis.V_set", lobe: "+"))
        #expect(count.value == 18 && count.rule.contains("1 more are censored"))
        #expect(metric("weibull_shape", of: "hysteresis.V_set", lobe: "+")?.rule.contains("1 of 19 censored") == true)
        let yield = try #require(
            result.metrics.first { $0.id == "cycles.yield" && $0.at.lobe == "+" })
        #expect(abs(yield.value - 18.0 / 19) < 1e-12)
        #expect(metric("mean", of: "hysteresis.R_LRS", lobe: "+").map { $0.value < 6.3e4 } == true)
        HysteresisBadInputTests.expectClean(result)
    }

    @Test func `tables of reads of both states are one measurement`() throws {
        func reads(_ state: String, _ conductance: [Double]) -> Recording {
            var recording = Recording(
                id: "reads-" + state, kind: .endurance,
                data: .reads(
                    ReadSeries(index: conductance.indices.map { Double($0 + 1) }, conductance_S: conductance)),
                provenance: Provenance(file: "reads.csv"))
            recording.conditions.state = state
            return recording
        }
        let high = (0..<12).map { _ in 1e-6 } + [1e-4, 1e-4, 1e-4, 1e-4]
        let low = (0..<16).map { _ in 1e-4 }
        let result = try Sweeps.run([reads("HRS", high), reads("LRS", low)])
        let endurance = try #require(result.metrics.first { $0.id == "cycles.endurance" })
        #expect(endurance.value == 13 && endurance.bound == nil)
        let median = result.metrics.first { $0.id == "cycles.median" && $0.at.of == "hysteresis.R_LRS" }
        #expect(abs((median?.value ?? 0) - 1e4) < 1e-6)
    }
}
