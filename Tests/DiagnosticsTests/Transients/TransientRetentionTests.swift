import Findings
import Foundation
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct TransientRetentionTests {
    private func run(_ data: RecordingData) throws -> DiagnosticResult {
        let recording = Recording(
            id: "retention-1", kind: .retention, data: data, provenance: Provenance(file: "r.csv", firstLine: 2))
        return try Retention().run(
            on: DiagnosticInput(device: Device(id: "D", recordings: [recording]), options: DiagnoseOptions()))
    }

    private func reads(_ times: [Double], _ law: (Double) -> Double) -> RecordingData {
        .reads(
            ReadSeries(
                index: times.indices.map { Double($0 + 1) }, time_s: times, read_V: times.map { _ in 0.1 },
                conductance_S: times.map(law)))
    }

    private func value(_ id: String, _ result: DiagnosticResult) throws -> Metric {
        try #require(result.metrics.first { $0.id == id })
    }

    @Test func `the golden stretched exponential gives its half time and mean`() throws {
        let golden = try TheoryGolden.named("G14")
        let tau = golden.params["tau_KWW"].number
        let beta = golden.params["beta"].number
        let times = TransientSamples.logTimes(0.1, to: 20_000, count: 80)
        let result = try run(reads(times) { 1e-5 + 4e-4 * exp(-pow($0 / tau, beta)) })
        #expect(result.labels.first { $0.id == "retention.model" }?.value == "stretched")
        // Exact reads: what is left is the rounding of the normal equations.
        #expect(abs(try value("retention.tau", result).value / tau - 1) < 1e-6)
        #expect(abs(try value("retention.beta", result).value / beta - 1) < 1e-6)
        #expect(abs(try value("retention.half_time", result).value / golden.expected["t_half"].number - 1) < 1e-6)
        #expect(abs(try value("retention.G_ref", result).value / 1e-5 - 1) < 1e-5)
        let law = try #require(
            RelaxationLaw(
                time_s: times, conductance_S: times.map { exp(-pow($0 / tau, beta)) },
                weights: times.map { _ in 1 }, shape: .init(kind: .stretched, reference_S: 0)))
        #expect(abs(law.mean_s / golden.expected["mean_relaxation_time"].number - 1) < 1e-8)
        #expect(abs(law.fraction(at: 1000) - golden.expected["r_at_1000s"].number) < 1e-9)
        // Time to r_c = 0.5 over ln 2.
        let evidence = try value("volatility.tau_at_0V", result)
        #expect(evidence.at.definition == "retention")
        #expect(abs(evidence.value / (golden.expected["t_half"].number / log(2)) - 1) < 1e-6)
    }

    @Test func `a series resistance known from a spectrum is taken off the reads`() throws {
        let (tau, R_s) = (300.0, 50.0)
        // With noise, if little: a fit without any has no error to weigh it by.
        let spectrum = ImpedanceSamples.recording(ImpedanceSamples.plainRC, noise: 1e-6, seed: 1)
        let times = TransientSamples.logTimes(1, to: 3000, count: 60)
        let read = Recording(
            id: "retention-1", kind: .retention,
            data: reads(times) { time in 1 / (R_s + 1 / (1e-5 + 4e-4 * exp(-time / tau))) },
            provenance: Provenance(file: "r.csv", firstLine: 2))
        func evidence(_ recordings: [Recording]) throws -> Metric {
            try value(
                "volatility.tau_at_0V",
                Retention().run(
                    on: DiagnosticInput(device: Device(id: "D", recordings: recordings), options: DiagnoseOptions())))
        }
        // At the terminals the reads fall more slowly while R_s G is still 2 %.
        #expect(try evidence([read]).value / tau > 1.004)
        let behind = try evidence([read, spectrum])
        #expect(abs(behind.value / tau - 1) < 1e-5)
        #expect(behind.rule.contains("R_s = 50"))
    }

    @Test func `noisy exponential decays give tau within its interval`() throws {
        var inside = 0
        for seed in 0..<40 {
            var random = SeededRandom(seed: UInt64(seed))
            let times = TransientSamples.logTimes(1, to: 3000, count: 60)
            let result = try run(
                reads(times) { (1e-5 + 4e-4 * exp(-$0 / 300)) * (1 + 0.02 * TransientSamples.normal(&random)) })
            let tau = try value("volatility.tau_at_0V", result)
            if let low = tau.low, let high = tau.high, low < 300, high > 300 { inside += 1 }
            #expect(abs(log(tau.value / 300)) < 0.3)
        }
        // 95 % intervals: of 40, fewer than 34 inside has a probability below 1 %.
        #expect(inside >= 34, "\(inside) of 40")
    }

    @Test func `a power law is chosen over both exponentials, and the half time spans what is as good`() throws {
        var random = SeededRandom(seed: 31)
        let times = TransientSamples.logTimes(0.1, to: 1e4, count: 100)
        let result = try run(
            reads(times) { 4e-4 * pow(1 + $0 / 5, -0.4) * (1 + 0.005 * TransientSamples.normal(&random)) })
        #expect(result.labels.first { $0.id == "retention.model" }?.value == "power")
        let exponent = try value("retention.power_exponent", result)
        #expect(abs(exponent.value - 0.4) < 4 * (exponent.se ?? 0) && (exponent.se ?? 1) < 0.02)
        let half = try value("retention.half_time", result)
        let truth = 5 * (pow(2, 1 / 0.4) - 1)
        #expect(abs(half.value / truth - 1) < 0.1 && half.rule.hasSuffix("observed"))
        let others = result.metrics.filter { $0.id == "retention.delta_AICc" }
        #expect(others.count >= 2 && others.allSatisfy { $0.value > 0 })
    }

    @Test func `a logarithmic loss is named, its half time marked as extrapolated`() throws {
        var random = SeededRandom(seed: 32)
        let times = TransientSamples.logTimes(0.1, to: 1e4, count: 100)
        let result = try run(
            reads(times) { 4e-4 * (1 - 0.02 * log(1 + $0 / 0.2)) * (1 + 0.001 * TransientSamples.normal(&random)) })
        let half = try value("retention.half_time", result)
        #expect(half.rule.hasSuffix("extrapolated") && (half.extrapolation ?? 0) > 1)
        let model = result.labels.first { $0.id == "retention.model" }?.value
        // A weak power law is a logarithm: which of both is lower by AICc is chance, the other is in the interval.
        #expect(model == "logarithmic" || model == "power")
        let truth = 0.2 * (exp(0.5 / 0.02) - 1)
        #expect((half.low ?? .infinity) < truth * 100 && half.value > 1e6)
    }

    @Test func `retention at four temperatures gives the activation energy`() throws {
        let E_a = 0.8
        let recordings = [330.0, 350, 370, 390].enumerated().map { index, T in
            var random = SeededRandom(seed: UInt64(40 + index))
            let tau = 1e-9 * exp(E_a / (8.617333e-5 * T))
            let times = TransientSamples.logTimes(0.02 * tau, to: 8 * tau, count: 60)
            var recording = Recording(
                id: "retention-\(index)", kind: .retention,
                data: reads(times) { (1e-5 + 4e-4 * exp(-$0 / tau)) * (1 + 0.01 * TransientSamples.normal(&random)) },
                provenance: Provenance(file: "r.csv"))
            recording.conditions.temperature_K = T
            return recording
        }
        func result(_ count: Int) throws -> DiagnosticResult {
            try Retention().run(
                on: DiagnosticInput(
                    device: Device(id: "D", recordings: Array(recordings.prefix(count))), options: DiagnoseOptions()))
        }
        let energy = try value("retention.activation_energy", try result(4))
        #expect((energy.low ?? 1) < E_a && (energy.high ?? 0) > E_a && (energy.se ?? 1) < 0.02)
        let room = try value("retention.half_time_25C", try result(4))
        let truth = log(2) * 1e-9 * exp(E_a / (8.617333e-5 * 298.15))
        #expect(
            (room.low ?? .infinity) < truth && (room.high ?? 0) > truth && room.rule.contains("extrapolated beyond"))
        #expect(try !result(2).metrics.contains { $0.id == "retention.activation_energy" })
        let all = try result(4)
        #expect(
            all.metrics.filter { $0.id == "retention.half_time" }.map(\.at.temperature_K) == [330.0, 350, 370, 390])
        let points = try #require(all.curves.first { $0.id == "retention.arrhenius" })
        #expect(points["T"] == [330.0, 350, 370, 390] && points["t"].count == 4)
        let line = try #require(all.curves.first { $0.id == "retention.arrhenius-fit" })
        #expect(abs((line["T"].first ?? 0) - 298.15) < 1e-9 && abs((line["T"].last ?? 0) - 390) < 1e-9)
        #expect(try result(2).curves.allSatisfy { !$0.id.contains("arrhenius") })
    }

    @Test func `a drift before the write is told, and a still state is not`() throws {
        func codes(_ slope: Double) throws -> [String] {
            var random = SeededRandom(seed: 17)
            var (t, V, I): ([Double], [Double], [Double]) = ([], [], [])
            func add(_ level: Double, _ start: Double, _ G: Double) {
                for k in 0..<6 {
                    t.append(start + Double(k) * 1e-3)
                    V.append(level)
                    I.append(level * G * (1 + 1e-3 * TransientSamples.normal(&random)))
                }
            }
            for k in 0..<8 {
                add(0, Double(k) * 10, 0)
                add(0.05, Double(k) * 10 + 5, 1e-5 * (1 + slope * Double(k) * 10))
            }
            add(0.8, 80, 4e-4)
            for k in 0..<20 {
                let start = 81 + pow(1.3, Double(k))
                add(0, start - 0.3, 0)
                add(0.05, start, 1e-5 * (1 + slope * start) + 2e-4 * exp(-(start - 80) / 40))
            }
            return try run(.trace(TimeTrace(time_s: t, voltage_V: V, current_A: I))).findings.map(\.code)
        }
        #expect(try codes(0.02).contains("retention.drift"))
        #expect(try !codes(0).contains("retention.drift"))
    }

    @Test func `no decay gives the lower bound of the noise`() throws {
        var random = SeededRandom(seed: 2)
        let times = TransientSamples.logTimes(1, to: 1000, count: 50)
        let result = try run(reads(times) { _ in 3e-4 * (1 + 0.01 * TransientSamples.normal(&random)) })
        let bound = try value("volatility.tau_at_0V", result)
        #expect(bound.bound == .lower)
        // t_rec/ln(1/(1 - 2 s_r)) with s_r = 1 % ± 10 % (50 reads).
        #expect(abs(bound.value / (1000 / log(1 / 0.98)) - 1) < 0.35)
        #expect(result.labels.first { $0.id == "retention.model" }?.value == "constant")
        #expect(abs(try value("retention.fraction_at_end", result).value - 1) < 0.03)
    }

    @Test func `read pulses in a trace are found, with the reads before the write as reference`() throws {
        var t: [Double] = []
        var V: [Double] = []
        var I: [Double] = []
        func hold(_ level: Double, from start: Double, to end: Double, count: Int, _ G: (Double) -> Double) {
            for k in 0..<count {
                let time = start + (end - start) * Double(k) / Double(count)
                t.append(time)
                V.append(level)
                I.append(G(time) * level)
            }
        }
        for k in 0..<3 {
            hold(0, from: Double(k) * 2, to: Double(k) * 2 + 1.9, count: 3) { _ in 1e-5 }
            hold(0.05, from: Double(k) * 2 + 1.9, to: Double(k) * 2 + 1.91, count: 6) { _ in 1e-5 }
        }
        hold(0.8, from: 6, to: 7, count: 20) { _ in 4e-4 }
        var now = 7.0
        while now < 400 {
            let next = max(now + 0.5, 7 + (now - 7) * 1.2)
            hold(0, from: now, to: next - 0.002, count: 3) { _ in 0 }
            hold(0.05, from: next - 0.002, to: next, count: 6) { 1e-5 + 3.9e-4 * exp(-($0 - 7) / 500) }
            now = next
        }
        let result = try run(.trace(TimeTrace(time_s: t, voltage_V: V, current_A: I)))
        let tau = try value("retention.tau", result)
        #expect(abs(tau.value / 500 - 1) < 0.01)
        #expect(tau.rule.contains("before the write") && tau.at.V_read == 0.05)
        #expect(!result.findings.contains { $0.code == "retention.read-disturb" })
    }

    @Test func `a continuous read says nothing of 0 V`() throws {
        let t = (0..<500).map { Double($0) * 0.1 }
        let trace = TimeTrace(
            time_s: t, voltage_V: t.map { _ in 0.1 }, current_A: t.map { 0.1 * (1e-5 + 1e-4 * exp(-$0 / 5)) })
        let result = try run(.trace(trace))
        #expect(abs(try value("retention.tau", result).value / 5 - 1) < 0.01)
        #expect(!result.metrics.contains { $0.id == "volatility.tau_at_0V" })
        #expect(result.findings.contains { $0.code == "retention.read-disturb" })
    }

    @Test func `too few reads and reads without time give a finding`() throws {
        #expect(try run(reads([1, 2]) { _ in 1 }).findings.map(\.code) == ["transient.few-reads"])
        let timeless = RecordingData.reads(ReadSeries(index: [1, 2, 3], conductance_S: [1, 1, 1]))
        #expect(try run(timeless).findings.map(\.code) == ["transient.few-reads"])
        let zeros = try run(reads((1...20).map(Double.init)) { _ in 0 })
        #expect(zeros.metrics.allSatisfy { $0.value.isFinite })
    }
}
