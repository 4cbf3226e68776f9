import Foundation
import Measurements
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
}
