import Findings
import Foundation
import Measurements
import Testing

@testable import Diagnostics

@Suite struct SwitchingStatesTests {
    private func repeated(_ cycles: Int, _ current: (Double, Bool, Double) -> Double) -> Recording {
        let legs = Sweeps.triangle([0, 1, 0, -1, 0], step: 0.01)
        let voltage = (0..<cycles).flatMap { $0 == 0 ? legs : Array(legs.dropFirst()) }
        let random = Sweeps.normals(voltage.count, seed: 6)
        return Sweeps.recording(
            voltage,
            voltage.indices.map { i in
                let leg = (i - 1) / 100 % 4
                return current(voltage[i], leg == 1 || leg == 3, random[i])
            }, time_s: voltage.indices.map { 0.01 * Double($0) })
    }

    @Test func `a volatile switch has one resistance near 0 V, and no law of two`() throws {
        // On beyond 0.7 V, off below 0.3 V, in both polarities.
        let recording = repeated(8) { V, isBack, noise in
            V / (abs(V) > (isBack ? 0.3 : 0.7) ? 1e4 : 1e8) * (1 + 0.01 * noise)
        }
        let result = try Sweeps.run([recording])
        #expect(!result.metrics.contains { $0.id == "hysteresis.R_HRS" || $0.id == "hysteresis.R_LRS" })
        #expect(!result.metrics.contains { $0.at.of?.hasPrefix("hysteresis.R_") == true })
        #expect(result.findings.filter { $0.code == "iv.states" }.count == 2)
        #expect(result.metric("hysteresis.V_th", lobe: "+") != nil)
        // Between hold and threshold there are two.
        var options = DiagnoseOptions()
        options.V_read_V = 0.5
        let between = try Sweeps.run([recording], options)
        #expect(abs((between.metric("hysteresis.R_HRS", lobe: "+")?.value ?? 0) / 1e8 - 1) < 0.02)
        #expect(abs((between.metric("hysteresis.R_LRS", lobe: "+")?.value ?? 0) / 1e4 - 1) < 0.02)
        #expect(!between.codes().contains("iv.states"))
    }

    @Test func `where the branches cross, the high resistance is the one that is high at V_read`() throws {
        // The way back carries half below 0.5 V and five times as much above.
        let result = try Sweeps.run([
            repeated(4) { V, isBack, noise in
                1e-6 * V * (isBack && V > 0 ? (V < 0.5 ? 0.5 : 5) : 1) * (1 + 0.002 * noise)
            }
        ])
        let high = try #require(result.metric("hysteresis.R_HRS", lobe: "+"))
        let low = try #require(result.metric("hysteresis.R_LRS", lobe: "+"))
        #expect(abs(high.value / 2e6 - 1) < 0.01 && abs(low.value / 1e6 - 1) < 0.01)
        #expect(high.rule.contains("bwd+"))
        let remark = try #require(result.findings.first { $0.code == "iv.states" })
        #expect(remark.message.contains("cross"))
    }

    @Test func `a spread within the error of one value has no law`() throws {
        // Every cycle sets within the same step of 10 mV.
        let result = try Sweeps.run([
            repeated(12) { V, isBack, noise in
                V / ((V > 0 && (isBack || V > 0.805)) || (V < 0 && !isBack) ? 1e3 : 1e6) * (1 + 0.01 * noise)
            }
        ])
        let law = try #require(
            result.labels.first { $0.id == "cycles.law" && $0.at.of == "hysteresis.V_set" && $0.at.lobe == "+" })
        #expect(law.value == "not resolved")
        #expect(!result.metrics.contains { $0.id == "cycles.weibull_shape" && $0.at.of == "hysteresis.V_set" })
        #expect(result.metrics.contains { $0.id == "cycles.mean" && $0.at.of == "hysteresis.V_set" })
    }
}
