import Findings
import Foundation
import Measurements
import Models
import TestSupport
import Testing

@testable import Diagnostics

/// Simulated CALM devices, volatile and nonvolatile, must give back what they were made of, within the errors stated.
@Suite struct TransientRecoveryTests {
    /// Pulses, each with a rest and a read at 10 mV, eight samples each.
    private func train(
        _ model: ConductanceActivated, V: Double, width_s: Double, rest_s: Double, count: Int, from x_0: Double,
        _ random: inout SeededRandom
    ) -> TimeTrace {
        var trace = TimeTrace(time_s: [-0.01 * rest_s], voltage_V: [0], current_A: [0])
        var (x, now) = (x_0, 0.0)
        for _ in 0..<count {
            for (level, length) in [(V, width_s), (0, 0.5 * rest_s), (0.01, 0.01 * rest_s), (0, 0.49 * rest_s)] {
                for k in 0..<8 {
                    let part = (Double(k) + 0.5) / 8 * length
                    let state = model.relaxed(x, at: level, for: part)
                    trace.time_s.append(now + part)
                    trace.voltage_V.append(level)
                    let current = (model.g_L + (model.g_H - model.g_L) * state) * level
                    trace.current_A.append(current * (1 + 0.003 * TransientSamples.normal(&random)))
                }
                x = model.relaxed(x, at: level, for: length)
                now += length
            }
        }
        return trace
    }

    private func run(_ diagnostic: some Diagnostic, _ data: RecordingData, kind: RecordingKind) throws
        -> DiagnosticResult
    {
        var recording = Recording(id: "r-1", kind: kind, data: data, provenance: Provenance(file: "r.csv"))
        recording.conditions.read_V = kind == .pulses ? 0.01 : 0.02
        return try diagnostic.run(
            on: DiagnosticInput(device: Device(id: "D", recordings: [recording]), options: DiagnoseOptions()))
    }

    @Test(arguments: [("volatile", 0.6, 0.004, 0.001, 0.0), ("nonvolatile", 0.6, 1.0, 1.0, 0.02)])
    func `N_0 comes back within its error`(name: String, V: Double, width: Double, rest: Double, start: Double) throws {
        let model = try GoldenDevice.calm(of: "G06", name)
        // 1/N_0 = t_p/tau(V_p) + t_r/tau(V_rest) (THEORY B.1).
        let truth = 1 / (width / model.relaxationTime_s(at: V) + rest / model.relaxationTime_s(at: 0))
        var within = 0
        for seed in 0..<20 {
            var random = SeededRandom(seed: UInt64(500 + seed))
            let trace = train(model, V: V, width_s: width, rest_s: rest, count: 60, from: start, &random)
            let result = try run(PulseTrains(), .trace(trace), kind: .pulses)
            let N0 = try #require(result.metrics.first { $0.id == "pulses.N0" })
            #expect(abs(N0.value / truth - 1) < 0.1, "\(N0.value), truth \(truth)")
            if abs(N0.value - truth) < 3 * (N0.se ?? 0) { within += 1 }
        }
        // 99.7 % of 20 is 20; two misses have a probability of 0.2 %.
        #expect(within >= 19, "\(within) of 20")
    }

    @Test(arguments: ["volatile", "nonvolatile"])
    func `the time at 0 V comes back from retention, within its interval`(name: String) throws {
        let model = try GoldenDevice.calm(of: "G06", name)
        let truth = model.relaxationTime_s(at: 0)
        let (x_0, x_r) = (0.9, model.activation(at: 0))
        var inside = 0
        for seed in 0..<20 {
            var random = SeededRandom(seed: UInt64(700 + seed))
            let times = TransientSamples.logTimes(0.01 * truth, to: 8 * truth, count: 50)
            let values = times.map { t -> Double in
                let x = x_r + (x_0 - x_r) * exp(-t / truth)
                return (model.g_L + (model.g_H - model.g_L) * x) * (1 + 0.01 * TransientSamples.normal(&random))
            }
            let reads = ReadSeries(
                index: times.indices.map(Double.init), time_s: times, read_V: times.map { _ in 0.02 },
                conductance_S: values)
            let result = try run(Retention(), .reads(reads), kind: .retention)
            let tau = try #require(result.metrics.first { $0.id == "volatility.tau_at_0V" })
            if let low = tau.low, let high = tau.high, low < truth, truth < high { inside += 1 }
            #expect(abs(log(tau.value / truth)) < 0.2)
        }
        // 95 % of 20 are 19; 16 or fewer have a probability of 1.6 %.
        #expect(inside >= 17, "\(inside) of 20")
    }

    @Test func `paired pulses of the volatile device come back as the closed form has them`() throws {
        let model = try GoldenDevice.calm(of: "G06", "volatile")
        let (V, width) = (0.6, 0.01)
        let (tau_p, tau_r) = (model.relaxationTime_s(at: V), model.relaxationTime_s(at: 0))
        let (x_p, x_r) = (model.activation(at: V), model.activation(at: 0))
        for rest in [0.001, 0.004, 0.01] {
            // At nine tenths of the pulses, the middle of their last fifth.
            let (a, phase, b) = (exp(-width / tau_p), exp(-0.9 * width / tau_p), exp(-rest / tau_r))
            let first = x_p + (x_r - x_p) * phase
            let begin = x_r + (x_p + (x_r - x_p) * a - x_r) * b
            let second = x_p + (begin - x_p) * phase
            func G(_ x: Double) -> Double { model.g_L + (model.g_H - model.g_L) * x }
            let truth = G(second) / G(first)
            var random = SeededRandom(seed: 77)
            var trace = TimeTrace(time_s: [-0.0005], voltage_V: [0], current_A: [0])
            var (x, now) = (x_r, 0.0)
            for (level, length) in [(V, width), (0, rest), (V, width), (0, 0.2)] {
                for k in 0..<40 {
                    let part = (Double(k) + 0.5) / 40 * length
                    let state = model.relaxed(x, at: level, for: part)
                    trace.time_s.append(now + part)
                    trace.voltage_V.append(level)
                    trace.current_A.append(G(state) * level * (1 + 0.003 * TransientSamples.normal(&random)))
                }
                x = model.relaxed(x, at: level, for: length)
                now += length
            }
            let result = try run(PulseTrains(), .trace(trace), kind: .pulses)
            let PPF = try #require(result.metrics.first { $0.id == "pulses.PPF" })
            #expect(abs(PPF.value - truth) < 3 * (PPF.se ?? 0) + 0.002 * truth, "\(rest): \(PPF.value), truth \(truth)")
        }
    }
}
