import Findings
import Foundation
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

/// Pairs of pulses with known noise, and what is said of trains without heights or without a change.
@Suite struct TransientPairTests {
    private func run(_ data: RecordingData) throws -> DiagnosticResult {
        let recording = Recording(id: "pulses-1", kind: .pulses, data: data, provenance: Provenance(file: "p.csv"))
        return try PulseTrains().run(
            on: DiagnosticInput(device: Device(id: "D", recordings: [recording]), options: DiagnoseOptions()))
    }

    /// Pairs of ten samples a pulse, half a millisecond apart; the current grows along each pulse by a law of the time in it.
    private func pairs(
        _ intervals: [Double], noise_A: Double, seed: UInt64, rest_s: Double = 0.3,
        _ current: (_ second: Bool, _ t: Double) -> Double
    ) -> TimeTrace {
        var random = SeededRandom(seed: seed)
        var trace = TimeTrace(time_s: [], voltage_V: [], current_A: [])
        func add(_ V: Double, _ count: Int, _ law: (Double) -> Double) {
            for k in 0..<count {
                trace.time_s.append(5e-4 * Double(trace.time_s.count))
                trace.voltage_V.append(V)
                trace.current_A.append(law(5e-4 * Double(k)) + noise_A * TransientSamples.normal(&random))
            }
        }
        add(0, 100) { _ in 0 }
        for interval in intervals {
            add(0.7, 10) { current(false, $0) }
            add(0, max(1, Int((interval / 5e-4).rounded()))) { _ in 0 }
            add(0.7, 10) { current(true, $0) }
            add(0, Int(rest_s / 5e-4)) { _ in 0 }
        }
        return trace
    }

    /// A current that grows by half along the pulse, from a second start.
    private func growing(_ second: Bool, _ t: Double) -> Double {
        (second ? 1.4e-5 : 1e-5) + 2e-5 * (1 - exp(-t / 8e-3))
    }

    @Test func `the error of a ratio is that of the noise, not the growth along the pulse`() throws {
        var (ratios, errors): ([Double], [Double]) = ([], [])
        for seed in 1...40 {
            let trace = pairs([4e-3], noise_A: 3e-8, seed: UInt64(seed), growing)
            let metric = try #require(try run(.trace(trace)).metrics.first { $0.id == "pulses.PPF" })
            ratios.append(metric.value)
            errors.append(try #require(metric.se))
        }
        let mean = ratios.reduce(0, +) / 40
        let scatter = (ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 39).squareRoot()
        // Forty ratios tell their scatter to 11 %, a pair of ten samples its noise to a quarter.
        #expect(abs(errors.reduce(0, +) / 40 / scatter - 1) < 0.35)
    }

    @Test func `a ratio within its noise is neither facilitation nor depression`() throws {
        func words(_ seed: UInt64, _ factor: Double) throws -> String {
            let trace = pairs([4e-3], noise_A: 2e-7, seed: seed) { second, _ in second ? factor * 2e-5 : 2e-5 }
            return try #require(try run(.trace(trace)).metrics.first { $0.id == "pulses.PPF" }).rule
        }
        let still = try (1...20).filter { try words(UInt64($0), 1).contains("neither") }.count
        // At 95 %, five of twenty outside have a probability of 0.3 %; few samples tell their noise coarsely.
        #expect(still >= 14)
        #expect(try words(3, 1.3).contains("facilitation") && !words(3, 1.3).contains("neither"))
        #expect(try words(3, 0.7).contains("depression") && !words(3, 0.7).contains("neither"))
    }

    @Test func `pairs and trains of several rates are told with their times`() throws {
        func reason(_ trace: TimeTrace) throws -> String {
            // Numbers and units hold together by blanks that do not break.
            try #require(try run(.trace(trace)).labels.first { $0.id == "transient.stimulus" }).rule
                .replacingOccurrences(of: "\u{A0}", with: " ")
        }
        let paired = try reason(pairs([1e-3, 4e-3, 1.6e-2], noise_A: 1e-8, seed: 2, growing))
        #expect(paired.contains("3 pairs, intervals 1.00 ms to 16.0 ms") && !paired.contains("jitter"), "\(paired)")
        var trace = TimeTrace(time_s: [], voltage_V: [], current_A: [])
        for rest in [4, 16] {
            for _ in 0..<12 {
                for k in 0..<(4 + rest) {
                    trace.time_s.append(1e-3 * Double(trace.time_s.count))
                    trace.voltage_V.append(k < 4 ? 0.7 : 0)
                    trace.current_A.append(k < 4 ? 1e-5 : 0)
                }
            }
            for _ in 0..<400 {
                trace.time_s.append(1e-3 * Double(trace.time_s.count))
                trace.voltage_V.append(0)
                trace.current_A.append(0)
            }
        }
        let rated = try reason(trace)
        #expect(rated.contains("2 trains of 12 pulses, periods 8.00 ms to 20.0 ms, even"), "\(rated)")
    }

    @Test func `reads without heights are cut where the conductance turns`() throws {
        let rising: [Double] = (0..<20).map { 1e-4 - 9e-5 * exp(-Double($0) / 6) }
        let falling: [Double] = (1...20).map { 1e-5 + 9e-5 * exp(-Double($0) / 4) }
        var random = SeededRandom(seed: 4)
        let values = (rising + falling).map { $0 * (1 + 0.003 * TransientSamples.normal(&random)) }
        let reads = ReadSeries(index: values.indices.map { Double($0 + 1) }, conductance_S: values)
        let result = try run(.reads(reads))
        #expect(result.labels.filter { $0.id == "pulses.protocol" }.map(\.value) == ["potentiation", "depression"])
        let single = try run(.reads(ReadSeries(index: (1...20).map { Double($0) }, conductance_S: rising)))
        #expect(single.labels.filter { $0.id == "pulses.protocol" }.map(\.value) == ["potentiation"])
    }

    @Test func `a train that stays within its noise has no shape, and pulses are no step`() throws {
        var random = SeededRandom(seed: 6)
        let values = (0..<30).map { _ in 1e-5 * (1 + 0.01 * TransientSamples.normal(&random)) }
        let result = try run(.reads(ReadSeries(index: (1...30).map { Double($0) }, conductance_S: values)))
        #expect(result.labels.contains { $0.id == "pulses.protocol" && $0.value == "unchanged" })
        for id in ["pulses.NL", "pulses.A", "pulses.q", "pulses.N0"] {
            #expect(!result.metrics.contains { $0.id == id }, "\(id)")
        }
        let held = TimeTrace(
            time_s: (0..<200).map { 0.01 * Double($0) }, voltage_V: [Double](repeating: 0.1, count: 200),
            current_A: (0..<200).map { _ in 1e-6 })
        #expect(try !run(.trace(held)).findings.contains { $0.code == "transient.step-at-start" })
    }
}
