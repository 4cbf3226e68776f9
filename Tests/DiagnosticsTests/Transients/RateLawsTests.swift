import Foundation
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

/// T1 and T2 on times made by either, with noise of one percent.
@Suite struct RateLawsTests {
    private static let voltages = [-0.3, -0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9]

    /// Times of `V_h` = 0.4 V, `V_x` = 0.08 V, `gamma` = 1/2, `tau_0` = 0.2 s, with a constant rate.
    private static func rate(_ V: Double, constant: Double) -> Double {
        let y = (V - 0.4) / 0.08
        return (exp(0.5 * y) + exp(-0.5 * y)) / 0.2 + constant
    }

    private static func points(
        constant: Double, at voltages: [Double] = voltages, noise: Double = 0.01, seed: UInt64
    ) -> [RateBell.Point] {
        var random = SeededRandom(seed: seed)
        return voltages.map {
            RateBell.Point(
                V: $0, logTau: -log(rate($0, constant: constant)) + noise * TransientSamples.normal(&random), sd: noise)
        }
    }

    @Test func `a constant rate is found, with its size and what it makes of 0 V`() throws {
        var (inside, held) = (0, 0)
        for seed in 1...20 {
            let laws = try #require(RateLaws(Self.points(constant: 5, seed: UInt64(seed))))
            #expect(laws.preferred == .T2, "seed \(seed)")
            let second = try #require(laws.second)
            let found = second.quantity { $0[4] }
            if abs(found.value - log(5)) < 1.96 * found.sd { inside += 1 }
            #expect(abs(exp(found.value) / 5 - 1) < 0.3 && found.sd < 0.4)
            let rest = laws.atRest
            if abs(rest.value + log(Self.rate(0, constant: 5))) < 1.96 * rest.sd { held += 1 }
            #expect(rest.sd < 0.1)
        }
        // Of twenty 95 % intervals, five miss with a probability of 0.3 %.
        #expect(inside >= 16 && held >= 16)
    }

    @Test func `without one T1 is preferred, and a bound says how large it could be`() throws {
        for seed in 1...20 {
            let laws = try #require(RateLaws(Self.points(constant: 0, seed: UInt64(seed))))
            #expect(laws.preferred == .T1)
            let limit = try #require(laws.constantLimit_per_s)
            // The slowest time, 95 ms, is known to 1 %: a tenth of its rate would be seen.
            #expect(limit < 2 && limit > 0)
            let rest = laws.atRest
            #expect(abs(rest.value + log(Self.rate(0, constant: 0))) < 3.5 * rest.sd)
            #expect(rest.sd < 0.05)
        }
    }

    @Test func `six times are too few for T2, and what it could make of 0 V is in the error all the same`() throws {
        // A nonvolatile device seen far from 0 V only: T1 would have the time at 0 V within a third.
        func rate(_ V: Double) -> Double { (exp(V / 0.07) + exp(-V / 0.07)) / 1e7 }
        let points = [-1.2, -1.1, -1, 1, 1.1, 1.2].map { RateBell.Point(V: $0, logTau: -log(rate($0)), sd: 0.01) }
        let laws = try #require(RateLaws(points))
        #expect(laws.advantage == nil && laws.preferred == .T1)
        #expect(laws.choice(6).contains("expected at least 7"))
        #expect(laws.first.logTau(at: 0).sd < 0.3)
        #expect(laws.atRest.sd > 2, "six decades between the last time and 0 V hang on the law")
        #expect(exp(laws.least) < 1e4)
    }

    @Test func `scatter beyond the errors widens them, and chooses no law`() throws {
        let points = Self.points(constant: 0, noise: 0.05, seed: 3).map { point in
            var point = point
            point.sd = 0.002
            return point
        }
        let laws = try #require(RateLaws(points))
        #expect(laws.preferred == .T1)
        #expect(abs(laws.atRest.value + log(Self.rate(0, constant: 0))) < 3 * laws.atRest.sd)
        #expect(laws.atRest.sd > 0.02)
    }
}
