import Kernels
import Testing

@Suite struct SmoothingTests {
    @Test func `a cubic and its slope are exact, also at the ends and on an uneven grid`() {
        let x = [0.0, 0.1, 0.25, 0.3, 0.5, 0.62, 0.7, 0.9, 1.0]
        let y = x.map { 1 - 2 * $0 + 3 * $0 * $0 - 4 * $0 * $0 * $0 }
        let fits = Smoothing.savitzkyGolay(x: x.span, y: y.span, window: 5, degree: 3)
        for (i, fit) in fits.enumerated() {
            // Normal equations of degree 3 lose about six digits.
            #expect(abs(fit.value - y[i]) < 1e-10)
            #expect(abs(fit.slope - (-2 + 6 * x[i] - 12 * x[i] * x[i])) < 1e-9)
        }
    }

    @Test func `the gains are those of the published five-point filter`() {
        let x = (0..<9).map(Double.init)
        let fit = Smoothing.savitzkyGolay(x: x.span, y: x.span, window: 5, degree: 2)[4]
        // Derivative coefficients (-2, -1, 0, 1, 2)/10, value coefficients (-3, 12, 17, 12, -3)/35.
        #expect(abs(fit.slopeGain - (0.1 as Double).squareRoot()) < 1e-12)
        #expect(abs(fit.valueGain - (17.0 / 35).squareRoot()) < 1e-12)
    }

    @Test func `coinciding and single samples give a value without a slope`() {
        let x = [1.0, 1, 1]
        let y = [2.0, 2, 2]
        let fits = Smoothing.savitzkyGolay(x: x.span, y: y.span, window: 5, degree: 2)
        #expect(fits.allSatisfy { $0.value == 2 && $0.slope == 0 && $0.slopeGain == .infinity })
        let none: [Double] = []
        #expect(Smoothing.savitzkyGolay(x: none.span, y: none.span, window: 5, degree: 2).isEmpty)
    }

    @Test func `a local fit needs enough samples`() {
        let x = [0.0, 1, 2, 3, 4]
        let y = [0.0, 1, 4, 9, 16]
        let fit = Smoothing.localFit(at: 2.5, x: x.span, y: y.span, halfWidth: 2, degree: 2)
        #expect(abs((fit?.value ?? 0) - 6.25) < 1e-12)
        #expect(Smoothing.localFit(at: 2.5, x: x.span, y: y.span, halfWidth: 0.6, degree: 2) == nil)
    }
}
