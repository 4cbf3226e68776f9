import Glibc
import Measurements
import Testing

@testable import Plots

@Suite struct StepPanelsTests {
    private func step(_ from: Double?, _ to: Double?, spike: Double = 0) -> Curve {
        let t = (0..<300).map { 1e-7 * pow(10, 7 * Double($0) / 299) }
        let i = t.map { spike * exp(-$0 / 1e-6) + 1e-6 * (2 - exp(-$0 / 0.05)) }
        return Curve(
            "transient.step", at: Place(bias_V: from, V: to, step: 0), from: ["a"],
            columns: [.init("t", .second, t), .init("I", .ampere, i)])
    }

    @Test func `a step is small up to 50 mV, and never without both levels`() {
        #expect(StepPanels.isSmall(step(0.3, 0.35)))
        #expect(!StepPanels.isSmall(step(0.3, 0.4)))
        #expect(!StepPanels.isSmall(step(nil, 0.01)))
    }

    @Test func `a spike runs out of the frame so that the memory is seen`() {
        #expect(StepPanels.memoryRange(step(0.3, 0.31)) == .auto(padding: 0.05))
        guard case .fixed(let low, let high) = StepPanels.memoryRange(step(0.3, 0.31, spike: 1e-3)) else {
            Issue.record("the range is not fixed")
            return
        }
        #expect(low > 0.5e-6 && low < 1e-6 && high > 2e-6 && high < 3e-6)
    }

    @Test func `titles tell the level before and after`() {
        #expect(StepPanels.levels([step(0, -1.25)]) == ["0\u{A0}V → −1.25\u{A0}V"])
        #expect(StepPanels.levels([step(nil, 0.005)]) == ["to 5\u{A0}mV"])
    }
}
