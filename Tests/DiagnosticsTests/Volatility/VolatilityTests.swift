import Measurements
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct VolatilityTests {
    static func tau(
        _ value: Double, sdln: Double? = nil, _ definition: String, bound: Bound? = nil
    ) -> Metric {
        Metric(
            "volatility.tau_at_0V", value, se: sdln.map { $0 * value }, unit: .second,
            at: Place(definition: definition), from: ["retention-1"], rule: "test", bound: bound)
    }

    static func decide(_ metrics: [Metric]) -> DiagnosticResult {
        var result = DiagnosticResult()
        result.metrics = metrics
        return Volatility().decide(Evidence(device: Device(id: "D"), options: DiagnoseOptions(), result: result))
    }

    /// An estimate whose interval carries the standard deviation of ln tau exactly.
    static func estimate(_ value: Double, sdln: Double, _ definition: String) throws -> Metric {
        let golden = Double(1.959964)
        let factor = try #require(Optional(sdln * golden))
        var metric = tau(value, sdln: sdln, definition)
        metric.low = value * exponential(-factor)
        metric.high = value * exponential(factor)
        return metric
    }

    static func exponential(_ x: Double) -> Double {
        // Series with halving, so that the test needs no mathematics library.
        var sum = 1.0
        var term = 1.0
        let small = x / 1024
        for n in 1...12 {
            term *= small / Double(n)
            sum += term
        }
        for _ in 0..<10 { sum *= sum }
        return sum
    }

    @Test func `retention at several temperatures is judged at the one nearest to 25 °C`() throws {
        var result = DiagnosticResult()
        let recordings = [(300.0, 1e6), (330, 1e4), (360, 100)].map { temperature_K, tau_s in
            var recording = Recording(
                id: "retention-\(temperature_K)", kind: .retention,
                data: .trace(TimeTrace(time_s: [0], voltage_V: [0], current_A: [0])),
                provenance: Provenance(file: "r.csv"))
            recording.conditions.temperature_K = temperature_K
            var metric = Self.tau(tau_s, sdln: 0.05, "retention")
            metric.from = [recording.id]
            result.metrics.append(metric)
            return recording
        }
        let decided = Volatility().decide(
            Evidence(device: Device(id: "D", recordings: recordings), options: DiagnoseOptions(), result: result))
        #expect(decided.labels.first?.value == "nonvolatile")
        let words = try #require(decided.labels.first?.rule)
        #expect(words.contains("at 26.9") && words.contains("2 at other temperatures are left out"))
        let pooled = try #require(decided.metrics.first { $0.at.definition == "pooled" })
        #expect(abs(pooled.value / 1e6 - 1) < 1e-12 && pooled.from == ["retention-300.0"])
    }

    @Test func `golden case G14: one estimate, and three pooled`() throws {
        let golden = try TheoryGolden.named("G14")
        let single = Self.decide([
            try Self.estimate(
                golden.params["tau_0_estimate"].number, sdln: golden.params["sd_ln_tau_0"].number, "retention")
        ])
        let p = try #require(single.metrics.first { $0.id == "volatility.P_nonvolatile" })
        // The interval carries six digits of the normal quantile, so the last digits of the golden number are lost.
        #expect(abs(p.value - golden.expected["P_nonvolatile_single"].number) < 1e-7)
        #expect(single.labels.first?.value == "not decided")

        let three = try golden.params["three_estimates_tau_sdln"].list.enumerated().map { index, pair in
            try Self.estimate(pair[0].number, sdln: pair[1].number, "source \(index)")
        }
        let pooled = Self.decide(three)
        let tau = try #require(pooled.metrics.first { $0.at.definition == "pooled" })
        #expect(abs(tau.value / golden.expected["pooled_tau"].number - 1) < 1e-7)
        let probability = try #require(pooled.metrics.first { $0.id == "volatility.P_nonvolatile" })
        #expect(abs(probability.value - golden.expected["P_nonvolatile_pooled"].number) < 1e-7)
    }

    @Test func `Cochran's statistic of the golden estimates`() throws {
        let golden = try TheoryGolden.named("G14")
        let items = golden.params["three_estimates_tau_sdln"].list.compactMap {
            Volatility.estimate(Self.tau($0[0].number, sdln: $0[1].number, "x"))
        }
        let pooled = Pooled(items.map { (value: $0.logTau, sd: ($0.source.se ?? .nan) / $0.source.value) })
        #expect(abs(pooled.cochranQ / golden.expected["cochran_Q"].number - 1) < 1e-9)
        #expect(abs(pooled.sd / golden.expected["pooled_sd_ln"].number - 1) < 1e-9)
        #expect(pooled.agrees)
    }

    @Test func `the class needs the probability, and says its terms`() throws {
        let volatile = try #require(Self.decide([Self.tau(0.01, sdln: 0.1, "steps T1")]).labels.first)
        #expect(volatile.value == "volatile")
        #expect(volatile.rule.contains("t_req") && volatile.rule.contains("r_c"))
        #expect(Self.decide([Self.tau(1e6, sdln: 0.3, "steps T1")]).labels.first?.value == "nonvolatile")
    }

    @Test func `a bound decides nonvolatile if it is long enough, and nothing if it is not`() {
        #expect(Self.decide([Self.tau(1e5, "retention", bound: .lower)]).labels.first?.value == "nonvolatile")
        #expect(Self.decide([Self.tau(1e3, "retention", bound: .lower)]).labels.first?.value == "not decided")
    }

    @Test func `a bound against a short estimate is not decided`() {
        let result = Self.decide([Self.tau(1e5, "retention", bound: .lower), Self.tau(1, sdln: 0.2, "steps T1")])
        #expect(result.labels.first?.value == "not decided")
        #expect(result.labels.first?.rule.contains("excludes") == true)
    }

    @Test func `a bound too short to decide still excludes a shorter estimate`() {
        // 10 ks of a record without decay, 9.3 ms by steps: the two are of different memories, or one is wrong.
        let bound = Self.tau(1e4, "retention", bound: .lower)
        let alone = Self.decide([bound, Self.tau(0.0093, sdln: 0.1, "steps T1")])
        #expect(alone.labels.first?.value == "not decided")
        #expect(alone.labels.first?.rule.contains("retention excludes τ₀ below 10") == true)
        #expect(!alone.metrics.contains { $0.id == "volatility.P_nonvolatile" })
        // A third source that it does not exclude decides, and the exclusion is said.
        let third = Self.decide([bound, Self.tau(0.0093, sdln: 0.1, "steps T1"), Self.tau(1e6, sdln: 0.3, "pulses")])
        #expect(third.labels.first?.value == "nonvolatile")
        #expect(third.labels.first?.rule.contains("and with it 1 other") == true)
        // An estimate within two errors of the bound is kept.
        #expect(
            Self.decide([bound, Self.tau(9e3, sdln: 0.1, "steps T1")]).metrics.contains { $0.at.definition == "pooled" }
        )
    }

    @Test func `a time past three records is said to be extrapolated, a bound as well`() {
        var bound = Self.tau(2e4, "retention", bound: .lower)
        // Of a record of 200 s.
        bound.extrapolation = 100
        #expect(Self.decide([bound]).labels.first?.rule.contains("extrapolated: t_req is 50 times the record") == true)
        bound.extrapolation = 4
        #expect(Self.decide([bound]).labels.first?.rule.contains("extrapolated") == false)
    }

    @Test func `estimates that disagree are not pooled`() {
        let result = Self.decide([Self.tau(1, sdln: 0.1, "a"), Self.tau(1e6, sdln: 0.1, "b")])
        #expect(result.labels.first?.value == "not decided")
        #expect(result.metrics.map(\.id) == ["volatility.tau_required"])
    }

    @Test func `without evidence there is no class`() {
        #expect(Self.decide([]).labels.first?.value == "not decided")
    }
}
