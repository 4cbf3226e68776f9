import Kernels
import Testing

@Suite struct IntegrationTests {
    @Test func `lines are exact on any grid, and a path there and back is zero`() {
        let x = [0.0, 0.1, 0.7, 1]
        let y = x.map { 3 * $0 + 1 }
        // Exact up to rounding of four terms.
        #expect(abs(Integration.trapezoid(y.span, over: x.span) - 2.5) < 1e-15)
        let there = x + x.reversed()
        let back = y + y.reversed()
        #expect(abs(Integration.trapezoid(back.span, over: there.span)) < 1e-15)
    }

    @Test func `weights give the same sum`() {
        let x = [0.0, 0.2, 0.3, 1.5]
        let y = [1.0, -2, 5, 0.5]
        let weights = Integration.trapezoidWeights(over: x.span)
        let sum = zip(weights, y).map { $0 * $1 }.reduce(0, +)
        #expect(abs(sum - Integration.trapezoid(y.span, over: x.span)) < 1e-15)
        #expect(abs(weights.reduce(0, +) - 1.5) < 1e-15)
    }

    @Test func `fewer than two samples have no integral`() {
        let none: [Double] = []
        let one = [2.0]
        #expect(Integration.trapezoid(none.span, over: none.span) == 0)
        #expect(Integration.trapezoid(one.span, over: one.span) == 0)
        #expect(Integration.trapezoidWeights(over: one.span) == [0])
    }
}
