import Findings
import Foundation
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct TransientCurrentTests {
    /// A rest without current, then a step of it, and the voltage by a law of the time since.
    private func run(
        times: [Double], height_A: Double = 1e-5, noise_V: Double = 0, _ voltage: (Double) -> Double
    ) throws -> DiagnosticResult {
        var random = SeededRandom(seed: 4)
        let rest = (0..<20).map { -0.1 + 0.005 * Double($0) }
        let trace = TimeTrace(
            time_s: rest + times,
            voltage_V: rest.map { _ in 0 } + times.map { voltage($0) + noise_V * TransientSamples.normal(&random) },
            current_A: rest.map { _ in 0 } + times.map { _ in height_A })
        var recording = TransientSamples.recording(trace)
        recording.conditions.control = .current
        let input = DiagnosticInput(device: Device(id: "D", recordings: [recording]), options: DiagnoseOptions())
        #expect(try StepTransients().run(on: input).metrics.isEmpty, "steps of the voltage leave it alone")
        return try CurrentSteps().run(on: input)
    }

    private func value(_ id: String, _ result: DiagnosticResult, component: Int? = nil) throws -> Double {
        try #require(result.metrics.first { $0.id == id && $0.at.component == component }).value
    }

    @Test func `the golden current step gives both poles, the overshoot and the resistances`() throws {
        let golden = try TheoryGolden.named("G03")
        let p = golden.params
        let (R_s, C, dI) = (p["R_s"].number, p["C_m"].number, p["dI"].number)
        let (fast, slow) = (golden.expected["tau_fast"].number, golden.expected["tau_slow"].number)
        let final = golden.expected["V_inf"].number
        // V(0+) = dI R_s and dV/dt(0+) = dI/C fix both amplitudes.
        let sum = dI * R_s - final
        let B_1 = (-dI / C - sum / slow) / (1 / fast - 1 / slow)
        func V(_ t: Double) -> Double { final + B_1 * exp(-t / fast) + (sum - B_1) * exp(-t / slow) }
        for (t, wanted) in zip(golden.expected["t_s"].numbers, golden.expected["V_V"].numbers) {
            // Eleven digits of the poles leave nine of the voltage.
            #expect(abs(V(t) / wanted - 1) < 1e-8)
        }
        let result = try run(times: TransientSamples.logTimes(1e-6, to: 2, count: 400), V)
        #expect(abs(try value("transient.tau", result, component: 1) / fast - 1) < 1e-6)
        #expect(abs(try value("transient.tau_I", result) / slow - 1) < 1e-6)
        #expect(abs(try value("transient.R_final", result) / (final / dI) - 1) < 1e-6)
        #expect(abs(try value("transient.V_initial", result) / (dI * R_s) - 1) < 1e-4)
        // The top is looked for on a grid of a fortieth of a percent in time.
        #expect(abs(try value("transient.overshoot", result) / golden.expected["overshoot_fraction"].number - 1) < 1e-5)
        #expect(result.labels.first { $0.id == "transient.pattern" }?.value == "overshoot")
        #expect(result.labels.first { $0.id == "memory.present" }?.value == "yes")
    }

    @Test func `complex poles ring, with frequency and damping`() throws {
        let result = try run(times: (1...800).map { Double($0) * 1e-3 }, noise_V: 2e-4) {
            0.01 * (1 - exp(-$0 / 0.15) * cos(2 * .pi * 12 * $0))
        }
        let frequency = try #require(result.metrics.first { $0.id == "transient.ring_frequency" })
        let tau = try #require(result.metrics.first { $0.id == "transient.ring_tau" })
        #expect(abs(frequency.value - 12) < 4 * (frequency.se ?? 0) && (frequency.se ?? 1) < 0.05)
        #expect(abs(tau.value - 0.15) < 4 * (tau.se ?? 0) && (tau.se ?? 1) < 0.01)
        #expect(result.labels.first { $0.id == "transient.pattern" }?.value == "ringing")
    }

    @Test func `a resistor and its capacitor rise and show no memory`() throws {
        let result = try run(times: TransientSamples.logTimes(1e-5, to: 1, count: 200), noise_V: 1e-5) {
            0.01 * (1 - exp(-$0 / 0.002))
        }
        #expect(result.labels.first { $0.id == "transient.pattern" }?.value == "rise")
        // Two decades of time after the rise show nothing.
        #expect(result.labels.first { $0.id == "memory.present" }?.value == "none")
        #expect(!result.metrics.contains { $0.id == "transient.ring_frequency" || $0.id == "transient.overshoot" })
    }

    /// Steps at several levels as recordings of one device, each a rise of its own time and height.
    private func memory(_ rises: [(height_V: Double, tau_s: Double)]) throws -> String? {
        var random = SeededRandom(seed: 9)
        let times = TransientSamples.logTimes(1e-4, to: 0.2, count: 200)
        let recordings = rises.enumerated().map { k, rise in
            let rest = (0..<20).map { -0.1 + 0.005 * Double($0) }
            let voltage = times.map {
                rise.height_V * (1 - exp(-$0 / rise.tau_s)) + 1e-5 * TransientSamples.normal(&random)
            }
            var recording = TransientSamples.recording(
                TimeTrace(
                    time_s: rest + times,
                    voltage_V: rest.map { _ in 1e-5 * TransientSamples.normal(&random) } + voltage,
                    current_A: rest.map { _ in 0 } + times.map { _ in 1e-5 }), id: "transient-\(k)")
            recording.conditions.control = .current
            return recording
        }
        let input = DiagnosticInput(device: Device(id: "D", recordings: recordings), options: DiagnoseOptions())
        let labels = try CurrentSteps().run(on: input).labels.filter { $0.id == "memory.present" }
        #expect(labels.count == 1, "one statement over all steps")
        return labels.first?.value
    }

    @Test
    func `one capacitance in all steps of the current is a capacitor, also of a diode; flat steps are a resistor`()
        throws
    {
        // The resistance falls with the level, as a diode's does: time and height fall alike.
        #expect(try memory([(0.02, 0.02), (0.01, 0.01), (0.005, 0.005)]) == "none")
        #expect(try memory([(0.01, 0.02), (0.01, 0.005)]) == "undecided", "a capacitance of the level")
        #expect(try memory([(0.01, 0.02)]) == "undecided", "a single rise")
        let flat = try run(times: TransientSamples.logTimes(1e-4, to: 1, count: 200), noise_V: 1e-5) { _ in 0.01 }
        #expect(flat.labels.first { $0.id == "memory.present" }?.value == "none")
    }

    @Test func `bad current steps are told in words of the current`() throws {
        let flat = try run(times: [1, 2, 3], height_A: 0) { _ in 0 }
        #expect(
            flat.findings.contains { $0.code == "transient.no-step" && $0.message.contains("current never changes") })
        let short = try run(times: [0.1, 0.2]) { _ in 0 }
        #expect(short.findings.contains { $0.code == "transient.hold-too-short" })
    }

    @Test func `a voltage that spikes without end has a rate, no final value, and says so`() throws {
        // A slow climb to 2 V and a fast fall, 40 ms each.
        let result = try run(times: (1...2000).map { Double($0) * 2e-4 }, noise_V: 2e-3) { t in
            let phase = (t / 0.04).truncatingRemainder(dividingBy: 1)
            return phase < 0.9 ? 2.2 * phase : 2.2 * 9 * (1 - phase)
        }
        #expect(result.labels.first { $0.id == "transient.pattern" }?.value == "spiking")
        #expect(result.labels.first { $0.id == "memory.present" }?.value == "yes")
        let rate = try #require(result.metrics.first { $0.id == "transient.spike_rate" })
        #expect(abs(rate.value - 25) < 0.1 && (rate.se ?? 1) < 0.1)
        #expect(abs(try value("transient.spike_height", result) - 1.98) < 0.05)
        #expect(result.findings.map(\.code) == ["transient.spiking"])
        for id in ["transient.V_final", "transient.R_final", "transient.tau_I", "transient.tau"] {
            #expect(!result.metrics.contains { $0.id == id }, "\(id)")
        }
    }

    @Test func `a voltage that is no sum of exponentials is irregular, and its times are left out`() throws {
        let result = try run(times: TransientSamples.logTimes(1e-5, to: 10, count: 400), noise_V: 2e-6) {
            0.01 * (1 - 0.5 * pow(1 + $0 / 1e-3, -0.3)) - 0.004 / (1 + exp(-40 * ($0 - 1)))
        }
        #expect(result.labels.first { $0.id == "transient.pattern" }?.value == "irregular")
        #expect(result.findings.contains { $0.code == "transient.misfit" })
        #expect(!result.metrics.contains { ["transient.tau_I", "transient.V_final"].contains($0.id) })
        #expect(try value("transient.misfit", result) > 1.4)
        #expect(result.labels.first { $0.id == "memory.present" }?.value == "undecided")
    }

    @Test func `a voltage that still moves at the end of the record has a bound`() throws {
        let result = try run(times: TransientSamples.logTimes(1e-3, to: 1, count: 300), noise_V: 1e-5) {
            0.1 * (1 - exp(-$0 / 20))
        }
        #expect(result.findings.contains { $0.code == "transient.record-too-short" && $0.message.contains("voltage") })
        let tau = try #require(result.metrics.first { $0.id == "transient.tau" })
        #expect(tau.bound == .lower && tau.value == 1)
        #expect(!result.metrics.contains { ["transient.tau_I", "transient.V_final"].contains($0.id) })
        let short = try run(times: TransientSamples.logTimes(1e-3, to: 1, count: 300), noise_V: 1e-5) {
            0.1 * (1 - exp(-$0 / 0.5))
        }
        #expect(short.findings.contains { $0.code == "transient.not-settled" })
        #expect((short.metrics.first { $0.id == "transient.V_final" }?.extrapolation ?? 1) > 1)
    }

    @Test func `the final voltage of a ringing response has an error`() throws {
        var (inside, count) = (0, 0)
        for frequency in [8.0, 10, 12, 14, 16] {
            let result = try run(times: (1...800).map { Double($0) * 1e-3 }, noise_V: 2e-4) {
                0.01 * (1 - exp(-$0 / 0.15) * cos(2 * .pi * frequency * $0))
            }
            let final = try #require(result.metrics.first { $0.id == "transient.V_final" })
            count += 1
            if abs(final.value - 0.01) < 3 * (final.se ?? 0) { inside += 1 }
            #expect((final.se ?? 1) < 5e-5)
        }
        #expect(inside == count)
    }
}
