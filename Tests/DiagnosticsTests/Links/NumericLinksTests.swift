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

    @Test func `L9: the chord without the series resistance is R_b, where conduction is quasi-linear`() throws {
        let V = [0.4, 0.45, 0.5, 0.55, 0.6]
        let curve = Curve(
            "iv.steady", from: ["steady-1"],
            columns: [
                CurveColumn("V", .volt, V), CurveColumn("I", .ampere, V.map { $0 / 2000 }),
                CurveColumn("se", .ampere, V.map { _ in 1e-8 }), CurveColumn("dwell", .second, V.map { _ in 100 }),
            ])
        let law = Label("impedance.law", "quasi-linear", from: ["impedance-1"], rule: "test")
        let result = try #require(
            ChordResistance().test(Self.evidence(Self.spectrum(), labels: [law], curves: [curve])).first)
        #expect(result.verdict == .consistent)
        #expect(abs((result.b?.value ?? 0) - 1980) < 1e-6)
        let other = Label("impedance.law", "exponential", from: ["impedance-1"], rule: "test")
        let untested = ChordResistance().test(Self.evidence(Self.spectrum(), labels: [other], curves: [curve]))
        #expect(untested.first?.reason.contains("exponential") == true)
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
