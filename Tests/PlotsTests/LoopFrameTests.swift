import Diagnostics
import Measurements
import TestSupport
import Testing

@testable import Plots

@Suite struct LoopFrameTests {
    private func cycle(_ number: Int, reach_V: Double) -> Curve {
        let V = [0, 1, 0, -0.5, 0].map { reach_V * $0 }
        return Curve(
            "iv.cycle", at: Place(rate_V_per_s: 1, cycle: number), from: ["iv-1"],
            columns: [CurveColumn("V", .volt, V), CurveColumn("I", .ampere, V.map { 1e-6 * $0 })])
    }

    @Test func `a forming cycle does not set the axes, and the caption says so`() throws {
        let cycles = [cycle(1, reach_V: 3)] + (2...9).map { cycle($0, reach_V: 1.2) }
        let frame = try #require(LoopFrame(cycles))
        #expect(frame.V == -0.6...1.2 && frame.first_V == 3)
        #expect(LoopFrame((1...4).map { cycle($0, reach_V: 1) }) == nil && LoopFrame([cycle(1, reach_V: 3)]) == nil)
        var analysis = ExampleAnalysis.full(biases: 1)
        analysis.curves = cycles
        analysis.metrics = []
        for spec in HysteresisLoop().specs(for: analysis, request: FigureRequest())
            + CurrentVoltageLoop().specs(for: analysis, request: FigureRequest())
        {
            #expect(spec.caption.contains("beyond the axes, to 3.00"), "\(spec.id)")
            for cell in spec.cells {
                guard case .fixed(let low, let high) = cell.panels[0].x.range else {
                    Issue.record("the axis is not fixed")
                    continue
                }
                #expect(low > -0.8 && high < 1.4)
            }
        }
    }

    @Test func `sweeps that are not drawn are counted, and a symbol is named once`() throws {
        var analysis = ExampleAnalysis.full(biases: 1)
        analysis.curves = (1...5).flatMap { k in
            (1...2).map { number in
                var curve = cycle(number, reach_V: 1)
                curve.from = ["iv-\(k)"]
                return curve
            }
        }
        analysis.metrics = ["+", "-"].map { lobe in
            Metric(
                "hysteresis.V_set", lobe == "+" ? 0.5 : -0.5, unit: .volt, at: Place(lobe: lobe, definition: "S1"),
                from: ["iv-1"], rule: "by hand")
        }
        let specs = HysteresisLoop().specs(for: analysis, request: FigureRequest())
        #expect(specs.count == 3)
        #expect(specs[2].caption.contains("3 of 5 sweeps") && !specs[0].caption.contains("3 of 5"))
        #expect(specs[0].caption.contains("Dashed verticals: V_{set}."))
    }
}
