import Glibc
import Measurements
import Testing

@testable import Diagnostics

/// L9 for each law of conduction.
@Suite struct ChordResistanceTests {
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
            ChordResistance().test(
                NumericLinksTests.evidence(NumericLinksTests.spectrum(), labels: [law], curves: [curve])
            ).first)
        #expect(result.verdict == .consistent)
        #expect(abs((result.b?.value ?? 0) - 1980) < 1e-6)
        let other = Label("impedance.law", "neither", from: ["impedance-1"], rule: "test")
        let untested = ChordResistance().test(
            NumericLinksTests.evidence(NumericLinksTests.spectrum(), labels: [other], curves: [curve]))
        #expect(untested.first?.reason.contains("neither") == true)
    }

    /// Spectra of a device whose conductance at rest is `g`, at six biases.
    private static func series(_ branchFactor: Double, _ g: (Double) -> Double) -> [Metric] {
        [0.3, 0.4, 0.45, 0.5, 0.6, 0.7].flatMap { V -> [Metric] in
            let slope = (g(V + 1e-5) - g(V - 1e-5)) / 2e-5
            return [("impedance.R_b", 1 / g(V)), ("impedance.R_a", branchFactor / (V * slope))].map {
                Metric(
                    $0.0, $0.1, se: 0.002 * abs($0.1), unit: .ohm, at: Place(bias_V: V), from: ["z-\(V)"], rule: "test")
            }
        }
    }

    @Test(arguments: [(1.0, Verdict.consistent), (2.0, .inconsistent), (-1.0, .inconsistent)])
    func `L9: R_a is what R_b does along the bias, away from the ends`(_ factor: Double, _ verdict: Verdict) {
        let activation = { (V: Double) in 1e-5 + 1e-3 / (1 + exp((0.5 - V) / 0.05)) }
        let law = Label("impedance.law", "quasi-linear", from: ["z"], rule: "test")
        let results = ChordResistance().test(
            NumericLinksTests.evidence(Self.series(factor, activation), labels: [law]))
        let slopes = results.filter { $0.b?.name == "slope of R_b" }
        #expect(slopes.compactMap(\.at.bias_V) == [0.4, 0.45, 0.5, 0.6])
        let told = slopes.filter { $0.verdict == verdict }
        // Where the series bends most the slope is not certain enough to tell.
        #expect(told.count >= 3 && slopes.allSatisfy { $0.verdict == verdict || $0.verdict == .undecided })
    }

    @Test(arguments: [(1.0, Verdict.consistent), (1.6, .inconsistent)])
    func `L9: where conduction is exponential the branches' currents add to the steady one`(
        _ factor: Double, _ verdict: Verdict
    ) throws {
        let (V_b, V_a) = (0.1, 0.06)
        let V = [0.3, 0.35, 0.4, 0.45]
        let current = V.map { 1e-9 * (exp($0 / V_b) - 1) + 1e-10 * (exp($0 / V_a) - 1) }
        let steady = Curve(
            "iv.steady", from: ["steady"],
            columns: [
                CurveColumn("V", .volt, V), CurveColumn("I", .ampere, current.map { $0 * factor }),
                CurveColumn("se", .ampere, current.map { 1e-3 * $0 }),
                CurveColumn("dwell", .second, V.map { _ in 100 }),
            ])
        let elements = V.flatMap { V -> [Metric] in
            [("impedance.R_b", V_b / (1e-9 * exp(V / V_b))), ("impedance.R_a", V_a / (1e-10 * exp(V / V_a)))].map {
                Metric($0.0, $0.1, se: 0.01 * $0.1, unit: .ohm, at: Place(bias_V: V), from: ["z-\(V)"], rule: "test")
            }
        }
        let scales = [("R_b", V_b), ("R_a", V_a)].map {
            Metric(
                "impedance.V_m", $0.1, se: 1e-4, unit: .volt, at: Place(lobe: "+", of: $0.0), from: ["z"], rule: "test")
        }
        let law = Label("impedance.law", "exponential", at: Place(lobe: "+"), from: ["z"], rule: "test")
        let results = ChordResistance().test(
            NumericLinksTests.evidence(elements + scales, labels: [law], curves: [steady]))
        #expect(results.count == V.count && results.allSatisfy { $0.verdict == verdict })
        // Without the slower branch's scale the sum is not known.
        let partial = ChordResistance().test(
            NumericLinksTests.evidence(elements + [scales[0]], labels: [law], curves: [steady]))
        #expect(partial.allSatisfy { $0.verdict == .notTested && $0.reason.contains("R_a") })
    }
}
