import Foundation
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

/// G13: the threshold model (VTEAM) on a ramp, whose state has a closed form.
@Suite struct ThresholdModelTests {
    private static func current(_ v: Double, _ w: Double) -> Double { v / (1e3 + 99e3 * min(max(w, 0), 1)) }

    /// 0, -1.5, 0, 1.2, 0 V at 1 V/s from the high-resistance state.
    private static func recording() -> Recording {
        let voltage = Sweeps.triangle([0, -1.5, 0, 1.2, 0], step: 1e-4)
        var w = 1.0
        var current: [Double] = []
        for i in voltage.indices {
            let v = voltage[i]
            if i > 0, i <= 15000, v < -0.8 { w = max(0, 1 - 10 * pow(v / -0.8 - 1, 4)) }
            if i > 30000, i <= 42000, v > 0.6 { w = min(1, 3 * pow(v / 0.6 - 1, 4)) }
            current.append(Self.current(v, w))
        }
        return Sweeps.recording(voltage, current, time_s: voltage.indices.map { 1e-4 * Double($0) })
    }

    @Test func `areas, type, reset and the ratio of both states of the ramp`() throws {
        let golden = try TheoryGolden.named("G13")
        let expected = golden.expected
        var options = DiagnoseOptions()
        options.V_read_V = 0.1
        let result = try Sweeps.run([Self.recording()], options)
        // Steps of 0.1 mV: the trapezoid errs by the square of that over the width of the reset, some 1e-6.
        let plus = try #require(result.metric("hysteresis.area", lobe: "+"))
        let minus = try #require(result.metric("hysteresis.area", lobe: "-"))
        #expect(abs(plus.value / expected["lobe_area_pos_V_signed_W"].number - 1) < 1e-5, "\(plus.value)")
        #expect(abs(minus.value / expected["lobe_area_neg_V_signed_W"].number - 1) < 1e-5, "\(minus.value)")
        #expect(result.label("hysteresis.type")?.value == "C-+")
        let reset = try #require(result.metric("hysteresis.V_reset", lobe: "+", definition: "R1"))
        #expect(abs(reset.value - expected["V_at_max_current_reset_leg"].number) < 1e-4)
        let high = try #require(result.metric("hysteresis.R_HRS", lobe: "+"))
        let low = try #require(result.metric("hysteresis.R_LRS", lobe: "+"))
        #expect(abs(high.value / low.value / expected["on_off_ratio_at_0.1V"].number - 1) < 1e-9)
        // The set ends where w reaches its bound: the largest increase of |I| is the last step before it.
        let set = try #require(result.metric("hysteresis.V_set", lobe: "-", definition: "S6"))
        #expect(abs(set.value - expected["V_set_complete"].number) < 2e-4, "\(set.value)")
    }
}
