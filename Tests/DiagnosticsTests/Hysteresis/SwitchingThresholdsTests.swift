import Foundation
import Findings
import Measurements
import Testing

@testable import Diagnostics

@Suite struct SwitchingThresholdsTests {
    /// A bipolar switch: sets abruptly at 0.6 V, resets gradually from -0.5 V.
    static func bipolar(noise: Double, seed: UInt64, limit: Double = .infinity) -> Recording {
        let voltage = Sweeps.triangle([0, 1, -1, 0], step: 0.01)
        let normal = Sweeps.normals(voltage.count, seed: seed)
        var on = false
        var G = 1e-6
        let current = voltage.indices.map { i in
            let v = voltage[i]
            if v >= 0.6 - 1e-9 { on = true }
            if on, v < -0.5 { G = max(1e-6, G * 0.8) } else { G = on && v > -0.5 ? 1e-4 : G }
            if v < -0.5, i > 300 { on = false }
            return min(G * v, limit) * (1 + noise * normal[i])
        }
        return Sweeps.recording(voltage, current)
    }

    @Test func `an abrupt set and a reset are found in noise`() throws {
        let result = try Sweeps.run([Self.bipolar(noise: 0.01, seed: 4)])
        let set = try #require(result.metric("hysteresis.V_set", lobe: "+", definition: "S1"))
        #expect(abs(set.value - 0.595) < 0.02)
        #expect(set.rule.contains("Savitzky-Golay"))
        let reset = try #require(result.metric("hysteresis.V_reset", lobe: "-", definition: "R1"))
        #expect(abs(reset.value + 0.5) < 0.03)
        #expect(result.metric("hysteresis.V_set", lobe: "+", definition: "spread") != nil)
        #expect(result.curves.contains { $0.id == "iv.derivative" && $0["dlnI"].count > 10 })
    }

    @Test
    func `the current of S4 does not jump when a written digit moves a sample over 5 percent of the largest voltage`()
        throws
    {
        let voltage = Sweeps.triangle([0, 1, -1, 0], step: 0.01)
        let noise = Sweeps.normals(voltage.count, seed: 9)
        let set_V = try [-1e-7, 0, 1e-7].map { shift in
            let current = voltage.indices.map { i in
                let v = voltage[i]
                return (i < 100 && v < 0.6 ? 1e-6 + 2e-5 * v * v * v : 1e-4) * v * (1 + 0.05 * noise[i])
            }
            let written = voltage.map { abs($0 - 0.05) < 1e-6 ? $0 + shift : $0 }
            let result = try Sweeps.run([Sweeps.recording(written, current)])
            return try #require(result.metric("hysteresis.V_set", lobe: "+", definition: "S4")?.value)
        }
        #expect(set_V.allSatisfy { abs($0 - set_V[1]) < 1e-5 }, "\(set_V)")
    }

    @Test func `a gradual memory has no V_set, and a finding says so`() throws {
        let voltage = Sweeps.triangle([0, 1, 0], step: 0.01)
        let current = voltage.indices.map { i in
            1e-5 * voltage[i] * (1 + voltage[i]) * (i > 100 ? 1.3 - 0.3 * voltage[i] : 1)
        }
        let result = try Sweeps.run([Sweeps.recording(voltage, current)])
        #expect(result.metric("hysteresis.V_set", lobe: "+", definition: "S1") == nil)
        #expect(result.codes().contains("iv.no-set"))
    }

    @Test func `points at a stated limit are masked, the area becomes a lower bound`() throws {
        var recording = Self.bipolar(noise: 0, seed: 1, limit: 3e-5)
        recording.conditions.compliance_A = 3e-5
        let result = try Sweeps.run([recording])
        #expect(result.codes().contains("iv.compliance"))
        #expect(result.metric("hysteresis.area", lobe: "+")?.bound == .lower)
        // Without the statement, the plateau is found.
        let found = try Sweeps.run([Self.bipolar(noise: 0, seed: 1, limit: 3e-5)])
        #expect(found.findings.contains { $0.code == "iv.compliance" && $0.message.contains("plateau") })
    }
}
