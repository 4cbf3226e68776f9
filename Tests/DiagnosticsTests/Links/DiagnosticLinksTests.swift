import ComplexModule
import Foundation
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct DiagnosticLinksTests {
    /// Evidence made by hand: a resistor-like steady curve and the metrics that a spectrum would give.
    static func evidence(_ metrics: [Metric] = [], curves: [Curve] = []) -> Evidence {
        var result = DiagnosticResult()
        result.metrics = metrics
        result.curves = curves
        return Evidence(device: Device(id: "D"), options: DiagnoseOptions(), result: result)
    }

    static func steady(dwell_s: Double) -> Curve {
        let V = stride(from: 0.0, through: 1.0, by: 0.1).map { $0 }
        return Curve(
            "iv.steady", from: ["steady-1"],
            columns: [
                CurveColumn("V", .volt, V), CurveColumn("I", .ampere, V.map { 1e-3 * $0 + 2e-4 * $0 * $0 }),
                CurveColumn("se", .ampere, V.map { _ in 1e-7 }), CurveColumn("dwell", .second, V.map { _ in dwell_s }),
            ])
    }

    static func metric(
        _ id: String, _ value: Double, _ se: Double, _ unit: SIUnit, at: Place
    ) -> Metric {
        Metric(id, value, se: se, unit: unit, at: at, from: ["impedance-1"], rule: "test")
    }

    @Test func `every link that lacks its inputs is not tested and names what it needs`() {
        for link in DiagnosticLinks.all {
            let results = link.test(Self.evidence())
            #expect(!results.isEmpty)
            for result in results {
                #expect(result.verdict == .notTested && result.id == link.id)
                #expect(result.reason.hasPrefix("needs ") && result.reason.count > 12)
            }
        }
    }

    @Test func `the list is in the order of the ids and every file of the folder is in it`() throws {
        let ids = DiagnosticLinks.all.map(\.id)
        #expect(ids == ids.sorted { Int($0.dropFirst()) ?? 0 < Int($1.dropFirst()) ?? 0 })
        let folder = SampleFiles.path("Sources/Diagnose/Diagnostics/Links")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        let listed = Set(DiagnosticLinks.all.map { "\(type(of: $0)).swift" })
        for name in names {
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            if text.contains(": DiagnosticLink {") {
                #expect(listed.contains(name), "\(name) is not in DiagnosticLinks.all")
            }
        }
    }

    @Test func `L1 compares the slope of the steady curve with R_dc, to the point`() throws {
        // dI/dV at 0.5 V = 1e-3 + 2*2e-4*0.5 = 1.2e-3 S.
        let place = Place(bias_V: 0.5)
        let metrics = [
            Self.metric("impedance.R_dc", 1 / 1.2e-3, 5, .ohm, at: place),
            Self.metric("impedance.tau_k", 0.1, 0.01, .second, at: place),
        ]
        let result = try #require(DCResistance().test(Self.evidence(metrics, curves: [Self.steady(dwell_s: 1)])).first)
        #expect(result.verdict == .consistent)
        // A quadratic curve is met exactly by a local quadratic: only rounding is left.
        #expect(abs((result.b?.value ?? 0) * 1.2e-3 - 1) < 1e-9)
    }

    @Test func `L1 is not tested where the dwell is shorter than five memory times`() throws {
        let place = Place(bias_V: 0.5)
        let metrics = [
            Self.metric("impedance.R_dc", 833, 5, .ohm, at: place),
            Self.metric("impedance.tau_k", 0.5, 0.01, .second, at: place),
        ]
        let result = try #require(DCResistance().test(Self.evidence(metrics, curves: [Self.steady(dwell_s: 1)])).first)
        #expect(result.verdict == .notTested && result.reason.contains("steady"))
    }

    @Test func `L2 pairs equal biases and equal states only`() {
        let spectrum = Self.metric("impedance.tau_V", 0.1, 0.003, .second, at: Place(state: "LRS", bias_V: 0.5))
        let near = Self.metric("transient.tau_V", 0.102, 0.003, .second, at: Place(state: "LRS", bias_V: 0.505))
        let far = Self.metric("transient.tau_V", 0.1, 0.003, .second, at: Place(state: "LRS", bias_V: 0.55))
        let other = Self.metric("transient.tau_V", 0.1, 0.003, .second, at: Place(state: "HRS", bias_V: 0.5))
        func verdict(_ step: Metric) -> Verdict? {
            StepTimeConstant().test(Self.evidence([spectrum, step])).first?.verdict
        }
        #expect(verdict(near) == .consistent)
        #expect(verdict(far) == .notTested)
        #expect(verdict(other) == .notTested)
    }

    @Test func `L4 finds a wrong sign of one instrument and leaves the others alone`() {
        let place = Place(bias_V: 0.5)
        let metrics = [
            Self.metric("impedance.C_lf", -1.00e-4, 2e-6, .farad, at: place),
            Self.metric("transient.C_lf", -1.05e-4, 2e-6, .farad, at: place),
            Self.metric("hysteresis.C_lf", 1.00e-4, 2e-6, .farad, at: Place(V: 0.5)),
        ]
        let verdicts = TripleIdentity().test(Self.evidence(metrics)).map(\.verdict)
        #expect(verdicts == [.consistent, .inconsistent, .inconsistent])
    }

    @Test func `L4 measures a vanishing C_lf by the capacitances of which it is the difference`() throws {
        // Where C_lf changes sign only errors are left; beside 10 µF of the device they are small.
        let place = Place(bias_V: 0.5)
        let metrics = [
            Self.metric("impedance.C_lf", 1e-8, 2e-7, .farad, at: place),
            Self.metric("transient.C_lf", -2e-7, 2e-7, .farad, at: place),
        ]
        let f = (0...60).map { 10 * exp2(-Double($0) / 6) }
        let shown = f.map { 1 / Complex(1e-3, 2 * .pi * $0 * 1e-5) }
        let fit = Curve(
            "impedance.fit", at: place, from: ["impedance-1"],
            columns: [
                CurveColumn("f", .hertz, f), CurveColumn("ReZ", .ohm, shown.map(\.real)),
                CurveColumn("ImZ", .ohm, shown.map(\.imaginary)),
            ])
        #expect(TripleIdentity().test(Self.evidence(metrics)).first?.verdict == .undecided)
        #expect(TripleIdentity().test(Self.evidence(metrics, curves: [fit])).first?.verdict == .consistent)
    }

    @Test func `L5: without a loop and without a susceptance there is nothing to disagree about`() {
        let place = Place(bias_V: 0.5)
        let f = (0...60).map { 10 * exp2(-Double($0) / 6) }
        let resistor = Curve(
            "impedance.fit", at: place, from: ["impedance-1"],
            columns: [
                CurveColumn("f", .hertz, f), CurveColumn("ReZ", .ohm, f.map { _ in 1000 }),
                CurveColumn("ImZ", .ohm, f.map { _ in 0 }),
            ])
        func verdict(_ H: Double, _ se: Double) -> Verdict? {
            let at = Place(rate_V_per_s: 10, lobe: "+", cycle: 1)
            let curve = Curve(
                "iv.cycle", at: at, from: ["iv-1"],
                columns: [CurveColumn("V", .volt, [0, 1, 0]), CurveColumn("I", .ampere, [0, 1, 0])])
            let metric = Metric("hysteresis.H", H, se: se, unit: .none, at: at, from: ["iv-1"], rule: "test")
            return LoopSense().test(Self.evidence([metric], curves: [curve, resistor])).first?.verdict
        }
        #expect(verdict(0.0001, 0.001) == .consistent)
        // Certain, but a hundredth of the current only.
        #expect(verdict(0.01, 0.001) == .consistent)
        #expect(verdict(0.1, 0.001) == .undecided)
        // Too noisy to say that there is none.
        #expect(verdict(0.01, 0.1) == .notTested)
    }

    @Test func `L5 reads the sense of a loop against the susceptance of the circuit`() throws {
        // EC1 of golden case G01: inductive below w_c = 63 rad/s, capacitive above.
        let place = Place(bias_V: 0.5)
        let frequencies = (0...300).map { 1e4 * exp2(-Double($0) / 12) }
        let Z = frequencies.map { Self.impedance_ohm(omega: 2 * .pi * $0) }
        let fit = Curve(
            "impedance.fit", at: place, from: ["impedance-1"],
            columns: [
                CurveColumn("f", .hertz, frequencies), CurveColumn("ReZ", .ohm, Z.map(\.real)),
                CurveColumn("ImZ", .ohm, Z.map(\.imaginary)),
            ])
        func lobe(_ H: Double, rate: Double) -> Evidence {
            let at = Place(rate_V_per_s: rate, lobe: "+", cycle: 1)
            let curve = Curve(
                "iv.cycle", at: at, from: ["iv-1"],
                columns: [CurveColumn("V", .volt, [0, 1, 0]), CurveColumn("I", .ampere, [0, 1, 0])])
            let metric = Metric("hysteresis.H", H, se: 0.001, unit: .none, at: at, from: ["iv-1"], rule: "test")
            return Self.evidence([metric], curves: [curve, fit])
        }
        #expect(LoopSense().test(lobe(0.1, rate: 0.1)).first?.verdict == .consistent)
        #expect(LoopSense().test(lobe(-0.1, rate: 0.1)).first?.verdict == .inconsistent)
        // 200 V/s is w_eq = 314 rad/s, far above the crossing: the loop must be capacitive there.
        #expect(LoopSense().test(lobe(-0.1, rate: 200)).first?.verdict == .consistent)
        // 40 V/s is w_eq = 63 rad/s, at the crossing: a full loop's area changes sign nearby.
        #expect(LoopSense().test(lobe(-0.1, rate: 40)).first?.verdict == .notTested)
        #expect(LoopSense().test(lobe(0.0001, rate: 0.1)).first?.verdict == .undecided)
    }

    /// Impedance of golden case G01: R_s 50, R_b 1000, R_a 500 ohm, L_a 250 H, C_m 1 uF.
    static func impedance_ohm(omega: Double) -> Complex<Double> {
        let branch = 1 / Complex(500, omega * 250)
        return Complex(50, 0) + 1 / (Complex(1e-3, omega * 1e-6) + branch)
    }
}
