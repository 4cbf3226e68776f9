import Foundation
import Measurements
import Models
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct RateDependenceTests {
    @Test func `G08: the triangle law and its peak`() throws {
        let golden = try TheoryGolden.named("G08")
        for (key, value) in golden.expected["triangle"].members {
            let p = try #require(Double(key))
            #expect(abs(TriangleLaw.shape(p) - value.number) < 1e-8, "\(key)")
        }
        #expect(golden.agrees(TriangleLaw.peak, golden.expected["triangle_peak_p"]))
        #expect(golden.agrees(TriangleLaw.shape(TriangleLaw.peak), golden.expected["triangle_peak_value"]))
        #expect(golden.agrees(1 / TriangleLaw.peak, golden.expected["triangle_peak_v_tau_over_U"]))
        // Both branches of the function meet: the series' first term left out is 0.02 p⁷.
        #expect(abs(TriangleLaw.shape(0.0999999) - TriangleLaw.shape(0.1000001)) < 1e-7)
        #expect(TriangleLaw.shape(1e6) < 0 && TriangleLaw.shape(1e6) > -1e-5)
    }

    /// A linearly activated memory beside a capacitor, its periodic loop from the closed form of the state.
    static func sweep(
        rate: Double, tau: Double, capacitance: Double = 0, U: Double = 1, noise: Double = 0, seed: UInt64 = 1
    )
        -> Recording
    {
        let n = 400
        let legs = Sweeps.triangle([0, U, 0, -U, 0, U, 0, -U, 0], step: U / Double(n))
        let dt = U / Double(n) / rate
        // Per lobe the state begins at zero (G08 has the periodic regime of x_inf = kappa u, |u| in each lobe alike).
        let T = U / rate
        let q = exp(-T / tau)
        var voltage: [Double] = []
        var current: [Double] = []
        var time: [Double] = []
        let random = Sweeps.normals(legs.count, seed: seed)
        for (i, v) in legs.enumerated() {
            let leg = min(i / n, 7)
            let s = Double(i - leg * n) * dt
            // x' = (x_inf - x)/tau with x_inf a triangle wave in v: solved piecewise, periodic over the four legs.
            let slope: [Double] = [rate, -rate, -rate, rate]
            let start: [Double] = [0, U, 0, -U]
            // Odd symmetry: x(T_half) = -x(0); solve x_0 from one lobe.
            // Leg 1: x = v - r tau + (x_0 + r tau) e^{-s/tau}; leg 2: x = v + r tau + (x_1 - U - r tau) e^{-s/tau}.
            let rt = rate * tau
            // x_1 = U - rt + (x_0 + rt) q; x_2 = rt + (x_1 - U - rt) q = -x_0.
            let x0 = -(rt - 2 * rt * q + rt * q * q) / (1 + q * q)
            let k = leg % 4
            var x = x0
            for earlier in 0..<k {
                x =
                    start[earlier] + slope[earlier] * T - slope[earlier] * tau
                    + (x - start[earlier] + slope[earlier] * tau) * q
            }
            let e = exp(-s / tau)
            let here = start[k] + slope[k] * s - slope[k] * tau + (x - start[k] + slope[k] * tau) * e
            voltage.append(v)
            current.append(
                1e-4 * (1 + here) * v + capacitance * slope[k] + 1e-4 * noise * random[i])
            time.append(Double(i) * dt)
        }
        return Sweeps.recording(voltage, current, time_s: time, id: "iv-\(rate)")
    }

    @Test func `the time of the memory and the capacitance beside it come back from six rates`() throws {
        let recordings = [0.05, 0.2, 0.6, 2, 6, 20].enumerated().map {
            Self.sweep(rate: $1, tau: 0.5, capacitance: 2e-7, noise: 0.002, seed: UInt64($0 + 1))
        }
        let result = try Sweeps.run(recordings)
        let tau = try #require(result.metric("hysteresis.tau_peak", lobe: "+"))
        #expect(abs(tau.value - 0.5) < max(3 * (tau.se ?? 0), 0.01), "\(tau.value) \(tau.se ?? 0)")
        #expect((tau.se ?? 1) < 0.05)
        let C = try #require(result.metric("hysteresis.C_area", lobe: "+"))
        #expect(abs(C.value / 2e-7 - 1) < 0.05, "\(C.value)")
        let v = try #require(result.metric("hysteresis.v_peak", lobe: "+"))
        #expect(abs(v.value * tau.value - 0.592157742) < 1e-6)
        #expect(result.curves.contains { $0.id == "iv.rate-law" && $0.count > 10 })
        HysteresisBadInputTests.expectClean(result)
    }

    @Test func `a law that misses the areas is told and not drawn`() throws {
        // Areas that rise and fall far more steeply than those of one linear time.
        let recordings = [0.05, 0.2, 0.6, 2, 6, 20].enumerated().map { k, rate -> Recording in
            let factor = [0.02, 0.1, 1, 1, 0.1, 0.02][k]
            let voltage = Sweeps.triangle([0, 1, 0, -1, 0, 1, 0, -1, 0], step: 0.01)
            let current = voltage.indices.map { i in
                1e-4 * voltage[i] * (1 + ((i / 100) % 2 == 1 ? factor * (1 - abs(voltage[i])) : 0))
            }
            return Sweeps.recording(
                voltage, current, time_s: voltage.indices.map { 0.01 * Double($0) / rate }, id: "iv-\(rate)")
        }
        let result = try Sweeps.run(recordings)
        let misfit = try #require(result.metric("hysteresis.rate_misfit", lobe: "+"))
        #expect(misfit.value > 4)
        #expect(!result.curves.contains { $0.id == "iv.rate-law" && $0.at.lobe == "+" })
        #expect(result.curves.contains { $0.id == "iv.rate-area" })
    }

    @Test func `a peak that the rates do not bracket is not reported`() throws {
        let result = try Sweeps.run([0.01, 0.03, 0.1, 0.2].map { Self.sweep(rate: $0, tau: 0.1, noise: 0.001) })
        #expect(result.metric("hysteresis.tau_peak", lobe: "+") == nil)
        #expect(result.codes().contains("iv.peak-not-bracketed"))
    }

    @Test func `the area of a linearly activated memory grows as the cube of its vertex`() throws {
        // At equal U/(v tau) the shape is one: the time scales with the vertex.
        let recordings = [0.5, 0.7, 1.0].map { U -> Recording in
            var recording = Self.sweep(rate: 1, tau: 0.5 * U, U: U)
            recording.id = "iv-\(U)"
            return recording
        }
        let result = try Sweeps.run(recordings)
        let exponent = try #require(result.metrics.first { $0.id == "hysteresis.vertex_exponent" && $0.at.lobe == "+" })
        #expect(abs(exponent.value - 3) < 0.01, "\(exponent.value)")
        #expect(exponent.rule.contains("3 vertices"))
    }

    @Test func `branch means fall on the steady state with the square of the rate`() throws {
        var model = ConductanceActivated()
        model.R_s = 0
        model.C_m = 0
        let recordings = try [0.05, 0.1, 0.2, 0.4].map { rate in
            let sweep = TriangleSweep(high_V: 1, low_V: -1, rate_V_per_s: rate, cycles: 2, samplesPerLeg: 400)
            let samples = try model.sweepResponse(sweep, relativeTolerance: 1e-9)
            return Sweeps.recording(samples.voltage_V, samples.current_A, time_s: samples.time_s, id: "iv-\(rate)")
        }
        let result = try Sweeps.run(recordings)
        let exponent = try #require(result.metrics.first { $0.id == "hysteresis.steady_exponent" })
        // Between 0.2 and 0.4 V/s the next power of v² begins to show.
        #expect(abs(exponent.value - 2) < 0.3, "\(exponent.value)")
        let curve = try #require(result.curves.first { $0.id == "iv.steady-limit" })
        for (V, I) in zip(curve["V"], curve["I"]) {
            // Steady state of G07's device: the activated conductance at its own voltage.
            let steady = (1e-5 + (1e-3 - 1e-5) / (1 + exp(-(V - 0.5) / 0.08))) * V
            #expect(abs(I - steady) < 0.01 * 1e-3, "\(V)")
        }
        let deviations = result.metrics.filter { $0.id == "hysteresis.steady_deviation" }
        #expect(deviations.count == 4)
        #expect(
            deviations.map(\.value).sorted()
                == deviations.sorted { ($0.at.rate_V_per_s ?? 0) < ($1.at.rate_V_per_s ?? 0) }.map(\.value))
    }
}
