import Measurements
import TestSupport
import Testing

@testable import Diagnostics

/// Links that compare numbers, on evidence made by hand.
@Suite struct NumericLinksTests {
    /// A small step from 0.495 V, 1 mA, to 0.505 V.
    static func step(before_A: Double = 1e-3) -> Recording {
        let time = (0..<40).map { Double($0) }
        let voltage = time.map { $0 < 20 ? 0.495 : 0.505 }
        let current = time.map { $0 < 20 ? before_A : before_A + 1e-5 }
        return Recording(
            id: "step-1", kind: .transient,
            data: .trace(TimeTrace(time_s: time, voltage_V: voltage, current_A: current)),
            provenance: Provenance(file: "step.csv"))
    }

    static func stepMetrics(initial_A: Double, plateau_A: Double, final_A: Double, tau_s: Double = 1) -> [Metric] {
        let place = Place(bias_V: 0.505, V: 0.505, step: 1)
        let numbers = [
            ("transient.I_initial", initial_A), ("transient.I_plateau", plateau_A), ("transient.I_final", final_A),
        ]
        return numbers.map {
            Metric($0.0, $0.1, se: 1e-9, unit: .ampere, at: place, from: ["step-1"], rule: "test")
        } + [Metric("transient.tau_V", tau_s, se: 0.01, unit: .second, at: place, from: ["step-1"], rule: "test")]
    }

    static func spectrum(R_s: Double = 20, R_b: Double = 1980, R_dc: Double = 1000) -> [Metric] {
        [("impedance.R_s", R_s), ("impedance.R_b", R_b), ("impedance.R_dc", R_dc)].map {
            Metric($0.0, $0.1, se: 1e-3 * $0.1, unit: .ohm, at: Place(bias_V: 0.5), from: ["impedance-1"], rule: "test")
        }
    }

    static func evidence(_ metrics: [Metric], labels: [Label] = [], curves: [Curve] = []) -> Evidence {
        var result = DiagnosticResult()
        result.metrics = metrics
        result.labels = labels
        result.curves = curves
        return Evidence(
            device: Device(id: "D", recordings: [step()]), options: DiagnoseOptions(), result: result)
    }

    private static let circuit = Label(
        "impedance.circuit", "EC1", at: Place(bias_V: 0.5), from: ["impedance-1"], rule: "test")

    @Test func `L3: rise over plateau is the frozen resistance over that at rest`() throws {
        // 10 mV over 2000 ohm is 5 µA at the plateau, over 1000 ohm 10 µA in the end.
        let metrics =
            Self.stepMetrics(initial_A: 1.5e-3, plateau_A: 1.005e-3, final_A: 1.010e-3) + Self.spectrum()
        let result = try #require(PlateauRatio().test(Self.evidence(metrics, labels: [Self.circuit])).first)
        #expect(result.verdict == .consistent)
        #expect(abs((result.a?.value ?? 0) - 2) < 1e-9 && abs((result.b?.value ?? 0) - 2) < 1e-9)
        let wrong = Self.stepMetrics(initial_A: 1.5e-3, plateau_A: 1.005e-3, final_A: 1.015e-3) + Self.spectrum()
        #expect(PlateauRatio().test(Self.evidence(wrong, labels: [Self.circuit])).first?.verdict == .inconsistent)
        // Another circuit has another plateau.
        #expect(PlateauRatio().test(Self.evidence(metrics)).first?.verdict == .notTested)
    }

    @Test func `L19: the first current of a resolved spike tells the series resistance`() throws {
        // 10 mV over 20 ohm is 0.5 mA.
        let metrics =
            Self.stepMetrics(initial_A: 1.5e-3, plateau_A: 1.005e-3, final_A: 1.010e-3) + Self.spectrum()
        let result = try #require(SeriesResistance().test(Self.evidence(metrics)).first)
        #expect(result.verdict == .consistent)
        #expect(abs((result.b?.value ?? 0) - 20) < 1e-6)
        let other = try #require(
            SeriesResistance().test(
                Self.evidence(
                    Self.stepMetrics(initial_A: 1.5e-3, plateau_A: 1.005e-3, final_A: 1.010e-3)
                        + Self.spectrum(R_s: 30))
            ).first)
        #expect(other.verdict == .inconsistent)
        // Without a spike the first current is that of the plateau.
        let flat = Self.stepMetrics(initial_A: 1.005e-3, plateau_A: 1.005e-3, final_A: 1.010e-3) + Self.spectrum()
        #expect(SeriesResistance().test(Self.evidence(flat)).first?.verdict == .notTested)
    }

    @Test(arguments: [(0.001, Verdict.consistent), (0.005, .smallBias), (0.03, .inconsistent)])
    func `L7: crossings are compared within 10 mV`(_ shift_V: Double, _ verdict: Verdict) {
        let zero = Metric(
            "impedance.C_lf_zero_V", 0.34, se: 0.001, unit: .volt, at: Place(of: "C_lf"), from: ["impedance-1"],
            rule: "test")
        let crossings = [(0.34 + shift_V, 0.001), (0.5, 1.0), (-0.3, 0.001)].map {
            Metric(
                "hysteresis.crossing_V", $0.0, se: 0.0005, unit: .volt,
                at: Place(rate_V_per_s: $0.1, lobe: $0.0 > 0 ? "+" : "-"), from: ["iv-1"], rule: "test")
        }
        let results = CrossoverVoltage().test(Self.evidence([zero] + crossings))
        #expect(results.map(\.verdict) == [verdict])
        #expect(results.first?.a?.value == 0.34 + shift_V)
    }

    @Test func `L6: the time of the largest area is compared with one in the outer half of the lobe`() throws {
        let peak = Metric(
            "hysteresis.tau_peak", 0.2, se: 0.05, unit: .second, at: Place(lobe: "+"), from: ["iv-1"], rule: "test")
        let times = [(0.2, 5.0), (0.75, 0.15)].map {
            Metric(
                "impedance.tau_k", $0.1, se: 0.01 * $0.1, unit: .second, at: Place(bias_V: $0.0),
                from: ["impedance-\($0.0)"], rule: "test")
        }
        let loop = Curve(
            "iv.cycle", from: ["iv-1"],
            columns: [CurveColumn("V", .volt, [0, 1, 0]), CurveColumn("I", .ampere, [0, 1e-3, 0])])
        let result = try #require(AreaPeakTime().test(Self.evidence([peak] + times, curves: [loop])).first)
        #expect(result.verdict == .consistent)
        #expect(abs((result.b?.value ?? 0) - 0.15) < 1e-12)
        // The largest loop is capacitive, the memory inductive: another branch made it.
        let others = [
            Metric(
                "hysteresis.area", 1e-6, se: 1e-9, unit: .watt, at: Place(rate_V_per_s: 1, lobe: "+"), from: ["iv-1"],
                rule: "test"),
            Metric("impedance.R_a", 900, se: 1, unit: .ohm, at: Place(bias_V: 0.75), from: ["i"], rule: "test"),
        ]
        let untested = AreaPeakTime().test(Self.evidence([peak] + times + others, curves: [loop])).first
        #expect(untested?.verdict == .notTested)
    }

    @Test func `L6: a threshold in the lobe tells no time`() throws {
        let peak = Metric(
            "hysteresis.tau_peak", 0.2, se: 0.05, unit: .second, at: Place(lobe: "+"), from: ["iv-1"], rule: "test")
        let loop = Curve(
            "iv.cycle", from: ["iv-1"],
            columns: [CurveColumn("V", .volt, [0, 1, 0]), CurveColumn("I", .ampere, [0, 1e-3, 0])])
        let steep = Metric("impedance.V_x", 0.04, se: 1e-4, unit: .volt, from: ["i"], rule: "test")
        let result = try #require(AreaPeakTime().test(Self.evidence([peak, steep], curves: [loop])).first)
        #expect(result.verdict == .notTested && result.reason.contains("lobe"))
    }

    @Test func `L7: a loop that runs while the memory moves crosses elsewhere, and is not tested`() throws {
        let zero = Metric(
            "impedance.C_lf_zero_V", 0.34, se: 0.001, unit: .volt, at: Place(of: "C_lf"), from: ["i"], rule: "test")
        let crossing = Metric(
            "hysteresis.crossing_V", 0.28, se: 0.001, unit: .volt, at: Place(rate_V_per_s: 0.02, lobe: "+"),
            from: ["iv-1"], rule: "test")
        let tau = Metric(
            "impedance.tau_k", 2, se: 0.01, unit: .second, at: Place(bias_V: 0.3), from: ["i"], rule: "test")
        // Half a second in 10 mV, where five times of the memory are ten.
        let loop = Curve(
            "iv.branch-mean", at: Place(rate_V_per_s: 0.02), from: ["iv-1"], columns: [CurveColumn("V", .volt, [0, 1])])
        let result = try #require(
            CrossoverVoltage().test(Self.evidence([zero, crossing, tau], curves: [loop])).first)
        #expect(result.verdict == .notTested && result.reason.contains("a steady loop"))
        // A slow capacitor beside a fast memory shows in steps at other voltages alone.
        let fast = Metric(
            "impedance.tau_k", 0.01, se: 1e-4, unit: .second, at: Place(bias_V: 0.34), from: ["i"], rule: "test")
        let slow = [(0.3, 1), (0.4, 2)].map {
            Metric("transient.tau", 5, se: 0.1, unit: .second, at: Place(V: $0.0, step: $0.1), from: ["s"], rule: "t")
        }
        let beside = CrossoverVoltage().test(Self.evidence([zero, crossing, fast] + slow, curves: [loop]))
        #expect(beside.first?.verdict == .notTested && beside.first?.reason.contains("a steady loop") == true)
    }

    @Test func `L8: where the branches stay apart the loop has no steady current`() throws {
        let V = [0.4, 0.5, 0.6]
        func loop(_ opening: Double) -> Curve {
            Curve(
                "iv.branch-mean", at: Place(rate_V_per_s: 1e-3), from: ["iv-1"],
                columns: [
                    CurveColumn("V", .volt, V), CurveColumn("I", .ampere, V.map { $0 * 1e-3 }),
                    CurveColumn("dI", .ampere, V.map { $0 * 1e-3 * opening }),
                    CurveColumn("se", .ampere, V.map { _ in 1e-8 }),
                ])
        }
        func verdicts(_ current_A: Double, _ opening: Double) -> [Verdict] {
            let metrics = [
                Metric(
                    "transient.I_final", current_A, se: 1e-8, unit: .ampere, at: Place(V: 0.5, step: 1), from: ["s"],
                    rule: "test"),
                Metric(
                    "transient.tau_V", 0.1, se: 1e-3, unit: .second, at: Place(V: 0.5, step: 1), from: ["s"], rule: "t"),
            ]
            return StepPlateau().test(Self.evidence(metrics, curves: [loop(opening)])).map(\.verdict)
        }
        #expect(verdicts(5e-4, 0.02) == [.consistent])
        #expect(verdicts(5e-6, 1.98) == [.notTested], "a threshold device: a hundred times between its branches")
        #expect(verdicts(-5e-4, 0.02) == [.inconsistent], "opposite and certain")
        // Opposite within its noise is no sign.
        #expect(verdicts(-1e-9, 0.02) == [.undecided])
    }

    @Test func `L14: a memory that adds a current opens the pinch, so the loop is not its capacitance`() throws {
        let metrics = [
            Metric(
                "hysteresis.C_pinch", -1.8e-5, se: 1e-7, unit: .farad, at: Place(rate_V_per_s: 1), from: ["iv"],
                rule: "t"),
            Metric("impedance.C_m", 1e-6, se: 1e-8, unit: .farad, at: Place(bias_V: 0.3), from: ["i"], rule: "test"),
        ]
        func verdicts(_ law: String) -> [Verdict] {
            let label = Label("impedance.law", law, at: Place(lobe: "+"), from: ["i"], rule: "test")
            return PinchCapacitance().test(Self.evidence(metrics, labels: [label])).map(\.verdict)
        }
        #expect(verdicts("exponential") == [.notTested])
        #expect(verdicts("quasi-linear") == [.inconsistent])
    }

    @Test func `L2: beside a slow capacitor the nearest of the step's times is meant`() throws {
        let place = Place(bias_V: 0.5, V: 0.505, step: 1)
        let times = [(1, 6e-7), (2, 0.0994), (3, 6.0)].map { component, tau in
            var at = place
            at.component = component
            return Metric("transient.tau", tau, se: 0.01 * tau, unit: .second, at: at, from: ["s"], rule: "test")
        }
        let slow = Metric("transient.tau_V", 6, se: 0.06, unit: .second, at: place, from: ["s"], rule: "test")
        let zero = Metric(
            "impedance.tau_V", 0.097, se: 0.002, unit: .second, at: Place(bias_V: 0.5), from: ["i"], rule: "t")
        let pattern = Label("transient.pattern", "spike-then-rise", at: place, from: ["s"], rule: "test")
        let circuit = Label("impedance.circuit", "EC3", at: Place(bias_V: 0.5), from: ["i"], rule: "test")
        let two = Self.evidence(times + [slow, zero], labels: [pattern, circuit])
        let result = try #require(StepTimeConstant().test(two).first)
        #expect(result.verdict == .consistent && result.b?.value == 0.0994)
        // Where the spectrum shows one memory, the slower one of the step is a second state variable.
        let one = Self.evidence(times + [slow, zero], labels: [pattern])
        #expect(StepTimeConstant().test(one).first?.verdict == .inconsistent)
        // One time that is not the spectrum's stays what it is.
        #expect(StepTimeConstant().test(Self.evidence([slow, zero])).first?.verdict == .inconsistent)
        // The spectrum ends above the second memory: its limit is not that of the step.
        let limits = [("impedance.C_lf", -2.0e-6, Place(bias_V: 0.5)), ("transient.C_lf", 3e-5, place)].map {
            Metric($0.0, $0.1, se: 1e-7, unit: .farad, at: $0.2, from: [$0.0], rule: "test")
        }
        let triple = TripleIdentity().test(Self.evidence(times + [slow, zero] + limits, labels: [pattern]))
        #expect(triple.first?.verdict == .notTested && triple.first?.reason.contains("second memory") == true)
    }

    @Test func `L4: a spectrum that sees no memory has not the limit of a device with one`() {
        let limits = [("impedance.C_lf", 9.7e-9, Place(bias_V: 0.5)), ("transient.C_lf", 0.37, Place(bias_V: 0.5))].map
        {
            Metric($0.0, $0.1, se: 0.02 * $0.1, unit: .farad, at: $0.2, from: [$0.0], rule: "test")
        }
        let circuit = Label("impedance.circuit", "EC0", at: Place(bias_V: 0.5), from: ["impedance.C_lf"], rule: "test")
        func verdict(_ memory: String) -> Verdict? {
            let label = Label("memory.present", memory, at: Place(of: "transients"), from: ["s"], rule: "test")
            return TripleIdentity().test(Self.evidence(limits, labels: [circuit, label])).first?.verdict
        }
        #expect(verdict("yes") == .notTested)
        #expect(verdict("none") == .inconsistent)
    }

    @Test func `L1: unknown errors are no certainty, and spectra of two unnamed states are not compared`() {
        let V = [0.4, 0.45, 0.5, 0.55, 0.6]
        func curve(_ se: Double) -> Curve {
            Curve(
                "iv.steady", from: ["steady-1"],
                columns: [
                    CurveColumn("V", .volt, V), CurveColumn("I", .ampere, V.map { $0 / 1000 }),
                    CurveColumn("se", .ampere, V.map { _ in se }), CurveColumn("dwell", .second, V.map { _ in 100 }),
                ])
        }
        let known = DCResistance().test(Self.evidence(Self.spectrum(), curves: [curve(1e-8)])).first
        #expect(known?.verdict == .consistent)
        let unknown = DCResistance().test(Self.evidence(Self.spectrum(), curves: [curve(0)])).first
        #expect(unknown?.verdict == .notTested && unknown?.reason == "needs the errors of the steady I-V")
        let other = Metric(
            "impedance.R_dc", 48_000, se: 10, unit: .ohm, at: Place(bias_V: 0.5), from: ["impedance-2"], rule: "test")
        let states = DCResistance().test(Self.evidence(Self.spectrum() + [other], curves: [curve(1e-8)]))
        #expect(states.allSatisfy { $0.verdict == .notTested && $0.reason.contains("differ 48 times") })
    }

    @Test func `times between two voltages lie on a line of their logarithms`() throws {
        let times = [(0.3, 1.0), (0.4, 0.1)].map {
            Metric(
                "impedance.tau_k", $0.1, se: 0, unit: .second, at: Place(bias_V: $0.0), from: ["i-\($0.0)"],
                rule: "test")
        }
        let memory = MemoryTimes(Self.evidence(times))
        let middle = try #require(memory.time_s(at: 0.35))
        #expect(abs(middle.value - 0.1.squareRoot()) < 1e-12)
        // A tenth of ln 10 for what the line may miss in the middle.
        #expect(abs(middle.se / middle.value - 0.1 * 2.302585093) < 1e-9)
        #expect(memory.time_s(at: 0.45) == nil)
        #expect(memory.time_s(at: 0.35, reach_V: 0.05) == nil)
    }
}
