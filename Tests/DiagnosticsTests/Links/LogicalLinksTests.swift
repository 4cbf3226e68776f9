import Glibc
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

/// Links whose verdict is a matter of signs, classes and bounds.
@Suite struct LogicalLinksTests {
    static func evidence(
        _ metrics: [Metric], labels: [Label] = [], recordings: [Recording] = [], stated: String = ""
    ) -> Evidence {
        var result = DiagnosticResult()
        result.metrics = metrics
        result.labels = labels
        return Evidence(
            device: Device(id: "D", statedClass: stated, recordings: recordings), options: DiagnoseOptions(),
            result: result)
    }

    static func time(_ value: Double, _ se: Double?, by source: String, bound: Bound? = nil) -> Metric {
        Metric(
            "volatility.tau_at_0V", value, se: se, unit: .second, at: Place(definition: source), from: [source],
            rule: "test", bound: bound)
    }

    @Test(
        arguments: [
            (1.1, nil, Verdict.consistent), (4.0, nil, .inconsistent), (0.2, Bound.lower, .consistent),
            (5.0, Bound.lower, .inconsistent),
        ] as [(Double, Bound?, Verdict)])
    func `L10: two times at 0 V agree within a factor two, a bound only excludes`(
        _ other: Double, _ bound: Bound?, _ verdict: Verdict
    ) {
        let metrics = [
            Self.time(1, 0.05, by: "steps T1"),
            Self.time(other, bound == nil ? 0.02 * other : nil, by: "retention", bound: bound),
            Self.time(1, 0.01, by: "pooled"),
        ]
        #expect(MemoryAtRest().test(Self.evidence(metrics)).map(\.verdict) == [verdict])
    }

    @Test func `L10: spectra and steps together reach 0 V where steps alone leave it open`() throws {
        // T1 with tau_0 = 1 s, V_h = 0.5 V, V_x = 80 mV, gamma = 1/2: tau(0) = 1/(e^-3.125 + e^3.125).
        func tau(_ V: Double) -> Double {
            let y = (V - 0.5) / 0.16
            return 0.5 / cosh(y)
        }
        let spectra = [0.3, 0.4, 0.5, 0.6, 0.7].map { V in
            Metric(
                "impedance.tau_k", tau(V), se: 0.01 * tau(V), unit: .second, at: Place(bias_V: V), from: ["z-\(V)"],
                rule: "test")
        }
        let rest = [Self.time(tau(0), 0.01, by: "retention"), Self.time(1.5 * tau(0), 1, by: "steps T1")]
        let result = try #require(MemoryAtRest().test(Self.evidence(rest + spectra)).first)
        #expect(result.verdict == .consistent)
        #expect(result.b?.name == "τ(V) by T1")
        // Exact times lie on the law: it is met to the convergence of the fit.
        #expect(abs((result.b?.value ?? 0) / tau(0) - 1) < 1e-4)
        // Where all lie on one side of the longest time, the other side is not known.
        let side = Array(spectra.suffix(3))
        #expect(MemoryAtRest().test(Self.evidence(rest + side)).first?.b?.name == "steps T1")
    }

    @Test func `L12: sources and the stated class agree or are named`() {
        let retention = Self.time(1e6, nil, by: "retention", bound: .lower)
        let steps = Self.time(1, 0.05, by: "steps T1")
        #expect(ClassAgreement().test(Self.evidence([retention], stated: "nonvolatile")).first?.verdict == .consistent)
        #expect(ClassAgreement().test(Self.evidence([steps], stated: "volatile")).first?.verdict == .consistent)
        let against = ClassAgreement().test(Self.evidence([retention, steps])).first
        #expect(against?.verdict == .inconsistent)
        #expect(against?.reason == "nonvolatile by retention; volatile by steps T1")
        #expect(ClassAgreement().test(Self.evidence([steps])).first?.verdict == .notTested)
    }

    @Test(arguments: [
        (0.01, Verdict.consistent), (0.0201, .consistent), (0.05, .inconsistent), (0.0215, .undecided),
    ])
    func `L18: the amplitude is small against a quarter of V_x`(_ amplitude_V: Double, _ verdict: Verdict) {
        let steepness = Metric("impedance.V_x", 0.08, se: 0.002, unit: .volt, from: ["i"], rule: "test")
        var spectrum = Recording(
            id: "impedance-1", kind: .impedance,
            data: .spectrum(ImpedanceSpectrum(frequency_Hz: [1], real_ohm: [1], imaginary_ohm: [0])),
            provenance: Provenance(file: "z.csv"))
        spectrum.conditions.amplitude_V = amplitude_V
        let results = SmallSignal().test(Self.evidence([steepness], recordings: [spectrum]))
        #expect(results.map(\.verdict) == [verdict])
        // A signal that is smaller than it might be is no difference that other links have to share their level with.
        #expect(amplitude_V > 0.02 || results.first?.z == 0)
    }

    @Test func `L15: rectification, branch and pulses point to one side, or are named`() {
        func steady(_ ratio: Double) -> Metric {
            Metric(
                "rectification.steady", ratio, se: 0.01 * ratio, unit: .none, at: Place(V: 0.5), from: ["steady-1"],
                rule: "test")
        }
        let branches = [(0.5, 900.0), (-0.5, -800.0)].map {
            Metric("impedance.R_a", $0.1, se: 10, unit: .ohm, at: Place(bias_V: $0.0), from: ["i"], rule: "test")
        }
        let agreeing = RectificationSign().test(Self.evidence([steady(3)] + branches))
        #expect(agreeing.map(\.verdict) == [.consistent])
        let against = RectificationSign().test(Self.evidence([steady(0.3)] + branches))
        #expect(against.map(\.verdict) == [.inconsistent])
        #expect(against.first?.reason == "R_a say positive, steady rectification negative")
        #expect(RectificationSign().test(Self.evidence([steady(1.01)] + branches)).first?.verdict == .notTested)
    }

    @Test(arguments: [("stable node", Verdict.consistent), ("saddle", .inconsistent)])
    func `L16: a step that settles belongs to a stable circuit`(_ name: String, _ verdict: Verdict) {
        let label = Label(
            "stability.class", name, at: Place(bias_V: 0.5, definition: "voltage control"), from: ["i"], rule: "test")
        let elsewhere = Label(
            "stability.class", "saddle", at: Place(bias_V: 0.5, definition: "current control"), from: ["i"], rule: "t")
        let final = Metric(
            "transient.I_final", 1e-3, se: 1e-6, unit: .ampere, at: Place(V: 0.505, step: 1), from: ["step-1"],
            rule: "test")
        let results = StabilityInTime().test(Self.evidence([final], labels: [label, elsewhere]))
        #expect(results.map(\.verdict) == [verdict])
    }

    @Test(
        arguments: [
            ("stable node", "spiking", Verdict.inconsistent), ("unstable focus", "spiking", .consistent),
            ("stable focus", "ringing", .consistent), ("saddle", "ringing", .inconsistent),
            ("stable node", "irregular", .undecided),
        ])
    func `L16: what spikes, rings or is irregular is set against the circuit as well`(
        _ name: String, _ pattern: String, _ verdict: Verdict
    ) {
        var step = Recording(
            id: "step-1", kind: .transient,
            data: .trace(TimeTrace(time_s: [0], voltage_V: [0], current_A: [0])), provenance: Provenance(file: "s"))
        step.conditions.control = .current
        let labels = [
            Label(
                "stability.class", name, at: Place(bias_V: 0.5, definition: "current control"), from: ["i"], rule: "t"),
            Label("transient.pattern", pattern, at: Place(bias_V: 0.495, step: 1), from: ["step-1"], rule: "test"),
        ]
        let results = StabilityInTime().test(Self.evidence([], labels: labels, recordings: [step]))
        #expect(results.map(\.verdict) == [verdict])
    }

    @Test func `L10: two memories have two times at rest, which is no failure`() {
        let times = [Self.time(0.036, 0.004, by: "retention"), Self.time(2.5, 0.3, by: "steps T1")]
        let two = Label("impedance.circuit", "EC3", at: Place(bias_V: 0.5), from: ["i"], rule: "test")
        #expect(MemoryAtRest().test(Self.evidence(times)).map(\.verdict) == [.inconsistent])
        let results = MemoryAtRest().test(Self.evidence(times, labels: [two]))
        #expect(results.map(\.verdict) == [.notTested])
        #expect(results.first?.reason.contains("two") == true)
    }

    @Test func `L12: an estimate that a bound excludes has no vote`() {
        let bound = Self.time(1e4, nil, by: "retention", bound: .lower)
        let steps = Self.time(0.0093, 0.001, by: "steps T1")
        let results = ClassAgreement().test(Self.evidence([bound, steps], stated: "volatile"))
        #expect(results.map(\.verdict) == [.notTested])
    }
}
