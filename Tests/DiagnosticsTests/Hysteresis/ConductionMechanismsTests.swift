import Foundation
import Measurements
import Testing

@testable import Diagnostics

@Suite struct ConductionMechanismsTests {
    /// One branch with a law and 1 % noise.
    private func run(
        seed: UInt64 = 2, noise: Double = 0.01, thickness_m: Double? = nil, _ law: (Double) -> Double
    ) throws -> DiagnosticResult {
        // Out and back on one curve, so that a steep stretch is no set.
        let voltage = (1...200).map { 0.01 * Double($0) } + (1...199).reversed().map { 0.01 * Double($0) }
        let random = Sweeps.normals(voltage.count, seed: seed)
        let current = voltage.indices.map { law(voltage[$0]) * (1 + noise * random[$0]) }
        return try Sweeps.run(
            [
                Sweeps.recording(voltage, current) {
                    $0.conditions.thickness_m = thickness_m
                    $0.conditions.temperature_K = 300
                }
            ])
    }

    /// The laws of the way out, range by range.
    private func mechanism(_ result: DiagnosticResult) -> String {
        result.labels.filter { $0.id == "conduction.mechanism" && $0.at.branch == "fwd+" }.map(\.value)
            .joined(separator: ", ")
    }

    private func ends(_ result: DiagnosticResult) -> [Double] {
        result.metrics.filter { $0.id == "conduction.V_to" && $0.at.branch == "fwd+" }.map(\.value)
    }

    @Test func `each law is told from the others`() throws {
        #expect(mechanism(try run { 1e-6 * $0 }) == "ohmic")
        #expect(mechanism(try run { 1e-6 * $0 * $0 }) == "space-charge-limited")
        #expect(mechanism(try run { 1e-6 * pow($0, 1.6) }) == "power law")
        #expect(mechanism(try run { 1e-9 * exp(6 * sqrt($0)) }) == "Schottky")
        #expect(mechanism(try run { 1e-9 * $0 * exp(6 * sqrt($0)) }) == "Poole-Frenkel")
        #expect(mechanism(try run { 1e-6 * $0 * $0 * exp(-1 / $0) }) == "Fowler-Nordheim")
        let trap = try run { u in
            u < 0.3 ? 1e-9 * u : (u < 1 ? 1e-9 * 0.3 * pow(u / 0.3, 6) : 1e-9 * 0.3 * pow(1 / 0.3, 6) * u * u)
        }
        #expect(mechanism(trap) == "ohmic, trap-filled, space-charge-limited")
        // The ends of the ranges lie at the knees, within two of sixty points over a factor of fifty.
        let knees = ends(trap)
        #expect(knees.count == 3 && abs(log(knees[0] / 0.3)) < 0.14 && abs(log(knees[1])) < 0.14, "\(knees)")
        // Three ranges with the slopes 1, 6 and 2.
        let slopes = trap.metrics.filter { $0.id == "conduction.slope" && $0.at.branch == "fwd+" }.map(\.value)
        #expect(slopes.count == 3 && abs(slopes[0] - 1) < 0.15 && abs(slopes[1] - 6) < 0.3 && abs(slopes[2] - 2) < 0.15)
    }

    @Test func `all laws stand on one scale, and the best has zero`() throws {
        let result = try run { 1e-9 * $0 * exp(6 * sqrt($0)) }
        let scale = result.metrics.filter {
            $0.id == "conduction.aic" && $0.at.branch == "fwd+" && $0.at.component == 1
        }
        #expect(scale.count >= 5)
        #expect(scale.map(\.value).min() == 0)
        #expect(scale.first { $0.value == 0 }?.at.definition == "Poole-Frenkel")
    }

    @Test func `the slope of a Poole-Frenkel plot is that of its permittivity`() throws {
        // beta = sqrt(q/(pi eps_0 eps_r d)) / (kT/q): eps_r 10, d 100 nm, 300 K.
        let beta = (1.602176634e-19 / (Double.pi * 8.8541878128e-12 * 10 * 1e-7)).squareRoot() / 0.025852
        let result = try run(noise: 0, thickness_m: 1e-7) { 1e-9 * $0 * exp(beta * sqrt($0)) }
        let permittivity = try #require(
            result.metrics.first { $0.id == "conduction.permittivity" && $0.at.definition == "Poole-Frenkel" })
        #expect(abs(permittivity.value / 10 - 1) < 1e-3, "\(permittivity.value)")
        // The same data as Schottky emission would ask for a quarter of it, and another slope.
        #expect(mechanism(result) == "Poole-Frenkel")
    }

    @Test func `a law whose permittivity cannot be is not chosen`() throws {
        // ln I = 40 √V at 100 nm asks for a permittivity far below one.
        let result = try run(thickness_m: 1e-7) { 1e-15 * $0 * exp(20 * sqrt($0)) }
        #expect(mechanism(result) != "Poole-Frenkel" && mechanism(result) != "Schottky")
        let label = try #require(result.labels.first { $0.id == "conduction.implausible" })
        #expect(label.value.contains("Poole-Frenkel"))
        // Without the thickness nothing can be said against it.
        #expect(mechanism(try run { 1e-15 * $0 * exp(20 * sqrt($0)) }) == "Poole-Frenkel")
    }

    @Test func `a tunnel barrier of 1 V over 5 nm comes back`() throws {
        // b = 8 pi sqrt(2 m) (q phi)^1.5 d/(3 q h).
        let q = 1.602176634e-19
        let b =
            8 * Double.pi * (2 * 9.1093837015e-31).squareRoot() * pow(q, 1.5) * 5e-9 / (3 * q * 6.62607015e-34)
        let result = try run(noise: 0, thickness_m: 5e-9) { 1e-3 * $0 * $0 * exp(-b / $0) }
        let barrier = try #require(
            result.metrics.first { $0.id == "conduction.barrier" && $0.at.definition == "Fowler-Nordheim" })
        #expect(abs(barrier.value - 1) < 1e-3, "\(barrier.value)")
    }

    @Test func `a branch is read where it does not switch`() throws {
        let result = try Sweeps.run([SwitchingThresholdsTests.bipolar(noise: 0.005, seed: 3)])
        let labels = result.labels.filter { $0.id == "conduction.mechanism" }
        #expect(labels.first { $0.at.branch == "fwd+" }?.value == "ohmic")
        let used = result.labels.filter { $0.id == "conduction.used" }
        #expect(used.first { $0.at.branch == "fwd+" }?.value == "below every set")
        #expect(used.first { $0.at.branch == "bwd+" }?.value == "whole branch")
        #expect(labels.first { $0.at.branch == "bwd+" }?.value == "ohmic")
    }

    @Test func `an ohmic and a square part together are one law, without a knee`() throws {
        // G V + c V², equal at 0.1 V.
        let sum = try run { 1e-6 * $0 + 1e-5 * $0 * $0 }
        #expect(mechanism(sum) == "ohmic + space-charge")
        let crossover = try #require(sum.metrics.first { $0.id == "conduction.crossover" && $0.at.branch == "fwd+" })
        #expect(abs(crossover.value - 0.1) < max(3 * (crossover.se ?? 0), 1e-3), "\(crossover.value)")
        // Behind it traps fill with V^8, however no square law follows.
        let trap = try run { u in u < 1 ? 1e-6 * u + 1e-5 * u * u : 1.1e-5 * pow(u, 8) }
        #expect(mechanism(trap) == "ohmic + space-charge, trap-filled")
        #expect(abs(log(ends(trap)[0])) < 0.14)
        let together = trap.metrics.filter {
            $0.id == "conduction.aic" && $0.at.branch == "fwd+" && $0.at.component == nil
        }
        #expect(together.first { $0.value == 0 }?.at.definition == "2 ranges" && together.count >= 6)
    }

    @Test func `two laws that meet are told range by range`() throws {
        // Ohmic to 0.5 V, Poole-Frenkel behind it.
        let result = try run { u in u < 0.5 ? 1e-6 * u : 1e-6 * u * exp(8 * (sqrt(u) - sqrt(0.5))) }
        #expect(mechanism(result) == "ohmic, Poole-Frenkel")
        #expect(abs(log(ends(result)[0] / 0.5)) < 0.14)
    }

    @Test func `one law is not cut into ranges, whatever the noise`() throws {
        for seed in 1...10 {
            for noise in [0.01, 0.05, 0.2] {
                for law in [{ 1e-6 * $0 }, { 1e-9 * exp(6 * sqrt($0)) }, { 1e-6 * pow($0, 1.6) }]
                    as [(Double) -> Double]
                {
                    let result = try run(seed: UInt64(seed), noise: noise, law)
                    #expect(ends(result).count == 1, "seed \(seed), noise \(noise)")
                }
            }
        }
    }
}
