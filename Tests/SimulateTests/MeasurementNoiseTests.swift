import Kernels
import Testing

@testable import Simulate

@Suite struct MeasurementNoiseTests {
    @Test func `noise has the stated size`() {
        var stream = SeededStream(seed: 3, "size")
        let noise = MeasurementNoise(current: 0.03, floor_A: 4e-6)
        let values = stream.adding(noise, to: [Double](repeating: 1e-4, count: 20_000)).map { $0 - 1e-4 }
        let deviation = (values.reduce(0) { $0 + $1 * $1 } / 20_000).squareRoot()
        // 3 and 4 µA in quadrature; four standard errors are 2 percent.
        #expect(abs(deviation / 5e-6 - 1) < 0.02)
    }
}
