import Kernels
import Testing

@Suite struct ResidualTests {
    private func noise(_ count: Int, _ seed: UInt64) -> [Double] {
        var random = SeededStream(seed: seed, "residuals")
        return (0..<count).map { _ in random.normal() }
    }

    @Test func `noise has as few runs as chance says`() {
        let counts = (0..<2000).map { RunsTest.probabilityOfFewer([noise(60, $0), noise(60, $0 + 10_000)]) ?? 0 }
        for level in [0.01, 0.05, 0.2] {
            let share = Double(counts.count { $0 <= level }) / 2000
            // The law is a step function, so it can only be cautious; four standard deviations above, a step below.
            #expect(share < level + 4 * (level / 2000).squareRoot() && share > 0.6 * level, "\(level): \(share)")
        }
    }

    @Test func `residuals of one sign, alternating ones and too few`() {
        // 58 changes at most: none has the probability 2^-58.
        #expect(abs((RunsTest.probabilityOfFewer([Array(repeating: 1.0, count: 59)]) ?? 1) - 3.469e-18) < 1e-20)
        #expect(RunsTest.probabilityOfFewer([(0..<40).map { $0 % 2 == 0 ? 1.0 : -1 }]) == 1)
        #expect(RunsTest.probabilityOfFewer([[1, -1, 1]]) == nil)
        #expect(RunsTest.probabilityOfFewer([Array(repeating: 0.0, count: 90)]) == nil)
    }

    @Test func `the score of neighbors is a normal deviate for noise and large for a curve`() {
        let scores = (0..<2000).map { SerialCorrelation.score([noise(60, $0), noise(60, $0 + 10_000)]) }
        let mean = scores.reduce(0, +) / 2000
        let squares = scores.map { ($0 - mean) * ($0 - mean) }
        let sd = (squares.reduce(0, +) / 2000).squareRoot()
        // The mean of an autocorrelation of n numbers is -1/n: ten of them add up to -0.4 sd.
        #expect(abs(mean) < 0.5 && abs(sd - 1) < 0.15, "\(mean), \(sd)")
        let bump = (0..<60).map { (22..<38).contains($0) ? 1.5 : 0 }
        let curve = zip(bump, noise(60, 3)).map { $0 + $1 }
        #expect(SerialCorrelation.score([curve, noise(60, 4)]) > 1.28)
        #expect(SerialCorrelation.score([[1, 2, 3]]) == 0)
    }

    @Test func `Student's quantiles are those of tables`() {
        // Abramowitz and Stegun, table 26.10.
        let table: [(Double, Double, Double)] = [
            (0.975, 1, 12.706), (0.975, 10, 2.228), (0.995, 5, 4.032), (0.95, 120, 1.658),
        ]
        for (p, v, t) in table { #expect(abs(StudentDistribution.quantile(p, degreesOfFreedom: v) - t) < 6e-4) }
        #expect(abs(StudentDistribution.quantile(0.975, degreesOfFreedom: 1e7) - 1.95996) < 1e-4)
    }
}
