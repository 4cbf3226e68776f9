import Foundation
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct DisplacementTests {
    private func capacitor(rate: Double) -> Recording {
        // Settled: the record begins on the second lap.
        let voltage = Sweeps.triangle([0, 1, -1, 0], step: 0.01)
        let time = voltage.indices.map { 0.01 / rate * Double($0) }
        let current = voltage.indices.map { i in
            let rising = i <= 100 || i > 300
            return 1e-6 * voltage[i] + (rising ? 1 : -1) * 1e-7 * rate
        }
        return Sweeps.recording(voltage, current, time_s: time)
    }

    @Test func `what a known capacitance explains leaves no area`() throws {
        var options = DiagnoseOptions()
        options.C_m_F = 1e-7
        let result = try Sweeps.run([capacitor(rate: 2)], options)
        let area = try #require(result.metric("hysteresis.area", lobe: "+"))
        // 2 C v U = 4e-7 W; the vertex is one sample of one branch, half a step of it.
        #expect(abs(area.value / 4e-7 - 1) < 0.02, "\(area.value)")
        let rest = try #require(result.metric("hysteresis.area_conduction", lobe: "+"))
        #expect(abs(rest.value) < 0.02 * area.value)
        #expect(rest.rule.contains("as the options state it"))
        // The current as measured keeps its numbers.
        let plain = try Sweeps.run([capacitor(rate: 2)])
        #expect(plain.metric("hysteresis.area", lobe: "+") == area)
        #expect(plain.metric("hysteresis.area_conduction", lobe: "+") == nil)
    }

    @Test func `a capacitance that a half of the loop explains leaves the other half`() throws {
        var options = DiagnoseOptions()
        options.C_m_F = 0.5e-7
        let result = try Sweeps.run([capacitor(rate: 2)], options)
        #expect(abs((result.metric("hysteresis.area_conduction", lobe: "+")?.value ?? 0) / 2e-7 - 1) < 0.03)
    }

    @Test func `the opening of the pinch is told with and without a rate`() throws {
        let result = try Sweeps.run([capacitor(rate: 2)])
        let opening = try #require(result.metrics.first { $0.id == "hysteresis.pinch_offset" })
        #expect(abs(opening.value / 4e-7 - 1) < 1e-6)
        let C = try #require(result.metrics.first { $0.id == "hysteresis.C_pinch" })
        #expect(abs(C.value / 1e-7 - 1) < 1e-6)
    }
}
