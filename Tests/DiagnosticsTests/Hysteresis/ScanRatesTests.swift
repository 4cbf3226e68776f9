import Foundation
import Measurements
import Models
import Testing

@testable import Diagnostics

@Suite struct ScanRatesTests {
    /// Clean loops of the volatile device at rates.
    static func loops(_ rates: [Double]) throws -> [SweepSamples] {
        try rates.map { rate in
            try ConductanceActivated().sweepResponse(
                TriangleSweep(high_V: 1, low_V: -1, rate_V_per_s: rate, cycles: 2, samplesPerLeg: 200))
        }
    }

    /// The loops with noise, and spectra that ask for their biases.
    static func device(_ loops: [SweepSamples], noise: Double, seed: UInt64) -> [Recording] {
        var recordings = loops.enumerated().map { k, samples in
            let normal = Sweeps.normals(samples.voltage_V.count, seed: seed &+ UInt64(k))
            let current = zip(samples.current_A, normal).map { $0 * (1 + noise * $1) }
            return Sweeps.recording(samples.voltage_V, current, time_s: samples.time_s, id: "iv-\(k)")
        }
        for bias in [0.4, 0.55] {
            recordings.append(
                Recording(
                    id: "impedance-\(bias)", kind: .impedance,
                    data: .spectrum(ImpedanceSpectrum(frequency_Hz: [1], real_ohm: [1], imaginary_ohm: [0])),
                    provenance: Provenance(file: "z.csv")))
            recordings[recordings.count - 1].conditions.bias_V = bias
        }
        return recordings
    }

    @Test func `pauses within a sweep are no part of its rate`() throws {
        let voltage = Sweeps.triangle([0, 1, -1, 0, 1, -1, 0], step: 0.02)
        // 0.02 V each 0.1 s, with a minute's rest after every tenth sample.
        var time = [0.0]
        for k in 1..<voltage.count { time.append(time[k - 1] + (k % 10 == 0 ? 60 : 0.1)) }
        let sweep = try #require(Sweeps.prepared(voltage, voltage.map { 1e-3 * $0 }, time_s: time))
        #expect(abs((sweep.rate_V_per_s ?? 0) - 0.2) < 1e-6)
    }

    @Test func `C_lf of slow clean loops is that of the model at the biases of the spectra`() throws {
        let result = try Sweeps.run(Self.device(Self.loops([0.02, 0.05]), noise: 0, seed: 1))
        for bias in [0.4, 0.55] {
            let found = try #require(result.metrics.first { $0.id == "hysteresis.C_lf" && $0.at.V == bias })
            let truth = ConductanceActivated().linearized(at: bias).C_lf_F
            // 1 %: the law in v² bends the straight line by that much at these rates.
            #expect(abs(found.value / truth - 1) < 0.01, "\(bias): \(found.value) and \(truth)")
        }
    }

    @Test func `with noise the truth lies within three errors`() throws {
        var outside = 0
        var count = 0
        let loops = try Self.loops([0.05, 0.1, 0.2])
        for seed in 0..<20 {
            let result = try Sweeps.run(Self.device(loops, noise: 0.003, seed: UInt64(100 * seed)))
            for metric in result.metrics where metric.id == "hysteresis.C_lf" {
                let truth = ConductanceActivated().linearized(at: metric.at.V ?? 0).C_lf_F
                count += 1
                if abs(metric.value - truth) > 3 * (metric.se ?? 0) { outside += 1 }
            }
        }
        #expect(count >= 30, "\(count) of 40")
        #expect(outside <= 2, "\(outside) of \(count)")
    }

    @Test func `the branch mean has currents, openings and errors`() throws {
        let result = try Sweeps.run(Self.device(Self.loops([0.05]), noise: 0.003, seed: 5))
        let curve = try #require(result.curves.first { $0.id == "iv.branch-mean" })
        #expect(curve.count == 81)
        #expect(curve.at.rate_V_per_s.map { abs($0 - 0.05) < 1e-6 } == true)
        #expect(curve["se"].allSatisfy { $0 >= 0 && $0.isFinite })
        #expect(!result.metrics.contains { $0.id == "hysteresis.C_lf" })
    }

    @Test func `rates that are all too fast give a finding instead of a number`() throws {
        let result = try Sweeps.run(Self.device(Self.loops([20, 100]), noise: 0.001, seed: 5))
        #expect(result.codes().contains("iv.rates-not-slow"))
    }
}
