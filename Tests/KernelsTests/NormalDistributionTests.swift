import Kernels
import Testing

@Suite struct NormalDistributionTests {
    @Test func `probabilities are those of the tables`() {
        #expect(NormalDistribution.cumulative(0) == 0.5)
        #expect(abs(NormalDistribution.cumulative(1.959963984540054) - 0.975) < 1e-15)
        #expect(abs(NormalDistribution.cumulative(-10) / 7.619853024160527e-24 - 1) < 1e-13)
        #expect(NormalDistribution.upperTail(10) == NormalDistribution.cumulative(-10))
    }

    @Test(arguments: [1e-300, 1e-20, 1e-6, 0.01, 0.07, 0.08, 0.3, 0.5, 0.7, 0.92, 0.93, 0.999])
    func `the quantile undoes the probability`(p: Double) {
        // The condition of the tail: dp/p = z dz, and |z| < 38 here.
        #expect(abs(NormalDistribution.cumulative(NormalDistribution.quantile(p)) / p - 1) < 1e-12)
    }

    @Test func `the ends are infinite and nothing lies beyond`() {
        #expect(NormalDistribution.quantile(0) == -.infinity)
        #expect(NormalDistribution.quantile(1) == .infinity)
        #expect(NormalDistribution.quantile(1.1).isNaN)
        #expect(NormalDistribution.quantile(.nan).isNaN)
    }
}
