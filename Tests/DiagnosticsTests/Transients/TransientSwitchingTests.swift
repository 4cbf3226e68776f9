import Findings
import Foundation
import Measurements
import Models
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct TransientSwitchingTests {
    /// A large step of a model device from rest, measured with a rest before it.
    private func trace(
        _ model: ConductanceActivated, from start_V: Double, to end_V: Double, record_s: Double,
        noise: Double = 0, random: inout SeededRandom
    ) throws -> TimeTrace {
        let times = TransientSamples.logTimes(record_s * 1e-4, to: record_s, count: 300)
        let currents = try model.stepResponse_A(from: start_V, to: end_V, at: times)
        let baseline = model.operatingPoint(at: start_V).current_A
        var index = 0
        return TransientSamples.step(before: start_V, after: end_V, baseline: baseline, times: times) { _ in
            defer { index += 1 }
            return currents[index] * (1 + noise * TransientSamples.normal(&random))
        }
    }

    private func run(_ traces: [TimeTrace]) throws -> DiagnosticResult {
        let recordings = traces.enumerated().map {
            TransientSamples.recording($0.element, id: "transient-\($0.offset)")
        }
        return try StepTransients().run(
            on: DiagnosticInput(device: Device(id: "D", recordings: recordings), options: DiagnoseOptions()))
    }

    @Test(arguments: [("volatile", 0), ("volatile", 2), ("nonvolatile", 0), ("nonvolatile", 2)])
    func `golden large steps of CALM are single exponentials with the stated time`(name: String, index: Int) throws {
        let expected = try TheoryGolden.named("G05").expected[name][index]
        var random = SeededRandom(seed: 1)
        let tau = expected["tau"].number
        let level = expected["to_V"].number
        let result = try run([
            trace(GoldenDevice.calm(of: "G05", name), from: 0, to: level, record_s: 8 * tau, random: &random)
        ])
        let times = result.metrics.filter { $0.id == "transient.tau" }
        #expect(times.count == 1)
        // The simulated currents are integrated to 1e-10, so the fit cannot be nearer than about 1e-7.
        #expect(abs((times.first?.value ?? 0) / tau - 1) < 1e-6)
        let final = try #require(result.metrics.first { $0.id == "transient.I_final" })
        let steady = (try GoldenDevice.calm(of: "G05", name)).operatingPoint(at: level).current_A
        #expect(abs(final.value / steady - 1) < 1e-6)
    }

    @Test func `steps of both signs give tau at 0 V of a nonvolatile device within its error`() throws {
        let model = try GoldenDevice.calm(of: "G05", "nonvolatile")
        let truth = model.relaxationTime_s(at: 0)
        var inside = 0
        for seed in 0..<5 {
            var random = SeededRandom(seed: UInt64(100 + seed))
            let traces = try [-0.9, -0.8, -0.7, -0.6, 0.6, 0.7, 0.8, 0.9].map { V in
                try trace(
                    model, from: 0, to: V, record_s: 6 * model.relaxationTime_s(at: V), noise: 0.01, random: &random)
            }
            let result = try run(traces)
            let metric = try #require(result.metrics.first { $0.id == "volatility.tau_at_0V" })
            #expect(metric.at.definition == "steps T1" && metric.bound == nil)
            #expect((metric.extrapolation ?? 1) > 1)
            if let low = metric.low, let high = metric.high, low < truth, truth < high { inside += 1 }
            #expect(abs(log(metric.value / truth)) < 0.5)
            #expect(metric.rule.contains("the laws differ there"), "the slowest measured time is a tenth of it")
            #expect(result.labels.first { $0.id == "memory.present" }?.value == "yes")
        }
        // Of five 95 % intervals, two miss with a probability of 2 %.
        #expect(inside >= 3)
    }

    @Test func `where the time at 0 V hangs on the law, a bound is given and says so`() throws {
        func rate(_ V: Double) -> Double { (exp(V / 0.07) + exp(-V / 0.07)) / 1e7 }
        var random = SeededRandom(seed: 3)
        let traces = [-1.2, -1.1, -1, 1, 1.1, 1.2].map { V in
            TransientSamples.step(
                before: 0, after: V, baseline: 0, times: TransientSamples.logTimes(1e-3, to: 8 / rate(V), count: 300)
            ) { V * (1e-3 - 5e-4 * exp(-$0 * rate(V))) + 2e-6 * TransientSamples.normal(&random) }
        }
        let result = try run(traces)
        let top = try #require(result.metrics.first { $0.id == "transient.tau_0" && $0.at.definition == "T1" })
        #expect((top.low ?? .infinity) < 1e7 && (top.high ?? 0) > 1e7)
        let bound = try #require(result.metrics.first { $0.id == "volatility.tau_at_0V" })
        #expect(bound.bound == .lower && bound.value < 5e6 && bound.value > 2 / rate(1))
        #expect(result.findings.contains { $0.message.contains("only a lower bound") })
    }

    @Test func `a relaxation with a constant rate is T2, and its time at 0 V is given`() throws {
        func rate(_ V: Double) -> Double { (exp((V - 0.4) / 0.16) + exp((0.4 - V) / 0.16)) / 0.2 + 3 }
        var random = SeededRandom(seed: 9)
        let traces = [-0.3, -0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9].map { V in
            TransientSamples.step(
                before: 0, after: V, baseline: 0, times: TransientSamples.logTimes(1e-4, to: 10 / rate(V), count: 400)
            ) { V * (1e-3 - 5e-4 * exp(-$0 * rate(V))) + 2e-6 * V * TransientSamples.normal(&random) }
        }
        let result = try run(traces)
        #expect(result.labels.first { $0.id == "transient.rate_law" }?.value == "T2")
        let constant = try #require(result.metrics.first { $0.id == "transient.k_0" })
        #expect(constant.bound == nil && abs(constant.value - 3) < 3 * (constant.se ?? 0) && (constant.se ?? 9) < 0.3)
        let steepness = try #require(result.metrics.first { $0.id == "transient.V_x" })
        #expect(steepness.at.definition == "T2" && abs(steepness.value - 0.08) < 3 * (steepness.se ?? 0))
        let rest = try #require(result.metrics.first { $0.id == "volatility.tau_at_0V" })
        #expect(rest.at.definition == "steps T2" && abs(rest.value * rate(0) - 1) < 3 * (rest.se ?? 0) * rate(0))
        #expect(result.metrics.filter { $0.id == "transient.bell_chi2_nu" }.map(\.at.definition) == ["T1", "T2"])
    }

    @Test func `two voltages are not extrapolated, and a finding says so`() throws {
        let model = try GoldenDevice.calm(of: "G05", "volatile")
        var random = SeededRandom(seed: 5)
        let result = try run(
            [0.6, 0.7].map { try trace(model, from: 0, to: $0, record_s: 1, random: &random) })
        #expect(!result.metrics.contains { $0.id == "volatility.tau_at_0V" })
        #expect(result.findings.map(\.code).contains("transient.tau-not-extrapolated"))
    }

    @Test func `small steps of CALM give C_lf and tau_V of the linearized model`() throws {
        let model = ConductanceActivated()
        for bias in [0.45, 0.55, 0.65] {
            var random = SeededRandom(seed: UInt64(bias * 100))
            let up = try trace(model, from: bias - 0.005, to: bias, record_s: 1.2, noise: 0.001, random: &random)
            let result = try run([up])
            let linear = model.linearized(at: bias)
            let capacitance = try #require(result.metrics.first { $0.id == "transient.C_lf" })
            let se = try #require(capacitance.se)
            // A step of 5 mV is not infinitely small: V_x/16 leaves 3 % of nonlinearity.
            let tolerance = 3 * se + 0.04 * abs(linear.C_lf_F)
            #expect(abs(capacitance.value - linear.C_lf_F) < tolerance)
            #expect(se < 0.25 * abs(capacitance.value))
        }
    }
}
