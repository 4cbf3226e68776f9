import Foundation
import Measurements
import Testing

@testable import Diagnostics

@Suite struct SwitchingDefinitionsTests {
    /// 0, 1, 0, -1, 0 V in steps of 0.1 V: sets between 0.6 and 0.7 V, resets beyond -0.5 V.
    static let voltage = [
        0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0, -0.1, -0.2,
        -0.3, -0.4, -0.5, -0.6, -0.7, -0.8, -0.9, -1, -0.9, -0.8, -0.7, -0.6, -0.5, -0.4, -0.3, -0.2, -0.1, 0,
    ]
    static let current: [Double] = voltage.indices.map { i in
        let v = voltage[i]
        let isOn = (i >= 7 && i <= 20) || (i > 20 && i <= 25)
        return v * (isOn ? 1e-4 : 1e-6)
    }

    private func run(_ change: (inout DiagnoseOptions) -> Void = { _ in }) throws -> DiagnosticResult {
        var options = DiagnoseOptions()
        change(&options)
        return try Sweeps.run([Sweeps.recording(Self.voltage, Self.current)], options)
    }

    @Test func `S5, S6 and R1 are the samples that instruments' formulas give`() throws {
        let result = try run { $0.V_set_definition = .S6 }
        // The largest ratio and the largest increase lie between 0.6 and 0.7 V; the largest |I| of the reset stands at -0.5 V.
        for definition in ["S5", "S6"] {
            let set = try #require(result.metric("hysteresis.V_set", lobe: "+", definition: definition))
            #expect(abs(set.value - 0.7) < 1e-12, "\(definition)")
            #expect(abs((set.se ?? 0) - 0.1 / 12.0.squareRoot()) < 1e-12)
        }
        let reset = try #require(result.metric("hysteresis.V_reset", lobe: "-", definition: "R1"))
        #expect(abs(reset.value + 0.5) < 1e-12)
    }

    @Test func `on over off and both resistances at a sample are the file's own numbers`() throws {
        let result = try run { $0.V_read_V = 0.2 }
        #expect(abs((result.metric("hysteresis.on_off", lobe: "+")?.value ?? 0) / 100 - 1) < 1e-9)
        for lobe in ["+", "-"] {
            let high = try #require(result.metric("hysteresis.R_HRS", lobe: lobe))
            let low = try #require(result.metric("hysteresis.R_LRS", lobe: lobe))
            #expect(abs(high.value / 1e6 - 1) < 1e-9 && abs(low.value / 1e4 - 1) < 1e-9, "\(lobe)")
        }
        #expect(result.metric("hysteresis.R_HRS", lobe: "+")?.rule.contains("fwd+") == true)
        #expect(result.metric("hysteresis.R_HRS", lobe: "-")?.rule.contains("bwd-") == true)
    }

    @Test func `the instrument's formula is given for a gradual device only where it is chosen`() throws {
        let voltage = Sweeps.triangle([0, 1, 0], step: 0.01)
        let current = voltage.indices.map { i in 1e-5 * voltage[i] * (1 + voltage[i]) * (i > 100 ? 1.2 : 1) }
        let plain = try Sweeps.run([Sweeps.recording(voltage, current)])
        #expect(!plain.metrics.contains { $0.id == "hysteresis.V_set" })
        var options = DiagnoseOptions()
        options.V_set_definition = .S6
        let forced = try Sweeps.run([Sweeps.recording(voltage, current)], options)
        // I = 1e-5 (V + V²) grows fastest at the end of the way out.
        #expect(abs((forced.metric("hysteresis.V_set", lobe: "+", definition: "S6")?.value ?? 0) - 1) < 1e-12)
    }

    /// A filament that jumps into the limit within one step: the set lies in that step and is no bound.
    @Test func `a step into the limit is a set between two samples, a slow rise into it is censored`() throws {
        let voltage = Sweeps.triangle([0, 1, 0], step: 0.01)
        let abrupt = voltage.indices.map { i in
            i < 60 ? 1e-7 * voltage[i] : min(1e-3 * voltage[i], 1e-4)
        }
        let jump = try Sweeps.run([Sweeps.recording(voltage, abrupt) { $0.conditions.compliance_A = 1e-4 }])
        let set = try #require(jump.metric("hysteresis.V_set", lobe: "+", definition: "S1"))
        #expect(abs(set.value - 0.595) < 1e-9 && set.bound == nil)
        #expect(set.rule.contains("one step between neighboring points"))
        let slow = voltage.indices.map { i -> Double in
            let u = voltage[i]
            let way = i <= 100 ? 1e-9 * (pow(10, 8 * u) - 1) : 1e-4 * u
            return min(way + 1e-9 * u, 1e-4)
        }
        let bounded = try Sweeps.run([Sweeps.recording(voltage, slow) { $0.conditions.compliance_A = 1e-4 }])
        let values = bounded.metrics.filter { $0.id == "hysteresis.V_set" && $0.at.definition == "S1" }
        #expect(values.allSatisfy { $0.bound == .censored })
    }

    @Test func `an off state in the noise still shows its set`() throws {
        let voltage = Sweeps.triangle([0, 1, 0], step: 0.01)
        let noise = Sweeps.normals(voltage.count, seed: 3)
        let current = voltage.indices.map { i in (i >= 60 && i < 190 ? 1e-5 * voltage[i] : 0) + 1e-11 * noise[i] }
        let result = try Sweeps.run([Sweeps.recording(voltage, current)])
        let set = try #require(result.metric("hysteresis.V_set", lobe: "+", definition: "S1"))
        #expect(abs(set.value - 0.595) < 0.006)
    }

    @Test func `a volatile switch has a threshold and a hold voltage, a nonvolatile one has none`() throws {
        let voltage = Sweeps.triangle([0, 1, -1, 0], step: 0.01)
        // On at 0.7 V, off again below 0.3 V, on both sides.
        var on = false
        let current = voltage.map { v -> Double in
            if abs(v) >= 0.7 - 1e-9 { on = true }
            if abs(v) < 0.3 - 1e-9 { on = false }
            return v * (on ? 1e-4 : 1e-7)
        }
        let result = try Sweeps.run([Sweeps.recording(voltage, current)])
        for (lobe, sign) in [("+", 1.0), ("-", -1.0)] {
            let th = try #require(result.metric("hysteresis.V_th", lobe: lobe))
            let hold = try #require(result.metric("hysteresis.V_hold", lobe: lobe))
            #expect(abs(th.value - sign * 0.695) < 0.006, "\(th.value)")
            #expect(abs(hold.value - sign * 0.295) < 0.006, "\(hold.value)")
        }
        #expect(!(try run()).metrics.contains { $0.id == "hysteresis.V_th" })
    }

    @Test func `a device that limits its own current shows its plateau, a resistor behind the set does not`() throws {
        let voltage = Sweeps.triangle([0, 2, 0], step: 0.01)
        func current(_ plateau: Bool) -> [Double] {
            voltage.indices.map { i in
                let u = voltage[i]
                if i < 60 { return 1e-7 * u }
                return plateau ? min(1e-4 * u, 6e-5 + 1e-6 * u) : 1e-4 * u
            }
        }
        let held = try Sweeps.run([Sweeps.recording(voltage, current(true))])
        let limit = try #require(held.metric("hysteresis.I_self_compliance", lobe: "+"))
        #expect(abs(limit.value / 6.14e-5 - 1) < 0.02, "\(limit.value)")
        let free = try Sweeps.run([Sweeps.recording(voltage, current(false))])
        #expect(free.metric("hysteresis.I_self_compliance", lobe: "+") == nil)
    }

    @Test func `the first of several cycles that sets far out from a lower current is forming`() throws {
        var voltage: [Double] = []
        var current: [Double] = []
        for cycle in 0..<4 {
            let v = Sweeps.triangle([0, 2, -1, 0], step: 0.01)
            let set = cycle == 0 ? 1.6 : 0.6 + 0.02 * Double(cycle)
            let off = cycle == 0 ? 1e-9 : 1e-6
            var on = false
            for (i, u) in v.enumerated() where cycle == 0 || i > 0 {
                if i <= 200, u >= set - 1e-9 { on = true }
                if u < -0.5 { on = false }
                voltage.append(u)
                current.append(u * (on ? 1e-4 : off))
            }
        }
        let result = try Sweeps.run([Sweeps.recording(voltage, current)])
        let form = try #require(result.metrics.first { $0.id == "hysteresis.V_form" })
        #expect(abs(form.value - 1.595) < 0.02)
        #expect(result.codes().contains("iv.forming"))
    }

    @Test func `options choose the definition and its fixed current`() throws {
        let result = try run {
            $0.V_set_current_A = 5e-5
            $0.V_set_definition = .S4
        }
        // 5e-5 A lies between 6e-7 A at 0.6 V and 7e-5 A at 0.7 V.
        let expected = 0.6 + 0.1 * (5e-5 - 6e-7) / (7e-5 - 6e-7)
        #expect(abs((result.metric("hysteresis.V_set", lobe: "+", definition: "S4")?.value ?? 0) - expected) < 1e-12)
    }
}
