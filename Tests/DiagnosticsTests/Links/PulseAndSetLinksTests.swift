import Foundation
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

/// Links of pulses, set voltages and fast capacitances, on evidence made by hand.
@Suite struct PulseAndSetLinksTests {
    /// Ten pulses of 1 s at 0.7 V, each followed by 1 s at 0 V, ten samples a second; the current grows a little.
    private static let train: Recording = {
        let time = (0..<200).map { 0.05 + 0.1 * Double($0) }
        let voltage = time.map { Int($0) % 2 == 0 ? 0.7 : 0 }
        let current = zip(time, voltage).map { $0.1 * 1e-3 * (1 + 0.01 * $0.0) }
        return Recording(
            id: "pulses-1", kind: .pulses,
            data: .trace(TimeTrace(time_s: time, voltage_V: voltage, current_A: current)),
            provenance: Provenance(file: "pulses.csv"))
    }()

    private static func evidence(
        _ metrics: [Metric], labels: [Label] = [], recordings: [Recording] = []
    ) -> Evidence {
        var result = DiagnosticResult()
        result.metrics = metrics
        result.labels = labels
        return Evidence(
            device: Device(id: "D", recordings: recordings), options: DiagnoseOptions(), result: result)
    }

    private static func metric(
        _ id: String, _ value: Double, se: Double, _ unit: SIUnit, at: Place = Place(), from: String = "x-1",
        n: Int? = nil, bound: Bound? = nil
    ) -> Metric {
        Metric(id, value, se: se, unit: unit, n: n, at: at, from: [from], rule: "test", bound: bound)
    }

    /// `1/N_0 = 1 s/5 s + 1 s/10 s = 0.3`.
    private static func pulses(N0: Double, NL: Double) -> [Metric] {
        let place = Place(V: 0.7, branch: "potentiation", step: 1)
        var free = place
        free.definition = "free"
        return [
            metric("pulses.N0", N0, se: 0.01 * N0, .none, at: place, from: "pulses-1", n: 10),
            metric("pulses.NL", NL, se: 0.02, .none, at: free, from: "pulses-1", n: 10),
            metric("impedance.tau_k", 5, se: 0.05, .second, at: Place(bias_V: 0.7)),
            metric("volatility.tau_at_0V", 10, se: 0.1, .second, at: Place(definition: "retention")),
        ]
    }

    @Test func `L11: the times over the waveform give the number of pulses and NL`() throws {
        let label = NonlinearityLabel.label(nu: 9 * 0.3)
        let results = PulseNumber().test(
            Self.evidence(Self.pulses(N0: 1 / 0.3, NL: label), recordings: [Self.train]))
        #expect(results.map(\.verdict) == [.consistent, .consistent])
        // The edges lie in the middle between samples, which the trapezoid takes as they are.
        #expect(abs((results.first?.b?.value ?? 0) * 0.3 - 1) < 1e-9)
        #expect(abs((results.last?.b?.value ?? 0) / label - 1) < 1e-9)
        // One hundredth of either time, and two edges a period anywhere within 0.1 s, between 0.2 and 0.1 per second.
        let own = 0.002 * 0.002 + 0.001 * 0.001
        let edges = 2 * (0.1 * 0.1) * (0.1 * 0.1) / 12
        let relative = (results.first?.b?.se ?? 0) / (results.first?.b?.value ?? 1)
        // The error of the time at rest is read from its interval, which is wider by 1e-4 in the logarithm.
        #expect(abs(relative - (own + edges).squareRoot() / 0.3) < 1e-6)
    }

    @Test func `L11: pulses that take thrice as many are inconsistent`() {
        let metrics = Self.pulses(N0: 10, NL: NonlinearityLabel.label(nu: 0.9))
        let results = PulseNumber().test(Self.evidence(metrics, recordings: [Self.train]))
        #expect(results.map(\.verdict) == [.inconsistent, .inconsistent])
    }

    @Test func `L11: a bound at 0 V counts as a rate that may be smaller`() throws {
        var metrics = Self.pulses(N0: 5, NL: 0).filter { $0.id != "volatility.tau_at_0V" }
        metrics.append(
            Self.metric(
                "volatility.tau_at_0V", 1e4, se: 0, .second, at: Place(definition: "retention"), bound: .lower))
        let result = try #require(PulseNumber().test(Self.evidence(metrics, recordings: [Self.train])).first)
        #expect(result.verdict == .consistent)
        #expect(abs((result.b?.value ?? 0) - 5) < 1e-2)
    }

    @Test func `L11: without the waveform, the time at a level or at rest it says what is missing`() {
        let metrics = Self.pulses(N0: 3, NL: 1)
        func reason(_ metrics: [Metric], _ recordings: [Recording]) -> String {
            PulseNumber().test(Self.evidence(metrics, recordings: recordings)).first?.reason ?? ""
        }
        #expect(reason(metrics, []).contains("course of voltage"))
        #expect(reason(metrics.filter { $0.id != "impedance.tau_k" }, [Self.train]).contains("700"))
        #expect(reason(metrics.filter { $0.id != "volatility.tau_at_0V" }, [Self.train]).contains("0 V"))
    }

    @Test func `L11: edges that the samples leave open make no comparison`() throws {
        // Two samples late in each second: each edge lies anywhere within 0.8 s, which is 0.8 (0.5/s - 0.1/s)/sqrt(12) twice.
        let time = (0..<20).flatMap { [Double($0) + 0.8, Double($0) + 1] }.map { $0 - 1e-6 }
        let voltage = time.map { Int($0) % 2 == 0 ? 0.7 : 0 }
        let coarse = Recording(
            id: "pulses-1", kind: .pulses,
            data: .trace(TimeTrace(time_s: time, voltage_V: voltage, current_A: voltage.map { $0 * 1e-3 })),
            provenance: Provenance(file: "pulses.csv"))
        var metrics = Self.pulses(N0: 1 / 0.6, NL: 3)
        metrics[2].value = 2
        let result = try #require(
            PulseNumber().test(Self.evidence(metrics, recordings: [coarse])).first)
        #expect(result.verdict == .notTested && result.reason.contains("both sides of each edge"), "\(result.reason)")
    }

    /// Set voltages at 0.1, 1 and 10 V/s that grow by `V_s` for each factor e.
    private static func sets(_ V_s: Double, from start_V: Double = 1, lobe: String = "+") -> [Metric] {
        let sign: Double = lobe == "-" ? -1 : 1
        return [0.1, 1, 10].map { rate in
            metric(
                "hysteresis.V_set", sign * (start_V + V_s * log(rate / 0.1)), se: 0.005, .volt,
                at: Place(rate_V_per_s: rate, lobe: lobe, definition: "S1"), from: "iv-\(rate)")
        }
    }

    private static let law = [
        metric("transient.rate_slope", 1 / 0.07, se: 0.4, .perVolt, at: Place(definition: "set"))
    ]

    @Test(arguments: [(0.07, Verdict.consistent), (0.14, .inconsistent)])
    func `L13: the slope of the set voltages against ln v is V_s`(_ V_s: Double, _ verdict: Verdict) throws {
        let result = try #require(SetVoltageRate().test(Self.evidence(Self.sets(V_s) + Self.law)).first)
        #expect(result.verdict == verdict)
        #expect(abs((result.a?.value ?? 0) - V_s) < 1e-12)
        // Three points, ln 10 apart, with one error: se = 5 mV/(ln 10 √2).
        #expect(abs((result.a?.se ?? 0) - 0.005 / (2.302585093 * 2.0.squareRoot())) < 1e-9)
        #expect(abs((result.b?.value ?? 0) - 0.07) < 1e-12)
    }

    @Test func `L13: slow loops, one rate, and no times are said to be missing`() {
        func reason(_ metrics: [Metric]) -> String { SetVoltageRate().test(Self.evidence(metrics)).first?.reason ?? "" }
        #expect(reason(Self.sets(0.07, from: 0.1) + Self.law).contains("faster loops"))
        #expect(reason(Self.sets(0.07)).contains("three and more voltages"))
        #expect(reason(Array(Self.sets(0.07).prefix(1)) + Self.law).contains("a factor 3"))
        let threshold = [
            Self.metric("transient.V_h", 0.95, se: 0.01, .volt, at: Place(definition: "T1")),
            Self.metric("transient.V_x", 0.035, se: 0.001, .volt, at: Place(definition: "T1")),
        ]
        #expect(reason(Self.sets(0.07) + Self.law + threshold).contains("threshold"))
    }

    @Test func `L13: without a law a line through the times of the negative side serves its lobe`() throws {
        let times = [(-1.0, 1.0), (-1.1, 0.24), (-1.2, 0.06)].map {
            Self.metric("transient.tau", $0.1, se: 0.01 * $0.1, .second, at: Place(V: $0.0, step: 1), from: "t\($0.0)")
        }
        let result = try #require(SetVoltageRate().test(Self.evidence(Self.sets(0.07, lobe: "-") + times)).first)
        #expect(result.verdict == .consistent)
        // ln(1/0.06)/0.2 V = 14.07/V.
        #expect(abs((result.b?.value ?? 0) - 0.0711) < 2e-4)
    }

    private static func fast(_ value: Double, _ bias_V: Double, circuit: String) -> (metrics: [Metric], label: Label) {
        let place = Place(bias_V: bias_V)
        return (
            [
                metric("impedance.C_m", value, se: 0.005 * value, .farad, at: place, from: "impedance-1"),
                metric("impedance.R_s", 20, se: 0.1, .ohm, at: place, from: "impedance-1"),
                metric("impedance.R_b", 2000, se: 10, .ohm, at: place, from: "impedance-1"),
            ], Label("impedance.circuit", circuit, at: place, from: ["impedance-1"], rule: "test")
        )
    }

    @Test(arguments: [(1.05e-6, Verdict.consistent), (2.5e-6, .inconsistent), (-1.2e-6, .inconsistent)])
    func `L14: the surest loop's pinch is C_m`(_ value: Double, _ verdict: Verdict) {
        let spectrum = Self.fast(1e-6, 0.5, circuit: "EC1")
        let loops = [(5e-6, 4e-6, 0.1), (value, 2e-8, 10.0)].map {
            Self.metric("hysteresis.C_pinch", $0.0, se: $0.1, .farad, at: Place(rate_V_per_s: $0.2), from: "iv-\($0.2)")
        }
        let results = PinchCapacitance().test(Self.evidence(spectrum.metrics + loops, labels: [spectrum.label]))
        #expect(results.map(\.verdict) == [verdict])
        #expect(results.first?.a?.from == ["iv-10.0"])
    }

    @Test func `L14: beside a slow capacitor the pinch is not compared`() {
        let spectrum = Self.fast(1e-6, 0.5, circuit: "EC3")
        let loop = Self.metric("hysteresis.C_pinch", 9e-6, se: 1e-8, .farad, at: Place(rate_V_per_s: 1), from: "iv-1")
        let result = PinchCapacitance().test(Self.evidence(spectrum.metrics + [loop], labels: [spectrum.label])).first
        #expect(result?.verdict == .notTested && result?.reason.contains("EC3") == true)
    }

    @Test func `L14: the charge of a resolved spike per volt is C_m`() throws {
        let spectrum = Self.fast(1e-6, 0.5, circuit: "EC1")
        let place = Place(bias_V: 0.505, V: 0.505, step: 1)
        var first = place
        first.component = 1
        // 1 uF behind 20 ohm beside 2000 ohm: tau_f = 1 uF 20 ohm/1.01, A_f = dV (1/20)/1.01 for 10 mV.
        let step = [
            Self.metric("transient.tau_V", 1, se: 0.01, .second, at: place, from: "step-1"),
            Self.metric("transient.amplitude", 0.01 / 20 / 1.01, se: 1e-6, .ampere, at: first, from: "step-1"),
            Self.metric("transient.tau", 20e-6 / 1.01, se: 1e-7, .second, at: first, from: "step-1"),
        ]
        let pattern = Label("transient.pattern", "spike-then-rise", at: place, from: ["step-1"], rule: "test")
        func results(_ labels: [Label]) -> [LinkResult] {
            PinchCapacitance().test(
                Self.evidence(spectrum.metrics + step, labels: labels, recordings: [NumericLinksTests.step()]))
        }
        let result = try #require(results([spectrum.label, pattern]).first)
        #expect(result.verdict == .consistent)
        #expect(abs((result.a?.value ?? 0) / 1e-6 - 1) < 1e-9)
        // A component that is no spike tells nothing.
        let rise = Label("transient.pattern", "rise", at: place, from: ["step-1"], rule: "test")
        #expect(results([spectrum.label, rise]).map(\.verdict) == [.notTested])
    }
}
