import Glibc
import Measurements
import Testing

@testable import Diagnostics

/// Which measurements are compared at all, and what is said beside a verdict.
@Suite struct LinkRunTests {
    private static func recording(
        _ id: String, _ kind: RecordingKind, temperature_K: Double? = nil, light: Double? = nil
    ) -> Recording {
        var conditions = Conditions()
        conditions.temperature_K = temperature_K
        conditions.illumination_W_per_m2 = light
        return Recording(
            id: id, kind: kind,
            data: .spectrum(ImpedanceSpectrum(frequency_Hz: [1], real_ohm: [1], imaginary_ohm: [0])),
            conditions: conditions, provenance: Provenance(file: id))
    }

    private static func time(
        _ id: String, _ value: Double, _ bias_V: Double = 0.5, from: String, se: Double = 0.01
    ) -> Metric {
        Metric(id, value, se: se * value, unit: .second, at: Place(bias_V: bias_V), from: [from], rule: "test")
    }

    private static func evidence(_ metrics: [Metric], _ recordings: [Recording]) -> Evidence {
        var result = DiagnosticResult()
        result.metrics = metrics
        return Evidence(device: Device(id: "D", recordings: recordings), options: DiagnoseOptions(), result: result)
    }

    private static func tested(_ results: [LinkResult], _ id: String) -> [LinkResult] {
        results.filter { $0.id == id && $0.verdict != .notTested }
    }

    @Test func `temperatures are kept apart, and each result says its own`() {
        // Ten times faster when hot: across the temperatures nothing would agree.
        let metrics = [
            Self.time("impedance.tau_V", 1, from: "z-cold"), Self.time("impedance.tau_V", 0.1, from: "z-hot"),
            Self.time("transient.tau_V", 1.02, from: "t-cold"), Self.time("transient.tau_V", 0.102, from: "t-hot"),
        ]
        let recordings = [
            Self.recording("z-cold", .impedance), Self.recording("z-hot", .impedance, temperature_K: 353),
            Self.recording("t-cold", .transient, temperature_K: 298.5),
            Self.recording("t-hot", .transient, temperature_K: 353.5),
        ]
        let results = Self.tested(LinkRun.results(Self.evidence(metrics, recordings)), "L2")
        #expect(results.map(\.verdict) == [.consistent, .consistent])
        // What states no temperature is taken at that nearest to 25 °C.
        #expect(Set(results.compactMap(\.at.definition)) == ["25 °C", "80 °C"])
    }

    @Test func `a spectrum in the dark and a step under light are not compared`() throws {
        let metrics = [
            Self.time("impedance.tau_V", 1, from: "z"), Self.time("transient.tau_V", 1, from: "t"),
        ]
        let recordings = [
            Self.recording("z", .impedance, light: 0), Self.recording("t", .transient, light: 1000),
        ]
        let results = LinkRun.results(Self.evidence(metrics, recordings)).filter { $0.id == "L2" }
        #expect(results.map(\.verdict) == [.notTested])
        #expect(results.first?.reason.contains("light") == true && results.first?.at.definition == nil)
    }

    @Test func `biases within a quarter of V_x are paired, what lies between them widens the error`() throws {
        let metrics = [
            Self.time("impedance.tau_V", 1, 0.5, from: "z"), Self.time("transient.tau_V", 1, 0.515, from: "t"),
        ]
        let V_x = Metric(
            "impedance.V_x", 0.08, se: 0.001, unit: .volt, at: Place(lobe: "+"), from: ["z"], rule: "test")
        #expect(StepTimeConstant().test(Self.evidence(metrics, [])).first?.verdict == .notTested)
        let result = try #require(StepTimeConstant().test(Self.evidence(metrics + [V_x], [])).first)
        #expect(result.verdict == .undecided || result.verdict == .consistent)
        // 1 % each, 10 % between instruments, 15 mV over 80 mV.
        let expected = (2e-4 + 0.01 + (0.015 / 0.08) * (0.015 / 0.08)).squareRoot()
        #expect(abs((result.s ?? 0) - expected) < 1e-9)
        #expect(abs(Self.evidence([V_x], []).biasTolerance_V - 0.0201) < 1e-12)
        #expect(abs(Self.evidence([], []).biasTolerance_V - 0.0101) < 1e-12)
    }

    @Test func `what no measurement can decide is said to be the systematic part's doing`() {
        func reason(_ a: Double, systematic: Double, factor: Double, se: Double = 0.001) -> String {
            LinkComparison(id: "L1", place: Place(), systematic: systematic, factor: factor).positive(
                LinkSide(name: "impedance", value: a, se: se * a, unit: .ohm, from: ["z"]),
                LinkSide(name: "loop", value: 1, se: 0.2 * se, unit: .ohm, from: ["i"])
            ).reason
        }
        // ln 1.2 = 0.18 is less than 1.645 times 0.2.
        #expect(reason(1, systematic: 0.2, factor: 1.2).contains("leaves no room"))
        // 0.15 of 0.22 with 0.05: neither equal nor different, whatever is measured.
        #expect(reason(exp(0.15), systematic: 0.05, factor: 1.25).contains("however well"))
        #expect(reason(exp(0.05), systematic: 0.03, factor: 1.25, se: 0.3).contains("that of the impedance dominates"))
    }

    @Test func `the bound of a signed quantity is stated`() throws {
        let compare = LinkComparison(id: "L14", place: Place(), systematic: 0.1, factor: 1.5)
        func side(_ value: Double) -> LinkSide {
            LinkSide(name: "x", value: value, se: 1e-8, unit: .farad, from: ["x"])
        }
        let result = compare.signed(side(2e-6), side(2.2e-6), floor: 1e-6)
        #expect(abs((result.bound ?? 0) - 0.5 * 2.2e-6) < 1e-15 && abs((result.s_sys ?? 0) - 0.22e-6) < 1e-15)
        #expect(result.reason == "equal within ±1.1\u{A0}µF")
    }

    @Test func `a current that moves before the step, and a spectrum that drifts, are flagged`() throws {
        let time = (0..<40).map { Double($0) }
        let voltage = time.map { $0 < 20 ? 0.495 : 0.505 }
        // It rises by a fifth of what the step does, with a little noise.
        let current = time.map { 1e-3 + ($0 < 20 ? 1e-7 * $0 : 1e-5) + 1e-8 * sin(7 * $0) }
        let step = Recording(
            id: "t", kind: .transient,
            data: .trace(TimeTrace(time_s: time, voltage_V: voltage, current_A: current)),
            provenance: Provenance(file: "t"))
        let place = Place(bias_V: 0.5, V: 0.505, step: 1)
        let metrics = [
            Self.time("impedance.tau_V", 1, from: "z"),
            Metric("transient.tau_V", 1, se: 0.01, unit: .second, at: place, from: ["t"], rule: "test"),
            Metric("transient.I_final", 1.01e-3, se: 1e-8, unit: .ampere, at: place, from: ["t"], rule: "test"),
        ]
        let plain = Self.tested(LinkRun.results(Self.evidence(metrics, [step])), "L2")
        #expect(plain.first?.verdict == .consistent && plain.first?.flag?.contains("before the step") == true)
        let drift = Metric("impedance.kk_drift", 0.08, se: 0.005, unit: .none, at: Place(), from: ["z"], rule: "test")
        let both = Self.tested(LinkRun.results(Self.evidence(metrics + [drift], [step])), "L2").first
        #expect(both?.flag?.contains("8.0 %") == true && both?.flag?.contains("; ") == true)
        var turned = drift
        turned.value = 12
        let broken = Self.tested(LinkRun.results(Self.evidence(metrics + [turned], [step])), "L2").first
        #expect(broken?.flag?.contains("Kramers-Kronig") == true)
        // Below what instruments differ by in a resistance it spoils nothing.
        let small = Metric("impedance.kk_drift", 0.01, se: 1e-4, unit: .none, at: Place(), from: ["z"], rule: "test")
        let quiet = Array(metrics.dropLast()) + [small]
        #expect(Self.tested(LinkRun.results(Self.evidence(quiet, [step])), "L2").first?.flag == nil)
    }
}
