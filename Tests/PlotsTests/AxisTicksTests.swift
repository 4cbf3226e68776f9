import Drawing
import Glibc
import Measurements
import TestSupport
import Testing

@testable import Plots

@Suite struct AxisTicksTests {
    private func ticks(_ axis: Axis, _ low: Double, _ high: Double, length: Double = 200) -> AxisTicks {
        let map = AxisMap(scale: axis.scale, low: low, high: high, start: 0, end: length)
        return .make(for: axis, on: map, in: TickRoom(vertical: false, font: Font(size: 6.5), text: FixedAdvanceText()))
    }

    @Test func `steps are 1, 2 or 5 times a power of ten and labels say the values`() {
        var random = SeededRandom(seed: 2)
        for _ in 0..<500 {
            let low = Double.random(in: -1...1, using: &random) * pow(10, Double.random(in: -12...12, using: &random))
            let high = low + (abs(low) + 1e-9) * pow(10, Double.random(in: -3...3, using: &random))
            let made = ticks(Axis("x"), low, high)
            for (a, b) in zip(made.major, made.major.dropFirst()) {
                let step = b.value - a.value
                let digit = step / DecimalPower.ten(DecimalPower.floor(step * 1.000001))
                #expect([1.0, 2, 5].contains { abs(digit - $0) < 1e-6 }, "step \(step)")
                #expect(a.label != b.label)
            }
            #expect(made.major.allSatisfy { $0.value >= low - 1e-9 * abs(low) && $0.value <= high + 1e-9 * abs(high) })
        }
    }

    @Test func `one prefix serves a whole axis`() {
        let current = ticks(Axis("Current", .ampere), -5e-5, 2e-4)
        #expect(current.unitText == "µA")
        #expect(current.major.map(\.label) == ["−50", "0", "50", "100", "150", "200"])
        #expect(ticks(Axis("Voltage", .volt), -0.8, 0.8).unitText == "V")
        #expect(ticks(Axis("Part"), 0, 2e-7).unitText == "10^{−9}")
        #expect(ticks(Axis("Slope", .perVolt), 0, 3e5).unitText == "10^{3}\u{A0}V⁻¹")
    }

    @Test func `whole decades are powers of ten, thinned where they crowd`() {
        let wide = ticks(Axis("f", .hertz, scale: .log), 0.09, 1.1e6)
        #expect(wide.major.map(\.label).first == "10^{−1}")
        #expect(wide.unitText == "Hz")
        let huge = ticks(Axis("f", .hertz, scale: .log), 1e-300, 1e300)
        #expect((3...10).contains(huge.major.count))
    }

    @Test func `less than two decades get plain numbers with a prefix`() {
        let narrow = ticks(Axis("I", .ampere, scale: .log), 1.5e-6, 7e-6)
        #expect(narrow.unitText == "µA")
        #expect(narrow.major.count >= 2)
        let decade = ticks(Axis("I", .ampere, scale: .log), 1.5e-6, 6e-5)
        #expect(decade.major.map(\.label) == ["2", "5", "10", "20", "50"])
    }

    @Test func `a symmetric logarithm has zero and both signs`() {
        let made = ticks(Axis("C", .farad, scale: .symlog(threshold: 1e-8)), -1e-4, 1e-4)
        #expect(made.major.contains { $0.label == "0" })
        #expect(made.major.contains { $0.label.hasPrefix("−10") } && made.major.contains { $0.label.hasPrefix("10") })
    }

    @Test(arguments: [
        [0.0, 0.0], [5, 5], [-3e-9, -3e-9], [1e300, 1e300], [4e-307, 4e-307], [.nan, .infinity], [1, 1 + 1e-14],
        [-1e308, 1e308],
    ])
    func `a range is never empty`(_ values: [Double]) throws {
        for scale in [Scale.linear, .log, .symlog(threshold: 1)] {
            let data = Panel.range(values, on: scale).map { [$0] } ?? []
            let range = AxisMap.range(of: Axis("x", scale: scale), data: data)
            let map = AxisMap(scale: scale, low: range.low, high: range.high, start: 0, end: 100)
            #expect(range.low < range.high)
            #expect(map.position(range.low) == 0 && abs(map.position(range.high) - 100) < 1e-6)
        }
    }
}
