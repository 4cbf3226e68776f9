import Circuits
import Foundation
import Kernels
import TestSupport
import Testing

@Suite struct RobustCovarianceTests {
    private let circuit = MaxwellCircuit(R_s_ohm: 50, R_b_ohm: 1000, R_a_ohm: 500, L_a_H: 50, C_m_F: 1e-6)

    private func covariances(_ spectrum: SyntheticSpectrum) throws -> (fit: MaxwellFit, own: Matrix, robust: Matrix) {
        let fit = try #require(
            fitEC1(
                frequency_Hz: spectrum.frequency_Hz, real_ohm: spectrum.real_ohm,
                imaginary_ohm: spectrum.imaginary_ohm))
        let robust = fit.robustCovariance(
            frequency_Hz: spectrum.frequency_Hz, real_ohm: spectrum.real_ohm, imaginary_ohm: spectrum.imaginary_ohm)
        return (fit, try #require(fit.covariance), try #require(robust))
    }

    @Test func `with errors proportional to |Z| both covariances agree`() throws {
        var ratios = Array(repeating: 0.0, count: 5)
        let seeds = 40
        for seed in 1...UInt64(seeds) {
            let (_, own, robust) = try covariances(
                SyntheticSpectrum(circuit, from: 3e4, to: 0.3, count: 51, noise: 0.01, seed: seed))
            for k in 0..<5 { ratios[k] += robust[k, k] / own[k, k] / Double(seeds) }
        }
        // HC3 is a few percent too wide by design (MacKinnon and White); a variance of 97 numbers scatters by a third.
        for k in 0..<5 { #expect((0.85...1.3).contains(ratios[k]), "parameter \(k): \(ratios[k])") }
    }

    @Test func `a noise floor widens what rests on the small end of |Z|`() throws {
        var held = (own: 0, robust: 0)
        let seeds = 60
        for seed in 1...UInt64(seeds) {
            var spectrum = SyntheticSpectrum(circuit, from: 3e4, to: 0.3, count: 51, noise: 0, seed: seed)
            var random = SeededRandom(seed: seed)
            for i in spectrum.real_ohm.indices {
                // 8 ohm on each part: 1 % of the largest |Z|, 15 % of the smallest.
                spectrum.real_ohm[i] += 8 * normal(&random)
                spectrum.imaginary_ohm[i] += 8 * normal(&random)
            }
            let (fit, own, robust) = try covariances(spectrum)
            let error = abs(fit.circuit.series_ohm - circuit.series_ohm)
            if error < 1.96 * own[0, 0].squareRoot() { held.own += 1 }
            if error < 1.96 * robust[0, 0].squareRoot() { held.robust += 1 }
        }
        #expect(held.robust >= held.own, "\(held)")
        // 95 % of 60 are 57; below 51 once in 300 runs.
        #expect(held.robust >= 51, "\(held)")
    }

    @Test func `exact data and a fit without a covariance are no trap`() throws {
        let (_, own, robust) = try covariances(
            SyntheticSpectrum(circuit, from: 3e4, to: 0.3, count: 51, noise: 0, seed: 1))
        #expect(zip(own.values, robust.values).allSatisfy { $0.0.isFinite && $0.1.isFinite })
        let few = SyntheticSpectrum(circuit, from: 3e4, to: 0.3, count: 3, noise: 0, seed: 1)
        let fit = fitEC1(frequency_Hz: few.frequency_Hz, real_ohm: few.real_ohm, imaginary_ohm: few.imaginary_ohm)
        if let fit, fit.covariance == nil {
            #expect(
                fit.robustCovariance(
                    frequency_Hz: few.frequency_Hz, real_ohm: few.real_ohm, imaginary_ohm: few.imaginary_ohm) == nil)
        }
    }

    @Test func `a self-amplifying state is found with its sign, elements and errors`() throws {
        // Row 8 of the sign table: R_b > 0 > R_a, L_a > 0.
        let truth = MaxwellCircuit(R_s_ohm: 50, R_b_ohm: 1000, R_a_ohm: -600, L_a_H: 300, C_m_F: 1e-6)
        let spectrum = SyntheticSpectrum(truth, from: 3e4, to: 0.06, count: 58, noise: 0.003, seed: 4)
        let fit = try #require(
            fitSelfAmplifying(
                frequency_Hz: spectrum.frequency_Hz, real_ohm: spectrum.real_ohm,
                imaginary_ohm: spectrum.imaginary_ohm))
        let covariance = try #require(fit.covariance)
        #expect(abs(fit.circuit.branches[0].time_s + 0.5) < 4 * 0.5 * covariance[4, 4].squareRoot())
        #expect(abs(fit.circuit.branches[0].conductance_S + 1 / 600) < 4 * covariance[3, 3].squareRoot())
        #expect(abs(fit.circuit.fastConductance_S - 1e-3) < 4 * covariance[1, 1].squareRoot())
        // A relaxing state cannot describe it.
        let relaxing = try #require(
            fitEC1(
                frequency_Hz: spectrum.frequency_Hz, real_ohm: spectrum.real_ohm,
                imaginary_ohm: spectrum.imaginary_ohm))
        #expect(relaxing.residualSumOfSquares > 10 * fit.residualSumOfSquares)
    }
}
