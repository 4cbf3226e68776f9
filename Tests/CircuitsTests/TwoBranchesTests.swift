import Circuits
import ComplexModule
import Foundation
import Kernels
import RealModule
import Testing

/// Circuits with two branches: their rates, and their fit.
@Suite struct TwoBranchesTests {
    /// The device of golden case G09 at a bias: a surface capacitor of 0.5 s beside an inductor of 2 s.
    private static func device(at u_V: Double, series_ohm: Double = 30) -> MaxwellCircuit {
        let (G_b, G_a, G_c) = (1e-7 * exp(u_V / 0.1), 1e-9 / 0.06 * exp(u_V / 0.06), 2e-6 * exp(u_V / 0.15))
        return MaxwellCircuit(
            series_ohm: series_ohm, fastConductance_S: G_b + G_c, capacitance_F: 2e-8,
            branches: [.init(conductance_S: -G_c, time_s: 0.5), .init(conductance_S: G_a, time_s: 2)])
    }

    @Test func `Z vanishes at its zeros and Y at its poles`() throws {
        // A series resistance that matters, so that the times are not those of the branches.
        let circuit = Self.device(at: 0.45, series_ohm: 1e4)
        let roots = try #require(PolesAndZeros(circuit))
        #expect(roots.zeros_per_s.count == 3 && roots.poles_per_s.count == 3)
        for (values, series_ohm) in [(roots.zeros_per_s, circuit.series_ohm), (roots.poles_per_s, nil as Double?)] {
            for s in values {
                // Y_int(s), and how large its terms are.
                var (Y, size) = (
                    Complex(circuit.fastConductance_S) + s * Complex(circuit.capacitance_F), circuit.fastConductance_S
                )
                for branch in circuit.branches {
                    let term = Complex(branch.conductance_S) / (1 + s * Complex(branch.time_s))
                    Y += term
                    size += term.length
                }
                let rest = series_ohm.map { (1 + Complex($0) * Y) / Complex(1 + $0 * size) } ?? Y / Complex(size)
                // Rounding of the root (1e-16) times how fast terms change near it.
                #expect(rest.length < 1e-9)
            }
        }
        let tau = try #require(roots.tau_V_s)
        #expect(abs(tau - 2) > 0.02 && tau == -1 / roots.zeros_per_s[0].real)
    }

    @Test(arguments: [0.25, 0.34, 0.45])
    func `a small step gathers the charge of C_lf and ends at R_dc`(bias_V: Double) throws {
        let circuit = Self.device(at: bias_V, series_ohm: 300)
        let response = try #require(SmallStepResponse.toVoltageStep(circuit))
        let excess = try #require(response.excess)
        // At the crossover C_lf is a difference of 1e-5 F that nearly vanishes.
        #expect(abs(excess - circuit.C_lf_F) < 1e-9 * 1e-5 + 1e-9 * abs(circuit.C_lf_F))
        #expect(abs(response.final * circuit.R_dc_ohm - 1) < 1e-12)
        #expect(abs(response.value(at: 0) * circuit.series_ohm - 1) < 1e-9)
    }

    @Test func `the error of tau_V follows from differences`() throws {
        let truth = Self.device(at: 0.45, series_ohm: 3000)
        let s = SyntheticSpectrum(truth, from: 1e5, to: 0.01, count: 71, noise: 0.01, seed: 4)
        let fit = try #require(Self.fit(s))
        let covariance = try #require(fit.covariance)
        let c = fit.circuit
        let p =
            [c.series_ohm, c.fastConductance_S, c.capacitance_F]
            + c.branches.flatMap { [$0.conductance_S, log($0.time_s)] }
        func tau(_ p: [Double]) throws -> Double {
            let circuit = MaxwellCircuit(
                series_ohm: p[0], fastConductance_S: p[1], capacitance_F: p[2],
                branches: [3, 5].map { .init(conductance_S: p[$0], time_s: exp(p[$0 + 1])) })
            return try #require(PolesAndZeros(circuit)?.tau_V_s)
        }
        let gradient = try p.indices.map { j in
            let h = 1e-5 * abs(p[j])
            var (up, down) = (p, p)
            up[j] += h
            down[j] -= h
            return (try tau(up) - (try tau(down))) / (2 * h)
        }
        let se = try #require(fit.estimate(.tau_V)?.se)
        #expect(abs(covariance.quadraticForm(gradient).squareRoot() / se - 1) < 1e-4)
        let exact = try #require(PolesAndZeros(truth)?.tau_V_s)
        #expect(abs((fit.estimate(.tau_V)?.value ?? 0) - exact) < 4 * se)
    }

    @Test(arguments: [0.25, 0.3, 0.34, 0.4, 0.45])
    func `at 1 % noise the fit is as good as the truth, whatever the seed`(bias_V: Double) throws {
        let truth = Self.device(at: bias_V)
        var misses = 0
        for seed in 0..<40 {
            let s = SyntheticSpectrum(truth, from: 1e6, to: 0.005, count: 59, noise: 0.01, seed: UInt64(seed))
            let found = try #require(Self.fit(s))
            var truthSum = 0.0
            for (i, f) in s.frequency_Hz.enumerated() {
                let z = truth.impedance_ohm(at: 2 * .pi * f)
                let measured = Complex(s.real_ohm[i], s.imaginary_ohm[i])
                truthSum += (z - measured).lengthSquared / measured.lengthSquared
            }
            if found.residualSumOfSquares > truthSum { misses += 1 }
        }
        #expect(misses == 0)
    }

    @Test func `where EC1 leaves nothing but the noise no second branch is sought`() throws {
        let truth = MaxwellCircuit(R_s_ohm: 50, R_b_ohm: 1000, R_a_ohm: 500, L_a_H: 150, C_m_F: 1e-6)
        let s = SyntheticSpectrum(truth, from: 1e5, to: 0.1, count: 61, noise: 0.01, seed: 2)
        let single = try #require(
            fitEC1(frequency_Hz: s.frequency_Hz, real_ohm: s.real_ohm, imaginary_ohm: s.imaginary_ohm))
        let level = single.residualVariance.squareRoot()
        let second = fitTwoBranches(
            frequency_Hz: s.frequency_Hz, real_ohm: s.real_ohm, imaginary_ohm: s.imaginary_ohm, beside: single,
            noise: 1.01 * level)
        #expect(second == nil)
        // A little above what the noise is taken for, one is fitted, and takes what one of noise takes.
        let beside = fitTwoBranches(
            frequency_Hz: s.frequency_Hz, real_ohm: s.real_ohm, imaginary_ohm: s.imaginary_ohm, beside: single,
            noise: 0.9 * level)
        if let beside { #expect(beside.residualSumOfSquares > 0.8 * single.residualSumOfSquares) }
    }

    private static func fit(_ s: SyntheticSpectrum) -> MaxwellFit? {
        fitEC1(frequency_Hz: s.frequency_Hz, real_ohm: s.real_ohm, imaginary_ohm: s.imaginary_ohm, noise: 0.01)
            .flatMap {
                fitTwoBranches(
                    frequency_Hz: s.frequency_Hz, real_ohm: s.real_ohm, imaginary_ohm: s.imaginary_ohm, beside: $0,
                    noise: 0.01)
            }
    }
}
