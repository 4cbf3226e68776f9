import Measurements
import Testing

@testable import Diagnostics

/// Which points are the steady curve that predictions and chords rest on.
@Suite struct SteadyCurrentsTests {
    /// Memory times at biases, s.
    private static let times = [(0.2, 0.01), (0.4, 0.1), (0.6, 0.02)].map {
        Metric(
            "impedance.tau_k", $0.1, se: 0.01 * $0.1, unit: .second, at: Place(bias_V: $0.0), from: ["i-\($0.0)"],
            rule: "test")
    }

    private static func held(_ dwell_s: [Double]) -> Curve {
        let V = [0.0, 0.2, 0.4, 0.6, 0.8]
        return Curve(
            "iv.steady", from: ["steady-1"],
            columns: [
                CurveColumn("V", .volt, V), CurveColumn("I", .ampere, V.map { $0 * 1e-3 }),
                CurveColumn("se", .ampere, V.map { _ in 1e-8 }), CurveColumn("dwell", .second, dwell_s),
            ])
    }

    private static let loop = Curve(
        "iv.branch-mean", at: Place(rate_V_per_s: 1e-3), from: ["iv-1"],
        columns: [
            CurveColumn("V", .volt, [-1, -0.5, 0, 0.5, 1]),
            CurveColumn("I", .ampere, [-3e-3, -1.5e-3, 0, 1.5e-3, 3e-3]),
        ])

    @Test func `each held point is asked for five times of the memory at its own voltage`() {
        // 0.3 s is enough everywhere but at 0.4 V, where five times are 0.5 s.
        let short = NumericLinksTests.evidence(Self.times, curves: [Self.held([0.3, 0.3, 0.3, 0.3, 0.3]), Self.loop])
        let curve = SteadyCurrents.curve(in: short)
        #expect(curve.points.map(\.voltage_V) == [-1, -0.5, 0, 0.2, 0.6, 0.8, 1])
        let alone = SteadyCurrents.curve(
            in: NumericLinksTests.evidence(Self.times, curves: [Self.held([9, 9, 9, 9, 9])]))
        #expect(alone.loop.isEmpty && alone.source == "held points" && alone.points.count == 5)
    }

    @Test func `among held points no loop counts, beyond them it does and is named`() {
        let both = SteadyCurrents.curve(
            in: NumericLinksTests.evidence(Self.times, curves: [Self.held([9, 9, 9, 9, 9]), Self.loop]))
        let inside = both.points.filter { $0.voltage_V >= 0 && $0.voltage_V <= 0.8 }
        // The loop carries three times the current: a wrong scale that must not hide.
        #expect(inside.count == 5 && inside.allSatisfy { abs($0.current_A - $0.voltage_V * 1e-3) < 1e-12 })
        #expect(both.loop == ["iv-1"] && both.source.hasPrefix("held points, beyond their ends the loop at"))
        let alone = SteadyCurrents.curve(in: NumericLinksTests.evidence(Self.times, curves: [Self.loop]))
        #expect(alone.loop == ["iv-1"] && alone.source.hasPrefix("the loop at"))
        // 10 s in 10 mV are five times of any memory up to 2 s, not of one of 3 s.
        let slow = Metric(
            "impedance.tau_k", 3, se: 0.01, unit: .second, at: Place(bias_V: 0.5), from: ["i"], rule: "test")
        #expect(SteadyCurrents.curve(in: NumericLinksTests.evidence([slow], curves: [Self.loop])).points.isEmpty)
    }

    @Test func `L17: the loop that gave the steady curve is not put to the test by it`() {
        let error = Metric(
            "prediction.error", 0.02, se: 0.01, unit: .none, at: Place(rate_V_per_s: 0.1, definition: "loop"),
            from: ["iv-2"],
            rule: "test")
        let results = PredictedLoop().test(NumericLinksTests.evidence(Self.times + [error], curves: [Self.loop]))
        #expect(results.map(\.verdict) == [.notTested, .consistent])
        #expect(results.first?.reason.contains("held points") == true && results.first?.at.rate_V_per_s == 1e-3)
        // Alone it can be compared with nothing.
        let only = PredictedLoop().test(NumericLinksTests.evidence(Self.times, curves: [Self.loop]))
        #expect(only.map(\.verdict) == [.notTested] && only.first?.reason.contains("itself") == true)
    }
}
