import Circuits
import ComplexModule
import Foundation
import Kernels
import TestSupport
import Testing

@Suite struct MaxwellFitTests {
    private func fit(_ s: SyntheticSpectrum, noise: Double? = nil) -> MaxwellFit? {
        fitEC1(frequency_Hz: s.frequency_Hz, real_ohm: s.real_ohm, imaginary_ohm: s.imaginary_ohm, noise: noise)
    }

    @Test func `exact data give back every element, over three decades and both signs of the branch`() throws {
        for seed in 0..<300 {
            let truth = randomCircuit(seed: UInt64(seed))
            let (high, low) = wholeBand(truth)
            let spectrum = SyntheticSpectrum(truth, from: high, to: low, count: 60, noise: 0, seed: 1)
            let found = try #require(fit(spectrum)).circuit
            // Rounding (1e-16) times the worst condition of these circuits (about 1e5), with room.
            let message: Comment = "seed \(seed)"
            #expect(abs(found.series_ohm / truth.series_ohm - 1) < 1e-7, message)
            #expect(abs(found.fastConductance_S / truth.fastConductance_S - 1) < 1e-7, message)
            #expect(abs(found.capacitance_F / truth.capacitance_F - 1) < 1e-7, message)
            #expect(abs(found.branches[0].conductance_S / truth.branches[0].conductance_S - 1) < 1e-7, message)
            #expect(abs(found.branches[0].time_s / truth.branches[0].time_s - 1) < 1e-7, message)
        }
    }

    @Test func `at 1 % noise the fit is as good as one started at the truth`() throws {
        var misses = 0
        for seed in 0..<200 {
            let truth = randomCircuit(seed: UInt64(seed))
            let (high, low) = wholeBand(truth)
            let spectrum = SyntheticSpectrum(truth, from: high, to: low, count: 60, noise: 0.01, seed: UInt64(seed))
            let found = try #require(fit(spectrum))
            // The truth itself has 120 residuals of 1 %; the fit must be below it.
            var truthSum = 0.0
            for (i, f) in spectrum.frequency_Hz.enumerated() {
                let z = truth.impedance_ohm(at: 2 * .pi * f)
                let (dr, di) = (z.real - spectrum.real_ohm[i], z.imaginary - spectrum.imaginary_ohm[i])
                let size = pow(hypot(spectrum.real_ohm[i], spectrum.imaginary_ohm[i]), 2)
                truthSum += (dr * dr + di * di) / size
            }
            if found.residualSumOfSquares > truthSum { misses += 1 }
        }
        #expect(misses == 0)
    }

    @Test func `over 200 seeds at 1 % noise the truth lies within 3 standard errors`() throws {
        // A device like the samples': loop, both corners in the band, f_min 2π tau_k = 0.19.
        let truth = MaxwellCircuit(R_s_ohm: 50, R_b_ohm: 1000, R_a_ohm: 500, L_a_H: 150, C_m_F: 1e-6)
        var outside: [CircuitQuantity: Int] = [:]
        var inside95: [CircuitQuantity: Int] = [:]
        for seed in 0..<200 {
            let spectrum = SyntheticSpectrum(truth, from: 1e5, to: 0.1, count: 61, noise: 0.01, seed: UInt64(seed))
            let found = try #require(fit(spectrum, noise: 0.01))
            for quantity in [CircuitQuantity.tau_k, .R_dc, .C_lf, .tau_V, .tau_I, .R_a, .L_a, .R_b, .C_m, .R_s] {
                let estimate = try #require(found.estimate(quantity))
                let exact = try #require(exactValue(quantity, truth))
                let se = try #require(estimate.se)
                if abs(estimate.value - exact) > 3 * se { outside[quantity, default: 0] += 1 }
                if abs(estimate.value - exact) < 1.959964 * se { inside95[quantity, default: 0] += 1 }
                if [.tau_k, .R_dc, .C_lf].contains(quantity) { #expect(se < 0.05 * abs(exact)) }
            }
        }
        // 99 % of 200 seeds; and the 95 % interval covers as it says (200 ± 3 sd of the binomial).
        for (quantity, count) in outside { #expect(count <= 2, "\(quantity)") }
        for (quantity, count) in inside95 { #expect((180...199).contains(count), "\(quantity) \(count)") }
    }

    @Test func `the derivatives of every quantity agree with differences`() throws {
        let truth = randomCircuit(seed: 11)
        let (high, low) = wholeBand(truth)
        let spectrum = SyntheticSpectrum(truth, from: high, to: low, count: 60, noise: 0.01, seed: 5)
        let found = try #require(fit(spectrum))
        // se by propagation against the spread over refitted parameter draws would need many; instead the variance
        // of each quantity is rebuilt from central differences of the circuit's own closed forms.
        let covariance = try #require(found.covariance)
        let c = found.circuit
        let p = [
            c.series_ohm, c.fastConductance_S, c.capacitance_F, c.branches[0].conductance_S, log(c.branches[0].time_s),
        ]
        func circuit(_ p: [Double]) -> MaxwellCircuit {
            MaxwellCircuit(
                series_ohm: p[0], fastConductance_S: p[1], capacitance_F: p[2],
                branches: [.init(conductance_S: p[3], time_s: exp(p[4]))])
        }
        for quantity in CircuitQuantity.allCases {
            let gradient = try p.indices.map { j in
                let h = 1e-5 * abs(p[j])
                var (up, down) = (p, p)
                up[j] += h
                down[j] -= h
                let high = try #require(exactValue(quantity, circuit(up)))
                let low = try #require(exactValue(quantity, circuit(down)))
                return (high - low) / (2 * h)
            }
            let se = try #require(found.estimate(quantity)?.se)
            #expect(abs(covariance.quadraticForm(gradient).squareRoot() / se - 1) < 1e-4, "\(quantity)")
        }
    }

    @Test func `EC0 fits a plain RC and says nothing of a branch`() throws {
        let truth = MaxwellCircuit(series_ohm: 20, fastConductance_S: 1e-3, capacitance_F: 1e-6)
        let s = SyntheticSpectrum(truth, from: 1e6, to: 1, count: 50, noise: 0.01, seed: 3)
        let found = try #require(
            fitEC0(frequency_Hz: s.frequency_Hz, real_ohm: s.real_ohm, imaginary_ohm: s.imaginary_ohm))
        let estimate = try #require(found.estimate(.R_dc))
        #expect(abs(estimate.value - 1020) < 4 * (estimate.se ?? 0))
        #expect(found.estimate(.tau_k) == nil)
        let memory = try #require(fit(s))
        #expect(memory.bic > found.bic)
    }

    @Test func `two points give no fit and a resistor gives no trap`() {
        #expect(fitEC1(frequency_Hz: [1, 2], real_ohm: [1, 1], imaginary_ohm: [0, 0]) == nil)
        let f = (0..<20).map { pow(10, Double($0) / 4) }
        let flat = fitEC1(
            frequency_Hz: f, real_ohm: Array(repeating: 100, count: 20), imaginary_ohm: Array(repeating: 0, count: 20))
        #expect(flat.map { $0.residualSumOfSquares < 1e-6 } ?? true)
    }
}

/// A quantity of a known circuit, by the formulas of the theory note.
func exactValue(_ quantity: CircuitQuantity, _ c: MaxwellCircuit) -> Double? {
    switch quantity {
    case .R_s: c.series_ohm
    case .R_b: 1 / c.fastConductance_S
    case .R_a: 1 / c.branches[0].conductance_S
    case .L_a: c.branches[0].time_s / c.branches[0].conductance_S
    case .C_m: c.capacitance_F
    case .tau_k: c.branches[0].time_s
    case .tau_V: PolesAndZeros(c)?.tau_V_s
    case .tau_I: PolesAndZeros(c)?.tau_I_s
    case .R_dc: c.R_dc_ohm
    case .C_lf: c.C_lf_F
    }
}
