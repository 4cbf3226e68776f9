import Diagnostics
import Measurements
import TestSupport
import Testing

@testable import Plots

@Suite struct LoopPanelsTests {
    private func loop(rate: Double?, cycle: Int) -> Curve {
        let v = [0, 0.5, 1, 0.5, 0, -0.5, -1, -0.5, 0]
        return Curve(
            "iv.cycle", at: Place(rate_V_per_s: rate, cycle: cycle), from: ["a"],
            columns: [.init("V", .volt, v), .init("I", .ampere, v.map { 1e-6 * $0 })])
    }

    @Test func `rates within 2 % are one group, slowest first`() {
        let groups = LoopPanels.byRate([loop(rate: 1.01, cycle: 1), loop(rate: 0.1, cycle: 1), loop(rate: 1, cycle: 2)])
        #expect(groups.map(\.cycles.count) == [1, 2])
        #expect(groups.first?.rate_V_per_s == 0.1)
    }

    @Test func `lobes are runs on one side of zero`() {
        let up = [0, 0.2, 0.4, 0.6, 0.4, 0.2, 0]
        let lobes = LoopPanels.lobes(up + up.dropFirst().map { -$0 })
        #expect(lobes.count == 2)
        #expect(lobes[0] == 0..<7 && lobes[1].upperBound == 13)
    }

    @Test func `thresholds are medians of the chosen definition at their rate, censored ones left out`() {
        var analysis = ExampleAnalysis.full(biases: 1)
        analysis.metrics = [
            (0.5, "S1", 1.0, nil), (0.7, "S1", 1.0, nil), (0.6, "S1", 1.0, nil), (5, "S2", 1.0, nil),
            (9, "S1", 1.0, Bound.censored), (2, "S1", 10, nil),
        ]
        .map { value, definition, rate, bound in
            Metric(
                "hysteresis.V_set", value, unit: .volt, at: Place(rate_V_per_s: rate, definition: definition),
                from: ["a"], rule: "by hand", bound: bound)
        }
        #expect(LoopPanels.median(analysis, "hysteresis.V_set", 1) == 0.6)
        #expect(LoopPanels.median(analysis, "hysteresis.V_set", 10) == 2)
        #expect(LoopPanels.median(analysis, "hysteresis.V_set", 100) == nil)
    }

    @Test func `the logarithmic panel leaves out the dip at zero volts`() {
        let groups = LoopPanels.byRate([loop(rate: 1, cycle: 1)])
        let analysis = ExampleAnalysis.full(biases: 1)
        let panel = LoopPanels.panel(analysis, groups, [], logarithmic: true)
        guard case .fixed(let low, let high) = panel.y.range else {
            Issue.record("the range is not fixed")
            return
        }
        #expect(low > 1e-7 && high < 3e-6)
    }
}
