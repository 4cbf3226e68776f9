import Circuits
import Foundation
import TestSupport
import Testing

@testable import Diagnostics

/// Laws of conduction from resistances with known truth.
@Suite struct ConductionLawTests {
    /// Resistances by a law, with correlated errors of ln R_b and ln|R_a|.
    private func points(
        _ biases: [Double], sd: Double, seed: UInt64, series_ohm: Double = 0, _ law: (Double) -> (Double, Double)
    ) -> [LawPoint] {
        var random = SeededRandom(seed: seed)
        func normal() -> Double {
            (-2 * log(Double.random(in: 1e-12..<1, using: &random))).squareRoot()
                * cos(Double.random(in: 0..<(2 * .pi), using: &random))
        }
        let rho = 0.6
        return biases.map { V in
            let (R_b, R_a) = law(V)
            let (a, b) = (normal(), normal())
            let fast = log(R_b) + sd * a
            let memory = log(R_a) + 2 * sd * (rho * a + (1 - rho * rho).squareRoot() * b)
            return LawPoint(
                V: V, series_ohm: series_ohm, fast: .init(V: V, y: fast, sd: sd),
                memory: .init(V: V, y: memory, sd: 2 * sd), fast_ohm: exp(fast), memory_ohm: exp(memory),
                correlation: rho)
        }
    }

    private func exponential(_ V: Double) -> (Double, Double) { (1e7 * exp(-V / 0.1), 6e7 * exp(-V / 0.06)) }

    private func sigmoid(_ V: Double) -> (Double, Double) {
        let x = 1 / (1 + exp(-(V - 0.5) / 0.08))
        return (1 / (1e-5 + 0.99e-3 * x), 0.08 / (0.99e-3 * V * x * (1 - x)))
    }

    private func law(_ points: [LawPoint], sign: Double = 1) -> ConductionLaw {
        ConductionLaw(points, memorySign: sign, fastSign: 1, allowed: 0.03)
    }

    @Test func `each law is named, and the other in at most 2 of 100`() {
        let biases = [0.3, 0.36, 0.42, 0.48, 0.54, 0.6]
        for (truth, right) in [(exponential, "exponential"), (sigmoid, "quasi-linear")] {
            var counts: [String: Int] = [:]
            for seed in 0..<200 {
                let found = law(points(biases, sd: 0.02, seed: UInt64(seed), truth))
                counts[found.verdict.rawValue, default: 0] += 1
            }
            #expect(counts[right, default: 0] >= 198, "\(counts)")
        }
    }

    @Test func `where the biases span too little neither law is named`() {
        // 20 mV is a quarter of V_x: a sigmoid is as good as a straight line there.
        var wrong = 0
        for seed in 0..<100 {
            let found = law(points([0.3, 0.307, 0.314, 0.32], sd: 0.02, seed: UInt64(seed), sigmoid)).verdict
            if found == .exponential || found == .neither { wrong += 1 }
        }
        #expect(wrong <= 2)
    }

    @Test func `resistances of no law are called neither`() {
        let zigzag: (Double) -> (Double, Double) = { V in (V < 0.45 ? 1e5 : 2e6, V > 0.5 ? 1e5 : 3e4) }
        #expect(law(points([0.3, 0.4, 0.5, 0.6, 0.7], sd: 0.01, seed: 1, zigzag)).verdict == .neither)
    }

    @Test func `the elements of golden case G04 give its threshold and steepness`() throws {
        let golden = try TheoryGolden.named("G04")
        let list = ["u=0.4", "u=0.5", "u=0.6"].map { key -> LawPoint in
            let values = golden.expected[key]
            let u = Double(key.dropFirst(2)) ?? .nan
            let (R_b, R_a) = (values["R_b"].number, values["R_a"].number)
            // The case has 20 ohm in series: the source shows u and the drop.
            return LawPoint(
                V: u * (1 + 20 / R_b), series_ohm: 20, fast: .init(V: u, y: log(R_b), sd: 1e-4),
                memory: .init(V: u, y: log(R_a), sd: 1e-4), fast_ohm: R_b, memory_ohm: R_a, correlation: 0)
        }
        let law = try #require(QuasiLinearLaw(list, memorySign: 1))
        // Twelve digits in the file, a fit of four numbers to six.
        #expect(abs(law.V_h - golden.params["V_h"].number) < 1e-7)
        #expect(abs(law.V_x - golden.params["V_x"].number) < 1e-7)
        #expect(law.fit.chi2 < 1e-6)
    }

    @Test func `a conductance that falls with the voltage is a sigmoid that falls`() throws {
        let falling: (Double) -> (Double, Double) = { V in
            let x = 1 / (1 + exp((V - 0.5) / 0.08))
            return (1 / (1e-5 + 0.99e-3 * x), 0.08 / (0.99e-3 * V * x * (1 - x)))
        }
        let found = law(points([0.3, 0.4, 0.5, 0.6, 0.7], sd: 0.01, seed: 3, falling), sign: -1)
        #expect(found.verdict == .quasiLinear)
        #expect(abs(try #require(found.quasiLinear).V_h - 0.5) < 0.01)
    }

    @Test func `a line through scattered points has the slope within its error`() throws {
        var (outside, outsideNarrow) = (0, 0)
        for seed in 0..<300 {
            let exact = points([0.3, 0.35, 0.4, 0.45, 0.5, 0.55], sd: 0.05, seed: UInt64(seed), exponential)
            // The errors stated are a fifth of the true ones.
            let line = try #require(TrendLine(exact.map { .init(V: $0.V, y: $0.fast.y, sd: 0.01) }))
            if abs(line.slope + 10) > line.quantile * line.slopeError { outside += 1 }
            let honest = try #require(TrendLine(exact.map(\.fast)))
            if abs(honest.slope + 10) > 3 * honest.slopeError { outsideNarrow += 1 }
            #expect(line.scatter > 0)
        }
        // 95 % intervals: 15 of 300 outside, give or take 4; three standard errors: 1 of 300, or 3.
        #expect(outside <= 28)
        #expect(outsideNarrow <= 3)
    }
}
