import Foundation
import Measurements
import Models
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct HysteresisGoldenTests {
    @Test func `G16: all indices of the 21-point loop`() throws {
        let golden = try TheoryGolden.named("G16")
        var options = DiagnoseOptions()
        options.V_read_V = golden.params["V_read"].number
        let result = try Sweeps.run(
            [Sweeps.recording(golden.params["V"].numbers, golden.params["I"].numbers)], options)
        let expected = golden.expected
        func value(_ id: String, _ lobe: String? = nil, _ branch: String? = nil, V: Double? = nil) -> Double {
            result.metric("hysteresis." + id, lobe: lobe, branch: branch, V: V)?.value ?? .nan
        }
        #expect(golden.agrees(value("area", "+"), expected["signed_area_pos"]))
        #expect(golden.agrees(value("area", "-"), expected["signed_area_neg"]))
        #expect(golden.agrees(value("H", "+"), expected["H_pos"]))
        #expect(golden.agrees(value("H", "-"), expected["H_neg"]))
        #expect(golden.agrees(value("integral_index", "+"), expected["H_pos"]))
        #expect(golden.agrees(value("area_normalized"), expected["area_over_Vspan_Ispan"]))
        #expect(golden.agrees(value("point_index", "+"), expected["HI_at_V_read_bwd_minus_fwd_over_bwd"]))
        #expect(golden.agrees(value("on_off", "+"), expected["on_off_at_V_read"]))
        #expect(golden.agrees(value("half_max_shift", "+"), expected["half_max_current_voltage_shift_fwd_minus_bwd"]))
        for (branch, key) in [
            ("fwd+/bwd-", "RR_fwdpos_over_bwdneg"), ("bwd+/fwd-", "RR_bwdpos_over_fwdneg"),
            ("mean", "RR_mean_branches"),
        ] {
            let ratio = result.metric("rectification.ratio", branch: branch, V: 0.5)?.value ?? .nan
            #expect(golden.agrees(ratio, expected[key]), "\(branch)")
        }
    }

    @Test func `G23: the area of a sampled Lissajous figure is pi dU^2 Im Y`() throws {
        let golden = try TheoryGolden.named("G23")
        let admittance = golden.expected["Y_S"].numbers
        let amplitude = golden.params["amplitude"].number
        // A polygon of n corners has the area of its ellipse times sin(2 pi/n)/(2 pi/n): 1.6e-10 short here.
        let n = 200_000
        let phase = (0...n).map { 2 * Double.pi * Double($0) / Double(n) }
        let voltage = phase.map { amplitude * sin($0) }
        let current = phase.map { amplitude * (admittance[0] * sin($0) + admittance[1] * cos($0)) }
        let result = try Sweeps.run([Sweeps.recording(voltage, current)])
        let area = ["+", "-"].compactMap { result.metric("hysteresis.area", lobe: $0)?.value }.reduce(0, +)
        #expect(golden.agrees(area, golden.expected["area_W"]))
    }

    @Test func `G21: four definitions of V_set on one smooth curve`() throws {
        let golden = try TheoryGolden.named("G21")
        let p = golden.params
        let (g_L, g_H, V_h, V_x) = (p["g_L"].number, p["g_H"].number, p["V_h"].number, p["V_x"].number)
        // 0.1 mV steps: parabolas through three slopes place a peak to about step²/V_x = 3e-7 V.
        let u = (0...8000).map { Double($0) * 1e-4 }
        let points = u.map { u in
            (u: u, current: (g_L + (g_H - g_L) / (1 + exp(-(u - V_h) / V_x))) * u, masked: false)
        }
        let branch = try #require(Branch(lobe: .positive, isForward: true, points: points))
        let slopes = try #require(BranchSlopes(branch))
        let found = SetVoltage(branch, slopes, threshold: FixedCurrent(stated_A: 1e-5))
        func value(_ definition: String) -> Double {
            found.values.first { $0.definition == definition }?.V.value ?? .nan
        }
        #expect(golden.agrees(value("S1"), golden.expected["max_dlnI_dV"]), "\(value("S1"))")
        #expect(golden.agrees(value("S2"), golden.expected["max_dI_dV"]), "\(value("S2"))")
        #expect(golden.agrees(value("S3"), golden.expected["max_distance_below_chord"]), "\(value("S3"))")
        #expect(golden.agrees(value("S4"), golden.expected["current_threshold_10uA"]), "\(value("S4"))")
    }

    @Test(arguments: ["v=0.1", "v=1", "v=10"]) func `G07: CALM loops, second cycle, conduction only`(_ key: String)
        throws
    {
        let golden = try TheoryGolden.named("G07")
        var model = ConductanceActivated()
        model.R_s = 0
        model.C_m = 0
        let rate = try #require(Double(key.dropFirst(2)))
        let sweep = TriangleSweep(high_V: 1, low_V: -1, rate_V_per_s: rate, cycles: 2, samplesPerLeg: 4000)
        let samples = try model.sweepResponse(sweep, relativeTolerance: 1e-12)
        var options = DiagnoseOptions()
        options.V_read_V = 0.4
        let result = try Sweeps.run(
            [Sweeps.recording(samples.voltage_V, samples.current_A, time_s: samples.time_s)], options)
        let expected = golden.expected[key]
        func value(_ id: String, _ lobe: String?, _ branch: String? = nil, V: Double? = nil) -> Double {
            result.metric(id, lobe: lobe, branch: branch, V: V)?.value ?? .nan
        }
        #expect(golden.agrees(value("hysteresis.area", "+"), expected["area_lobe_pos_W"]))
        #expect(golden.agrees(value("hysteresis.H", "+"), expected["H_pos"]))
        #expect(golden.agrees(value("hysteresis.on_off", "+"), expected["on_off_at_0.4"]))
        #expect(
            golden.agrees(
                value("rectification.ratio", nil, "bwd+/fwd-", V: 0.4), expected["RR_0.4_bwd_over_fwdneg"]))
        // The negative lobe is 1e-5 of the current at slow rates: what is left of 1e-6 is the integrator's own error.
        let near = golden.relativeTolerance * 1e-5 / max(1e-5, abs(expected["H_neg"].number))
        #expect(abs(value("hysteresis.H", "-") / expected["H_neg"].number - 1) < max(near, 1e-6) * 20)
        #expect(abs(value("hysteresis.area", "-") / expected["area_lobe_neg_W"].number - 1) < 2e-5)
        let measured = try #require(result.metrics.first { $0.id == "hysteresis.H" }?.at.rate_V_per_s)
        #expect(abs(measured / rate - 1) < 1e-9)
    }
}
