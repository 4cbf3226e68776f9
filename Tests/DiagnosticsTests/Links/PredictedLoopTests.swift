import Measurements
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct PredictedLoopTests {
    private func verdicts(_ error: Double, _ se: Double, _ sense: String, beyond: Double? = nil) -> [Verdict] {
        let metric = Metric(
            "prediction.error", error, se: se, unit: .none,
            at: Place(rate_V_per_s: 0.1, definition: "loop", of: "sweep"),
            from: ["iv-1"], rule: "test", extrapolation: beyond)
        let label = Label("prediction.sense", sense, at: Place(rate_V_per_s: 0.1), from: ["iv-1"], rule: "test")
        return PredictedLoop().test(LogicalLinksTests.evidence([metric], labels: [label])).map(\.verdict)
    }

    @Test func `a loop is predicted below 15 % with its sense, and missed above by two errors or turned round`() {
        #expect(verdicts(0.05, 0.02, "same") == [.consistent])
        #expect(verdicts(0.05, 0.02, "none") == [.consistent])
        #expect(verdicts(0.13, 0.02, "same") == [.undecided])
        #expect(verdicts(0.25, 0.02, "same") == [.inconsistent])
        #expect(verdicts(0.25, 0.10, "same") == [.undecided])
        #expect(verdicts(0.05, 0.02, "opposite") == [.inconsistent])
        #expect(verdicts(0.05, 0.02, "uncertain") == [.undecided])
        // Where the inputs hardly tell the current, they do not tell the sense either.
        #expect(verdicts(0.3, 0.6, "opposite") == [.undecided])
    }

    @Test func `beyond the spectra a miss is that of the extrapolation`() {
        #expect(verdicts(0.47, 0.02, "same", beyond: 1.67) == [.undecided])
        #expect(verdicts(0.05, 0.02, "opposite", beyond: 1.67) == [.undecided])
        // A little beyond is no excuse, and what is met is met.
        #expect(verdicts(0.47, 0.02, "same", beyond: 1.1) == [.inconsistent])
        #expect(verdicts(0.05, 0.02, "same", beyond: 1.67) == [.consistent])
    }

    @Test func `without a prediction the link names what it needs`() {
        let none = PredictedLoop().test(LogicalLinksTests.evidence([]))
        #expect(none.map(\.verdict) == [.notTested])
        #expect(none.first?.reason == "needs spectra of the memory at two or more biases, in its steady state")
        let spectra = [0.4, 0.5].map {
            Metric("impedance.tau_k", 0.1, se: 0.001, unit: .second, at: Place(bias_V: $0), from: ["z"], rule: "test")
        }
        let steady = PredictedLoop().test(LogicalLinksTests.evidence(spectra))
        #expect(steady.first?.reason == "needs a steady I-V, held or from a slow loop")
    }

    @Test func `areas of lobes have the sign of the way round`() {
        // Positive: back along a higher line, more current. Negative: back along a smaller one.
        let V = [0.0, 0.5, 1, 0.5, 0, -0.5, -1, -0.5, 0]
        let I = [0.0, 0.5, 1, 0.8, 0, -0.5, -1, -0.3, 0]
        let areas = LoopAreas(V, I, isRead: V.map { _ in true })
        // Triangles of base 1 and height 0.3 and 0.2, over a rectangle that reaches to the last middle of a step, 0.75.
        #expect(areas.positive > 0.05 && areas.negative < -0.05)
        let turned = LoopAreas(V.reversed(), I.reversed(), isRead: V.map { _ in true })
        #expect(abs(turned.positive + areas.positive) < 1e-12 && abs(turned.negative + areas.negative) < 1e-12)
    }
}
