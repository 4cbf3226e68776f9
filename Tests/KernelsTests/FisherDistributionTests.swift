import Kernels
import Testing

@Suite struct FisherDistributionTests {
    /// scipy 1.17: `scipy.stats.f.sf`.
    @Test(arguments: [
        (1.0, 1.0, 30.0, 0.3253086), (9.18, 1.0, 30.0, 0.0049993), (5.39, 2.0, 30.0, 0.0100025),
        (2.5, 90.0, 33.0, 0.0019659), (0.5, 7.0, 12.0, 0.8175630),
    ])
    func `tails agree with tables`(ratio: Double, q: Double, v: Double, tail: Double) {
        #expect(abs(FisherDistribution.upperTail(ratio, numerator: q, denominator: v) - tail) < 1e-6)
    }

    @Test func `the ends are certain`() {
        #expect(FisherDistribution.upperTail(0, numerator: 2, denominator: 9) == 1)
        #expect(FisherDistribution.upperTail(-1, numerator: 2, denominator: 9) == 1)
        #expect(FisherDistribution.upperTail(.infinity, numerator: 2, denominator: 9) == 0)
    }
}
