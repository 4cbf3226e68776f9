import Findings
import Foundation
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

/// Drifts before and through a step: none of them is a memory, and none hides one.
@Suite struct TransientDriftTests {
    /// Eight seconds at 0.5 V after two at 0 V, with noise of 0.3 µA: a current by the time of the record and since the step.
    private func run(seed: UInt64, _ current: (_ t: Double, _ since: Double) -> Double) throws -> DiagnosticResult {
        var random = SeededRandom(seed: seed)
        let t = (0..<2000).map { Double($0) * 0.005 }
        let trace = TimeTrace(
            time_s: t, voltage_V: t.map { $0 > 2 ? 0.5 : 0 },
            current_A: t.map { ($0 > 2 ? 1e-5 : 0) + current($0, $0 - 2) + 3e-7 * TransientSamples.normal(&random) })
        let recordings = [TransientSamples.recording(trace)]
        return try StepTransients().run(
            on: DiagnosticInput(device: Device(id: "D", recordings: recordings), options: DiagnoseOptions()))
    }

    private func memory(_ result: DiagnosticResult) -> String? {
        result.labels.first { $0.id == "memory.present" }?.value
    }

    @Test func `a resistor with a linear drift has no memory, and the drift lies within its error`() throws {
        var (found, inside) = (0, 0)
        for seed in 1...20 {
            let result = try run(seed: UInt64(seed)) { t, _ in 1e-5 * t }
            #expect(memory(result) != "yes", "seed \(seed)")
            guard let drift = result.metrics.first(where: { $0.id == "transient.drift" }), let se = drift.se else {
                continue
            }
            found += 1
            if abs(drift.value - 1e-5) < 1.96 * se { inside += 1 }
            // Eight seconds of 200 samples each tell a slope of this noise to 4 nA/s.
            #expect(se < 1e-8 && se > 1e-9)
        }
        // Of twenty 95 % intervals, four miss with a probability of 1.6 %.
        #expect(found >= 18 && inside >= found - 4)
    }

    @Test func `a memory beside the drift is found, with its time`() throws {
        var inside = 0
        for seed in 1...10 {
            let result = try run(seed: UInt64(seed)) { t, since in
                1e-5 * t - (since > 0 ? 5e-6 * exp(-since / 0.5) : 0)
            }
            #expect(memory(result) == "yes", "seed \(seed)")
            let tau = try #require(result.metrics.first { $0.id == "transient.tau" })
            if abs(tau.value - 0.5) < 1.96 * (tau.se ?? 0) { inside += 1 }
        }
        // Of ten 95 % intervals, three miss with a probability of 1 %.
        #expect(inside >= 7)
    }

    @Test func `a bent drift that goes on through the step is no evidence of a memory, and a finding says so`() throws {
        for seed in 1...5 {
            let result = try run(seed: UInt64(seed)) { t, _ in 1e-4 * (t / 10).squareRoot() }
            #expect(memory(result) == "undecided", "seed \(seed)")
            #expect(result.findings.contains { $0.code == "transient.moving-before" })
        }
        let logarithm = try run(seed: 7) { t, _ in 1e-5 * log(1 + t / 0.3) }
        #expect(memory(logarithm) == "undecided")
    }

    @Test func `what starts with the step is a memory beside such a drift`() throws {
        let result = try run(seed: 3) { t, since in
            1e-5 * (t / 10).squareRoot() - (since > 0 ? 2e-5 * exp(-since / 0.4) : 0)
        }
        #expect(memory(result) == "yes")
        #expect(!result.findings.contains { $0.code == "transient.moving-before" })
    }

    @Test func `the noise of a current that does not settle is that within its record`() throws {
        var random = SeededRandom(seed: 6)
        let trace = TransientSamples.step(
            before: 0, after: 0.5, baseline: 0, times: TransientSamples.logTimes(1e-3, to: 10, count: 500)
        ) { t in (1e-5 + 1e-3 * (1 - exp(-t / 60))) * (1 + 0.01 * TransientSamples.normal(&random)) }
        let result = try StepTransients().run(
            on: DiagnosticInput(
                device: Device(id: "D", recordings: [TransientSamples.recording(trace)]), options: DiagnoseOptions()))
        #expect(result.findings.contains { $0.code == "transient.record-too-short" })
        let noise = try #require(result.metrics.first { $0.id == "transient.noise" })
        // One percent of the current at the end, 163 µA.
        #expect(noise.value < 4e-6 && noise.value > 0.5e-6)
    }
}
