import Findings
import Foundation
import Measurements
import Models
import TestSupport
import Testing

@testable import Diagnostics

/// What a full look adds to steps: rival laws, noise, drift, limits, tau over voltage, the voltage from the header.
@Suite struct TransientDeepTests {
    private func run(_ recordings: [Recording]) throws -> DiagnosticResult {
        try StepTransients().run(
            on: DiagnosticInput(device: Device(id: "D", recordings: recordings), options: DiagnoseOptions()))
    }

    private func noisy(_ noise: Double, seed: UInt64, _ law: @escaping (Double) -> Double) -> TimeTrace {
        var random = SeededRandom(seed: seed)
        return TransientSamples.step(
            before: 0, after: 0.5, baseline: 0, times: TransientSamples.logTimes(1e-3, to: 100, count: 500)
        ) { law($0) + noise * TransientSamples.normal(&random) }
    }

    @Test func `an exponential, a stretched and a power law are told apart by their BIC`() throws {
        let laws: [(String, (Double) -> Double)] = [
            ("exponentials", { 1e-3 - 8e-4 * exp(-$0 / 2) }),
            ("stretched", { 1e-3 - 8e-4 * exp(-pow($0 / 2, 0.5)) }),
            ("power", { 1e-3 - 8e-4 * pow(1 + $0 / 0.5, -0.8) }),
            ("logarithmic", { 1e-3 + 5e-5 * log(1 + $0 / 0.01) }),
        ]
        for (name, law) in laws {
            let result = try run([TransientSamples.recording(noisy(2e-6, seed: 11, law))])
            #expect(result.labels.first { $0.id == "transient.law" }?.value == name)
            let differences = result.metrics.filter { $0.id == "transient.delta_BIC" }
            #expect(differences.contains { $0.at.definition == "stretched" })
            if name == "stretched" {
                let beta = try #require(result.metrics.first { $0.id == "transient.stretched_beta" })
                #expect(abs(beta.value - 0.5) < 4 * (beta.se ?? 0) && (beta.se ?? 1) < 0.01)
            }
        }
    }

    @Test func `the noise of a sample is found, and a floor for what it hides`() throws {
        let result = try run([TransientSamples.recording(noisy(4e-6, seed: 2) { 1e-3 - 8e-4 * exp(-$0 / 2) })])
        let noise = try #require(result.metrics.first { $0.id == "transient.noise" })
        // 500 samples tell a standard deviation to 3 %; binning leaves 128 of them, 6 %.
        #expect(abs(noise.value / 4e-6 - 1) < 0.25)
        let floor = try #require(result.metrics.first { $0.id == "transient.floor" })
        // Half a decade of 100 samples a decade: 50 samples, twice the logarithm of some 120.
        #expect(abs(floor.value / (noise.value * (2 * log(120.0) / 50).squareRoot()) - 1) < 0.2)
    }

    @Test func `a drift larger than the signal is told from the memory and taken off`() throws {
        var random = SeededRandom(seed: 7)
        let times = (0..<3000).map { Double($0) * 0.01 }
        let trace = TimeTrace(
            time_s: times, voltage_V: times.map { $0 < 10 ? 0 : 0.5 },
            current_A: times.map { t in
                let memory = t < 10 ? 0 : 1e-4 * (1 - exp(-(t - 10) / 0.8))
                return memory + 5e-5 * t + 1e-6 * TransientSamples.normal(&random)
            })
        let result = try run([TransientSamples.recording(trace)])
        let drift = try #require(result.metrics.first { $0.id == "transient.drift" })
        #expect(abs(drift.value / 5e-5 - 1) < 0.01)
        #expect(result.findings.contains { $0.code == "transient.drift" })
        let tau = try #require(result.metrics.first { $0.id == "transient.tau" })
        #expect(abs(tau.value - 0.8) < 4 * (tau.se ?? 0) && (tau.se ?? 1) < 0.1)
    }

    @Test func `a slow relaxation before the step is no drift`() throws {
        let times = (0..<3000).map { Double($0) * 0.01 }
        let trace = TimeTrace(
            time_s: times, voltage_V: times.map { $0 < 15 ? 0.2 : 0.5 },
            current_A: times.map { t in
                t < 15 ? 1e-4 * exp(-t / 6) : 1e-4 * (1 - exp(-(t - 15) / 2))
            })
        let result = try run([TransientSamples.recording(trace)])
        #expect(!result.metrics.contains { $0.id == "transient.drift" })
    }

    @Test func `samples at the instrument's limit are left out, and a finding says so`() throws {
        var random = SeededRandom(seed: 5)
        var trace = TransientSamples.step(
            before: 0, after: 0.5, baseline: 0, times: TransientSamples.logTimes(1e-3, to: 20, count: 400)
        ) { t in 1e-4 + 9e-4 * exp(-t / 1.5) + 1e-6 * TransientSamples.normal(&random) }
        trace.current_A = trace.current_A.map { min($0, 7e-4) }
        let result = try run([TransientSamples.recording(trace)])
        #expect(result.findings.contains { $0.code == "transient.saturated" })
        let tau = try #require(result.metrics.first { $0.id == "transient.tau" })
        #expect(abs(tau.value - 1.5) < 4 * (tau.se ?? 0) && (tau.se ?? 1) < 0.05)
    }

    @Test func `a current that is one number after the step is flat, whatever rounding does`() throws {
        let t = (0..<500).map { Double($0) * 0.01 }
        let trace = TimeTrace(
            time_s: t, voltage_V: t.map { $0 < 1 ? 0 : 0.5 }, current_A: t.map { $0 < 1 ? 0 : 1e-3 })
        let result = try run([TransientSamples.recording(trace)])
        #expect(result.labels.first { $0.id == "transient.pattern" }?.value == "flat")
        #expect(!result.findings.contains { ["transient.misfit", "transient.record-too-short"].contains($0.code) })
    }

    @Test func `a trace at one level is a step at its start, and a note says so`() throws {
        var random = SeededRandom(seed: 8)
        let t = (0..<300).map { Double($0) * 0.01 }
        let trace = TimeTrace(
            time_s: t, voltage_V: t.map { _ in 0.3 },
            current_A: t.map { _ in 1e-4 + 1e-6 * TransientSamples.normal(&random) })
        let result = try run([TransientSamples.recording(trace)])
        #expect(result.findings.map(\.code).contains("transient.step-at-start"))
        #expect(result.metrics.allSatisfy { $0.value.isFinite })
    }

    @Test func `set and reset are told by the size of the current`() throws {
        let times = TransientSamples.logTimes(1e-3, to: 10, count: 200)
        let up = TransientSamples.step(before: 0, after: 0.6, baseline: 0, times: times) { 1e-3 - 5e-4 * exp(-$0) }
        let down = TransientSamples.step(before: 0, after: -0.6, baseline: 0, times: times) { -5e-4 - 5e-4 * exp(-$0) }
        let result = try run([
            TransientSamples.recording(up, id: "transient-1"), TransientSamples.recording(down, id: "transient-2"),
        ])
        #expect(result.labels.filter { $0.id == "transient.direction" }.map(\.value) == ["set", "reset"])
    }

    @Test func `steps of CALM give back the parameters of T1 within their errors`() throws {
        let model = ConductanceActivated()
        var random = SeededRandom(seed: 21)
        let recordings = try [0.25, 0.35, 0.45, 0.55, 0.65, 0.75].enumerated().map { index, V in
            let record = 8 * model.relaxationTime_s(at: V)
            let times = TransientSamples.logTimes(record * 1e-4, to: record, count: 300)
            let currents = try model.stepResponse_A(from: 0, to: V, at: times)
            var k = -1
            let trace = TransientSamples.step(before: 0, after: V, baseline: 0, times: times) { _ in
                k += 1
                return currents[k] * (1 + 0.003 * TransientSamples.normal(&random))
            }
            var recording = TransientSamples.recording(trace, id: "transient-\(index)")
            recording.conditions.series_ohm = model.R_s
            return recording
        }
        let result = try run(recordings)
        func metric(_ id: String) throws -> Metric { try #require(result.metrics.first { $0.id == id }) }
        for (id, truth) in [
            ("transient.V_x", model.V_x), ("transient.gamma", model.gamma), ("transient.V_h", model.V_h),
            ("transient.tau_0", model.tau_0),
        ] {
            let found = try metric(id)
            // R_s of 20 ohm moves the voltage inside by up to V_x/8: a few percent of the slopes beside the errors.
            #expect(abs(found.value - truth) < 3 * (found.se ?? 0) + 0.05 * truth, "\(id) \(found.value)")
        }
        let at0 = try metric("volatility.tau_at_0V")
        #expect((at0.low ?? .infinity) < model.relaxationTime_s(at: 0))
        #expect((at0.high ?? 0) > model.relaxationTime_s(at: 0))
        let drops = result.metrics.filter { $0.id == "transient.series_drop" }
        // At 0.75 V the current changes by up to 0.7 mA: 14 mV of 80 mV.
        #expect(drops.count == 6 && (drops.last?.value ?? 1) < 0.25)
        let curve = try #require(result.curves.first { $0.id == "transient.times" })
        #expect(curve.count == 6 && curve["rises"].allSatisfy { $0 == 1 })
        #expect(result.curves.contains { $0.id == "transient.times-fit" && $0.count > 20 })
    }

    @Test func `a large series resistance is a finding`() throws {
        var model = ConductanceActivated()
        model.R_s = 200
        let recordings = try [0.3, 0.4, 0.5, 0.6, 0.7, 0.8].enumerated().map { index, V in
            let times = TransientSamples.logTimes(1e-4, to: 1.5, count: 300)
            let currents = try model.stepResponse_A(from: 0, to: V, at: times)
            var random = SeededRandom(seed: UInt64(index))
            var k = -1
            var recording = TransientSamples.recording(
                TransientSamples.step(before: 0, after: V, baseline: 0, times: times) { _ in
                    k += 1
                    return currents[k] * (1 + 0.02 * TransientSamples.normal(&random))
                }, id: "transient-\(index)")
            recording.conditions.series_ohm = 200
            return recording
        }
        let result = try run(recordings)
        #expect(result.findings.contains { $0.code == "transient.series-drop" })
        #expect((result.metrics.filter { $0.id == "transient.series_drop" }.map(\.value).max() ?? 0) > 0.25)
    }

    @Test func `a voltage that is not recorded is taken from the header`() throws {
        let times = TransientSamples.logTimes(1e-3, to: 10, count: 200)
        let trace = TimeTrace(time_s: times, voltage_V: [], current_A: times.map { 1e-3 - 5e-4 * exp(-$0 / 0.7) })
        var stepped = TransientSamples.recording(trace)
        stepped.conditions.amplitude_V = 0.3
        stepped.conditions.bias_V = 0.2
        let known = try run([stepped])
        let tau = try #require(known.metrics.first { $0.id == "transient.tau" })
        #expect(tau.at.bias_V == 0.2 && tau.at.V == 0.5 && abs(tau.value / 0.7 - 1) < 1e-5)
        #expect(known.findings.contains { $0.code == "transient.voltage-from-header" })
        var biased = TransientSamples.recording(trace)
        biased.conditions.bias_V = 0.5
        let level = try #require(try run([biased]).metrics.first { $0.id == "transient.tau" })
        #expect(level.at.bias_V == nil && level.at.V == 0.5)
    }

    @Test func `what was applied is named with its reason`() throws {
        func word(_ trace: TimeTrace, kind: RecordingKind = .transient) throws -> Label {
            let recording = TransientSamples.recording(trace, kind: kind)
            let report = StimulusReport(PreparedTrace(recording, trace: trace, keepsShortHolds: kind == .pulses))
            return try #require(report.result(isFull: true).labels.first)
        }
        let t = (0..<1000).map { Double($0) * 0.01 }
        let flat = t.map { _ in 1e-6 }
        let step = try word(TimeTrace(time_s: t, voltage_V: t.map { $0 < 5 ? 0 : 0.5 }, current_A: flat))
        #expect(step.value == "step" && step.rule == "1 rest, 1 level")
        #expect(try word(TimeTrace(time_s: t, voltage_V: t, current_A: flat)).value == "ramp")
        let pulses = try word(
            TimeTrace(
                time_s: t, voltage_V: t.map { $0.truncatingRemainder(dividingBy: 1) < 0.3 ? 0.6 : 0 }, current_A: flat))
        #expect(pulses.value == "pulses" && pulses.rule.contains("10 pulses") && pulses.rule.contains("period 1.00"))
        let gap = t.filter { !(2.2...2.8).contains($0) }
        let held = try word(TimeTrace(time_s: gap, voltage_V: gap.map { $0 < 5 ? 0 : 0.5 }, current_A: gap))
        #expect(held.rule.contains("1 gap in time"))
    }
}
