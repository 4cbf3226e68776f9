import Kernels
import Testing

@Suite struct SeededStreamTests {
    @Test func `a stream depends on seed and names, each by itself`() {
        func first(_ seed: UInt64, _ a: String, _ b: String) -> UInt64 {
            var stream = SeededStream(seed: seed, a, b)
            return stream.next()
        }
        let streams = [
            first(1, "D", "r"), first(2, "D", "r"), first(1, "E", "r"), first(1, "D", "s"), first(1, "Dr", ""),
        ]
        #expect(Set(streams).count == streams.count)
        #expect(first(1, "D", "r") == streams[0])
    }

    @Test func `normal deviates have mean 0, deviation 1, no memory, and normal tails`() {
        var stream = SeededStream(seed: 7, "test")
        let n = 40_000
        let values = (0..<n).map { _ in stream.normal() }
        let mean = values.reduce(0, +) / Double(n)
        let variance = values.reduce(0) { $0 + $1 * $1 } / Double(n)
        let lag = zip(values, values.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / Double(n)
        // Four standard errors of each statistic.
        let bound = 4 / Double(n).squareRoot()
        #expect(abs(mean) < bound)
        #expect(abs(variance - 1) < bound * 2.0.squareRoot())
        #expect(abs(lag) < bound)
        let beyond = Double(values.count { abs($0) > 1.959964 }) / Double(n)
        #expect(abs(beyond - 0.05) < 4 * (0.05 * 0.95 / Double(n)).squareRoot())
    }
}
