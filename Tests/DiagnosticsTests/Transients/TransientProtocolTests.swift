import Findings
import Foundation
import Measurements
import Models
import TestSupport
import Testing

@testable import Diagnostics

/// Trains, pairs, rates and repeats: how pulses are grouped, and what the groups say.
@Suite struct TransientProtocolTests {
    private struct Shot {
        var V: Double
        var width_s: Double
        var rest_s: Double
    }

    private func run(_ data: RecordingData) throws -> DiagnosticResult {
        let recording = Recording(id: "pulses-1", kind: .pulses, data: data, provenance: Provenance(file: "p.csv"))
        return try PulseTrains().run(
            on: DiagnosticInput(device: Device(id: "D", recordings: [recording]), options: DiagnoseOptions()))
    }

    /// Pulses of CALM by its closed form, twenty samples a pulse, four a rest.
    private func trace(
        _ model: ConductanceActivated, start x_0: Double, shots: [Shot], noise: Double = 0, seed: UInt64 = 1,
        jitter: Double = 0
    ) -> TimeTrace {
        var random = SeededRandom(seed: seed)
        var trace = TimeTrace(time_s: [-1e-3], voltage_V: [0], current_A: [0])
        var (x, now) = (x_0, 0.0)
        for shot in shots {
            let rest_s = shot.rest_s * (1 + jitter * TransientSamples.normal(&random))
            for k in 0..<20 {
                let part = (Double(k) + 0.5) / 20
                let state = model.relaxed(x, at: shot.V, for: part * shot.width_s)
                trace.time_s.append(now + part * shot.width_s)
                trace.voltage_V.append(shot.V)
                let current = (model.g_L + (model.g_H - model.g_L) * state) * shot.V
                trace.current_A.append(current * (1 + noise * TransientSamples.normal(&random)))
            }
            x = model.relaxed(x, at: shot.V, for: shot.width_s)
            now += shot.width_s
            for k in 0..<4 {
                trace.time_s.append(now + (Double(k) + 0.5) / 4 * min(rest_s, 0.2 * shot.width_s))
                trace.voltage_V.append(0)
                trace.current_A.append(0)
            }
            x = model.relaxed(x, at: 0, for: rest_s)
            now += rest_s
            trace.time_s.append(now - 1e-3 * min(rest_s, shot.width_s))
            trace.voltage_V.append(0)
            trace.current_A.append(0)
        }
        return trace
    }

    private var volatile: ConductanceActivated {
        var model = ConductanceActivated()
        model.R_s = 0
        return model
    }

    private func metrics(_ id: String, _ result: DiagnosticResult) -> [Metric] { result.metrics.filter { $0.id == id } }

    @Test func `pairs at several intervals give PPF and the relaxation time at rest`() throws {
        let model = volatile
        let tau = model.relaxationTime_s(at: 0)
        let intervals = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 2.4].map { $0 * tau }
        let shots = intervals.flatMap {
            [Shot(V: 0.6, width_s: 0.01, rest_s: $0), Shot(V: 0.6, width_s: 0.01, rest_s: 0.5)]
        }
        let result = try run(.trace(trace(model, start: model.activation(at: 0), shots: shots, noise: 0.002)))
        let ratios = metrics("pulses.PPF", result)
        #expect(ratios.count == 7 && ratios.map(\.at.pulse) == (1...7).map { $0 })
        #expect(zip(ratios, ratios.dropFirst()).allSatisfy { $0.value > $1.value })
        #expect(ratios.allSatisfy { ($0.se ?? 1) < 0.02 })
        let decay = try #require(metrics("pulses.PPF_tau", result).first)
        #expect(abs(log(decay.value / tau)) < 4 * (decay.se ?? 0) / decay.value + 0.05)
        #expect(result.metrics.contains { $0.id == "volatility.tau_at_0V" && $0.at.definition == "PPF decay" })
        #expect(result.curves.first { $0.id == "pulses.ppf" }?.count == 7)
        #expect(result.labels.filter { $0.id == "pulses.protocol" }.allSatisfy { $0.value == "paired" })
    }

    @Test func `the golden pair gives the golden ratio`() throws {
        let golden = try TheoryGolden.named("G06")
        let pair = golden.params["ppf"]
        let (V, width, rest) = (pair["V_p"].number, pair["t_p"].number, pair["t_r"].number)
        let result = try run(
            .trace(
                trace(
                    volatile, start: volatile.activation(at: 0),
                    shots: [Shot(V: V, width_s: width, rest_s: rest), Shot(V: V, width_s: width, rest_s: 0.5)])))
        let ratio = try #require(metrics("pulses.PPF", result).first)
        // The golden ratio is that of the ends of the pulses; the last fifth is before them.
        #expect(abs(ratio.value / golden.expected["ppf_ratio"].number - 1) < 0.04)
        #expect(ratio.rule.contains("facilitation"))
    }

    @Test func `the golden potentiation gives A, nu and the label, free and through the ends`() throws {
        let golden = try TheoryGolden.named("G06")
        let label = try TheoryGolden.named("G20").expected["label_G06_potentiation"].number
        let N0 = golden.expected["N0_pulses_pot"].number
        // G after 65 pulses, so that N = 64 intervals: the closed form of the train.
        let G = (0...64).map { 2e-5 + 3.8e-4 * (0.95 - 0.93 * exp(-Double($0) / N0)) }
        let result = try run(
            .reads(
                ReadSeries(
                    index: G.indices.map { Double($0 + 1) }, pulse_V: G.map { _ in 0.6 }, conductance_S: G)))
        for definition in ["free", "fixed"] {
            let A = try #require(metrics("pulses.A", result).first { $0.at.definition == definition })
            #expect(abs(A.value / N0 - 1) < 1e-6)
            let NL = try #require(metrics("pulses.NL", result).first { $0.at.definition == definition })
            #expect(abs(NL.value / label - 1) < 1e-6)
        }
        #expect(result.labels.first { $0.id == "pulses.update_model" }?.value == "saturating")
        #expect(!result.metrics.contains { $0.id == "pulses.energy" || $0.id == "pulses.rate" }, "no time, no rate")
    }

    @Test func `intervals of NL and N_0 hold the truth in 40 seeds`() throws {
        var held = ["free": 0, "fixed": 0, "N0": 0]
        let nu = 2.5
        for seed in 0..<40 {
            var random = SeededRandom(seed: UInt64(300 + seed))
            let G = (0..<40).map {
                1e-5 + 9e-5 * expm1(-nu * Double($0) / 39) / expm1(-nu) + 1e-6 * TransientSamples.normal(&random)
            }
            let curve = try #require(UpdateCurve(G))
            for (name, shape) in [("free", curve.free), ("fixed", curve.fixed)] {
                if let shape, abs(shape.nu - nu) < 1.96 * shape.se { held[name, default: 0] += 1 }
            }
            if let free = curve.free, abs(39 / free.nu - 39 / nu) < 1.96 * 39 / free.nu * free.se / free.nu {
                held["N0", default: 0] += 1
            }
        }
        // 95 % of 40 are 38; 34 or fewer have a probability of 1 %.
        for (name, count) in held { #expect(count >= 34, "\(name): \(count)") }
    }

    @Test func `a straight update is linear, and its label is zero within its interval`() throws {
        var random = SeededRandom(seed: 9)
        let G = (0..<30).map { 1e-5 + 1e-6 * Double($0) + 1e-7 * TransientSamples.normal(&random) }
        let result = try run(
            .reads(ReadSeries(index: G.indices.map { Double($0) }, pulse_V: G.map { _ in 1 }, conductance_S: G)))
        #expect(result.labels.first { $0.id == "pulses.update_model" }?.value == "linear")
        let NL = try #require(metrics("pulses.NL", result).first { $0.at.definition == "free" })
        #expect((NL.low ?? 1) < 0 && (NL.high ?? -1) > 0)
        let q = try #require(metrics("pulses.q", result).first)
        #expect(abs(q.value - 1) < 3 * (q.se ?? 0))
        let levels = try #require(metrics("pulses.levels", result).first)
        // 29 uS of 0.1 uS noise, three of them apart: some 97.
        #expect(levels.bound == .upper && (60...160).contains(levels.value))
    }

    @Test func `the part of a pulse that counts and the distance of levels are options`() throws {
        let recording = Recording(
            id: "pulses-1", kind: .pulses,
            data: .trace(
                trace(
                    volatile, start: 0, shots: (0..<10).map { _ in Shot(V: 0.6, width_s: 0.01, rest_s: 0.01) },
                    noise: 0.01)),
            provenance: Provenance(file: "p.csv"))
        var options = DiagnoseOptions()
        func result() throws -> DiagnosticResult {
            try PulseTrains().run(
                on: DiagnosticInput(device: Device(id: "D", recordings: [recording]), options: options))
        }
        let usual = try #require(metrics("pulses.levels", try result()).first)
        #expect(usual.rule.contains("k = 3,") && usual.rule.contains("last 20 % of the pulse"))
        options.pulse_phase = 0.5
        options.level_separation = 1.5
        let other = try #require(metrics("pulses.levels", try result()).first)
        #expect(other.rule.contains("k = 1.5,") && other.rule.contains("last 50 % of the pulse"))
        #expect(other.value > usual.value)
    }

    @Test func `q is found where it made the curve`() throws {
        for q in [-1.0, 0.5, 3.0] {
            let (low, high) = (pow(1e-5, q), pow(1e-4, q))
            let G = (0..<25).map { pow(low + (high - low) * Double($0) / 24, 1 / q) }
            let found = try #require(PowerUpdate.exponent(G, noise_S: 0))
            #expect(abs(found.value - q) < 1e-4, "\(found)")
        }
        #expect(PowerUpdate.exponent([1, 2, 3, 4, -1], noise_S: 0) == nil)
    }

    @Test func `symmetric trains have no symmetry error, and noise alone makes its floor`() throws {
        let up = (0..<21).map { 1e-5 + 9e-5 * (1 - exp(-Double($0) / 8)) }
        let symmetric = Array(up.reversed())
        let saturating = (0..<21).map { 1e-4 - 9e-5 * (1 - exp(-Double($0) / 8)) }
        func error(_ down: [Double]) throws -> Double {
            let result = try run(
                .reads(
                    ReadSeries(
                        index: (0..<42).map(Double.init), pulse_V: up.map { _ in 1 } + down.map { _ in -1 },
                        conductance_S: up + down)))
            return try #require(metrics("pulses.symmetry_error", result).first).value
        }
        #expect(try error(symmetric) < 1e-12)
        // gP(w) - gD(1 - w) of two curves that both saturate: computed here once more.
        let P = up.map { ($0 - 1e-5) / ((up.last ?? 0) - 1e-5) }
        let gaps = (0..<21).map { (i: Int) -> Double in abs(P[i] - 1 + P[20 - i]) }
        let wanted = gaps.reduce(0, +) / 21
        #expect(abs(try error(saturating) - wanted) < 1e-12)
    }

    @Test func `repeated trains give distinct levels and the spread from cycle to cycle`() throws {
        var random = SeededRandom(seed: 12)
        var (V, G): ([Double], [Double]) = ([], [])
        for _ in 0..<6 {
            for n in 0..<10 {
                V.append(1)
                G.append(1e-5 + 1e-5 * Double(n) + 4e-7 * TransientSamples.normal(&random))
            }
            for n in 0..<10 {
                V.append(-1)
                G.append(1e-4 - 1e-5 * Double(n) + 4e-7 * TransientSamples.normal(&random))
            }
        }
        let result = try run(.reads(ReadSeries(index: V.indices.map(Double.init), pulse_V: V, conductance_S: G)))
        let levels = metrics("pulses.levels", result).filter { $0.at.definition == "repeats" }
        // Steps of 25 standard deviations: all ten levels are apart by far.
        #expect(levels.map(\.value) == [10, 10] && levels[0].rule.contains("3.32 bits"))
        let variation = try #require(metrics("pulses.cycle_variation", result).first)
        #expect(abs(variation.value - 4e-7 / 9e-5) < 4 * (variation.se ?? 0))
        #expect(
            TrainSets.levels([1, 2, 3], [0.5, 0.5, 0.5]) == 1 && TrainSets.levels([1, 4, 9], [0.5, 0.5, 0.5]) == 3)
    }

    @Test func `trains of several rates give the gain against the rate`() throws {
        let model = volatile
        let shots = [0.002, 0.01, 0.05].flatMap { rest in
            (0..<10).map { Shot(V: 0.6, width_s: 0.005, rest_s: $0 == 9 ? 1 : rest) }
        }
        let result = try run(.trace(trace(model, start: model.activation(at: 0), shots: shots)))
        let gains = metrics("pulses.gain", result)
        #expect(gains.count == 3 && gains[0].value > gains[1].value && gains[1].value > gains[2].value)
        let rates = metrics("pulses.rate", result).map(\.value)
        for (found, wanted) in zip(rates, [1 / 0.007, 1 / 0.015, 1 / 0.055]) { #expect(abs(found / wanted - 1) < 0.02) }
        #expect(result.labels.filter { $0.id == "pulses.protocol" }.map(\.value) == ["rate", "rate", "rate"])
    }

    @Test func `jitter and missing pulses leave a train whole`() throws {
        let model = volatile
        var shots = (0..<40).map { _ in Shot(V: 0.6, width_s: 0.005, rest_s: 0.005) }
        let shaken = try run(.trace(trace(model, start: 0, shots: shots, jitter: 0.1)))
        #expect(metrics("pulses.dynamic_range", shaken).count == 1)
        shots[20].rest_s = 0.015
        let missing = try run(.trace(trace(model, start: 0, shots: shots)))
        #expect(metrics("pulses.dynamic_range", missing).count == 1)
        #expect(missing.findings.contains { $0.code == "pulses.uneven" && $0.message.hasPrefix("1 pulse seems") })
    }

    @Test func `the energy of a pulse is that of a known power`() throws {
        var model = volatile
        model.g_H = model.g_L
        let shots = (0..<10).map { _ in Shot(V: 0.5, width_s: 0.01, rest_s: 0.01) }
        let result = try run(.trace(trace(model, start: 0, shots: shots, noise: 0.001)))
        let energy = try #require(metrics("pulses.energy", result).first { $0.at.definition == "pulse" })
        // 0.25 V² times 10 uS times 10 ms; the edges lie within half a sample.
        #expect(abs(energy.value / (0.25 * 1e-5 * 0.01) - 1) < 0.06 && (energy.se ?? 0) > 0)
        #expect(metrics("pulses.energy", result).contains { $0.at.definition == "spike" })
    }

    @Test func `one sample a pulse gives the train, no energy, and says so`() throws {
        let t = (0..<40).map { Double($0) * 0.01 }
        let trace = TimeTrace(
            time_s: t, voltage_V: t.indices.map { $0.isMultiple(of: 2) ? 0 : 0.5 },
            current_A: t.indices.map { $0.isMultiple(of: 2) ? 0 : 0.5 * (1e-4 - 9e-5 * exp(-Double($0) / 10)) })
        let result = try run(.trace(trace))
        #expect(metrics("pulses.N0", result).count == 1)
        #expect(!result.metrics.contains { $0.id == "pulses.energy" })
        #expect(result.findings.contains { $0.code == "pulses.one-sample" })
    }

    @Test func `reads after the last pulse are a relaxation`() throws {
        var (t, V, I): ([Double], [Double], [Double]) = ([], [], [])
        func add(_ level: Double, at start: Double, _ G: Double) {
            for k in 0..<4 {
                t.append(start + Double(k) * 2e-4)
                V.append(level)
                I.append(level * G)
            }
        }
        for n in 0..<8 {
            add(0.8, at: Double(n) * 0.1, 1e-4)
            add(0, at: Double(n) * 0.1 + 0.01, 0)
            add(0.05, at: Double(n) * 0.1 + 0.05, 1e-4)
            add(0, at: Double(n) * 0.1 + 0.07, 0)
        }
        for k in 0..<25 {
            let start = 0.8 + 0.2 * pow(1.25, Double(k))
            add(0.05, at: start, 1e-5 + 9e-5 * exp(-(start - 0.71) / 8))
            add(0, at: start + 0.01, 0)
        }
        let result = try run(.trace(TimeTrace(time_s: t, voltage_V: V, current_A: I)))
        let tau = try #require(metrics("retention.tau", result).first)
        #expect(abs(tau.value / 8 - 1) < 0.01)
    }
}
