import Foundation
import Measurements
import Testing

@testable import Diagnostics

@Suite struct PhotovoltaicTests {
    /// I = -1 mA + G V: V_oc = 1 mA/G, P_max = I_sc V_oc/4, fill factor 1/4; the way back has 2 % less slope.
    private func cell(sign: Double = 1) -> Recording {
        let voltage = Sweeps.triangle([0, 1.2, 0], step: 0.01)
        let current = voltage.indices.map { i in sign * (-1e-3 + (i <= 120 ? 1e-3 : 0.98e-3) * voltage[i]) }
        return Sweeps.recording(voltage, current)
    }

    @Test func `a cell whose numbers a hand can check`() throws {
        let result = try Sweeps.run([cell()])
        func metric(_ name: String, _ branch: String) -> Double {
            result.metrics.first { $0.id == "hysteresis." + name && $0.at.branch == branch }?.value ?? .nan
        }
        #expect(abs(metric("V_oc", "fwd+") - 1) < 1e-9)
        #expect(abs(metric("V_oc", "bwd+") - 1 / 0.98) < 1e-9)
        #expect(abs(metric("I_sc", "fwd+") + 1e-3) < 1e-12)
        #expect(abs(metric("P_max", "fwd+") - 0.25e-3) < 1e-12)
        #expect(abs(metric("fill_factor", "fwd+") - 0.25) < 1e-9)
        let index = try #require(
            result.metrics.first { $0.id == "hysteresis.point_index" && $0.at.definition == "0.8 V_oc" })
        let u = 0.8 / 0.98
        let expected = (0.98 * u - u) / (-1 + 0.98 * u)
        #expect(abs(index.value - expected) < 1e-6, "\(index.value) \(expected)")
        #expect(!result.codes().contains("iv.photovoltaic-sign"))
    }

    @Test func `a photocurrent counted positive is asked about, and nothing is turned`() throws {
        let voltage = Sweeps.triangle([0, 1.2, 0], step: 0.01)
        let current = voltage.map { 1e-3 - 1e-6 * (exp($0 / 0.15) - 1) }
        let result = try Sweeps.run([Sweeps.recording(voltage, current)])
        #expect(result.codes().contains("iv.photovoltaic-sign"))
        #expect(!result.metrics.contains { $0.id == "hysteresis.V_oc" })
        let turned = try Sweeps.run([Sweeps.recording(voltage, current.map { -$0 })])
        #expect(!turned.codes().contains("iv.photovoltaic-sign"))
        #expect(turned.metrics.contains { $0.id == "hysteresis.V_oc" })
    }

    @Test func `an open pinch is no photocurrent`() throws {
        let voltage = Sweeps.triangle([0, 1, -1, 1, -1, 0], step: 0.01)
        let current = voltage.indices.map { i in
            1e-6 * voltage[i] + (i == 0 || voltage[i] > voltage[i - 1] ? 2e-7 : -2e-7)
        }
        let result = try Sweeps.run([Sweeps.recording(voltage, current)])
        #expect(!result.metrics.contains { $0.id == "hysteresis.V_oc" })
    }
}
