import Findings
import Foundation
import Measurements
import Models
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct TransientPulseTests {
    private func run(_ trace: TimeTrace) throws -> DiagnosticResult {
        let recording = TransientSamples.recording(trace, kind: .pulses, id: "pulses-1")
        return try PulseTrains().run(
            on: DiagnosticInput(device: Device(id: "D", recordings: [recording]), options: DiagnoseOptions()))
    }

    /// Pulses of CALM by its closed form: level, width and rest of each; three samples a pulse, two a rest.
    private func trace(
        _ model: ConductanceActivated, start x_0: Double, pulses: [(V: Double, width_s: Double, rest_s: Double)]
    ) -> TimeTrace {
        var trace = TimeTrace(time_s: [0], voltage_V: [0], current_A: [0])
        var x = x_0
        var now = 1e-3
        for pulse in pulses {
            for place in [0.0, 0.9, 1.0] {
                let state = model.relaxed(x, at: pulse.V, for: place * pulse.width_s)
                trace.time_s.append(now + place * pulse.width_s)
                trace.voltage_V.append(pulse.V)
                trace.current_A.append((model.g_L + (model.g_H - model.g_L) * state) * pulse.V)
            }
            x = model.relaxed(x, at: pulse.V, for: pulse.width_s)
            now += pulse.width_s
            for place in [0.3, 0.9] {
                trace.time_s.append(now + place * pulse.rest_s)
                trace.voltage_V.append(0)
                trace.current_A.append(0)
            }
            x = model.relaxed(x, at: 0, for: pulse.rest_s)
            now += pulse.rest_s
        }
        return trace
    }

    @Test func `the golden trains give N_0 and the conductances of potentiation and depression`() throws {
        let golden = try TheoryGolden.named("G06")
        let model = try GoldenDevice.calm(of: "G06", "nonvolatile")
        let up = (golden.params["V_pot"].number, 1.0, 1.0)
        let down = (golden.params["V_dep"].number, 1.0, 1.0)
        let result = try run(
            trace(
                model, start: model.activation(at: down.0),
                pulses: [(Double, Double, Double)](repeating: up, count: 64)
                    + [(Double, Double, Double)](repeating: down, count: 64)))
        let numbers = result.metrics.filter { $0.id == "pulses.N0" }
        #expect(numbers.count == 2 && numbers.map(\.at.branch) == ["potentiation", "depression"])
        let potentiation = try #require(numbers.first)
        // The last fifth of a pulse averages its state at 0.9 and at 1, which shifts all reads alike.
        #expect(abs(potentiation.value / golden.expected["N0_pulses_pot"].number - 1) < 1e-6)
        #expect(potentiation.rule.contains("last 20 % of the pulse"))
        let curve = try #require(result.curves.first { $0.id == "pulses.data" })
        #expect(curve["n"].last == 64)
        let last = golden.expected["g_read_pot_1_64"][1].number
        #expect(abs((curve["G"].last ?? 0) / last - 1) < 0.01)
    }

    @Test func `a pair gives the ratio of its currents`() throws {
        let golden = try TheoryGolden.named("G06")
        let model = try GoldenDevice.calm(of: "G06", "volatile")
        let pair = golden.params["ppf"]
        let pulse = (pair["V_p"].number, pair["t_p"].number, pair["t_r"].number)
        let result = try run(trace(model, start: model.activation(at: 0), pulses: [pulse, pulse]))
        let ratio = try #require(result.metrics.first { $0.id == "pulses.PPF" })
        // Mean of the samples at 0.9 and 1 of the pulse, not its very end.
        #expect(abs(ratio.value / golden.expected["ppf_ratio"].number - 1) < 0.05)
    }

    @Test func `a resistor has a dynamic range of one and no N_0`() throws {
        var random = SeededRandom(seed: 6)
        var model = ConductanceActivated()
        model.g_H = model.g_L
        var trace = trace(model, start: 0, pulses: [(Double, Double, Double)](repeating: (0.5, 0.01, 0.01), count: 30))
        trace.current_A = trace.current_A.map { $0 * (1 + 0.001 * TransientSamples.normal(&random)) }
        let result = try run(trace)
        let range = try #require(result.metrics.first { $0.id == "pulses.dynamic_range" })
        #expect(range.value < 1.01)
        #expect(!result.metrics.contains { $0.id == "pulses.N0" })
    }

    @Test func `bad pulse recordings give findings`() throws {
        let t = (0..<50).map(Double.init)
        let flat = TimeTrace(time_s: t, voltage_V: t.map { _ in 0 }, current_A: t.map { _ in 0 })
        #expect(try run(flat).findings.contains { $0.code == "transient.few-reads" })
        let unknown = TimeTrace(time_s: t, voltage_V: [], current_A: t)
        #expect(try run(unknown).findings.map(\.code) == ["transient.unknown-voltage"])
        let empty = TimeTrace(time_s: [], voltage_V: [], current_A: [])
        #expect(try run(empty).findings.map(\.code) == ["transient.no-samples"])
    }

    @Test func `a table of reads gives its trains by the pulse height`() throws {
        let rising: [Double] = (0..<20).map { 1e-4 - 9e-5 * exp(-Double($0) / 6) }
        let falling: [Double] = (0..<20).map { 1e-5 + 9e-5 * exp(-Double($0) / 4) }
        let values = rising + falling
        let reads = ReadSeries(
            index: values.indices.map { Double($0 + 1) },
            pulse_V: [Double](repeating: 1, count: 20) + [Double](repeating: -1, count: 20), conductance_S: values)
        let recording = Recording(kind: .pulses, data: .reads(reads), provenance: Provenance(file: "p.csv"))
        let result = try PulseTrains().run(
            on: DiagnosticInput(device: Device(id: "D", recordings: [recording]), options: DiagnoseOptions()))
        let numbers = result.metrics.filter { $0.id == "pulses.N0" }.map(\.value)
        #expect(numbers.count == 2)
        for (found, wanted) in zip(numbers, [6.0, 4.0]) { #expect(abs(found / wanted - 1) < 1e-6) }
    }
}
