import Foundation
import Kernels
import TestSupport
import Testing

@Suite struct RidgePathTests {
    /// Second differences with zeros beyond the ends, and a little of the unknowns themselves.
    private func bands(_ n: Int) -> [[Double]] {
        [
            (0..<n).map { $0 == 0 || $0 == n - 1 ? 5.01 : 6.01 }, Array(repeating: -4, count: n - 1),
            Array(repeating: 1, count: n - 2),
        ]
    }

    private func problem(_ m: Int, _ n: Int) -> (columns: [[Double]], right: [Double]) {
        var random = SeededRandom(seed: 9)
        return (
            (0..<n).map { _ in (0..<m).map { _ in Double.random(in: -1...1, using: &random) } },
            (0..<m).map { _ in Double.random(in: -1...1, using: &random) }
        )
    }

    @Test(arguments: [1e-6, 1e-2, 1, 100])
    func `the solution solves the normal equations of its ridge`(lambda: Double) throws {
        let (columns, right) = problem(20, 8)
        let path = try #require(RidgePath(columns: columns, right: right, penalty: bands(8)))
        let x = path.solution(lambda)
        let bands = bands(8)
        for i in 0..<8 {
            var sum = -path.right[i]
            for j in 0..<8 {
                let distance = abs(i - j)
                sum += (path.normal[i + j * 8] + (distance <= 2 ? lambda * bands[distance][min(i, j)] : 0)) * x[j]
            }
            #expect(abs(sum) < 1e-10)
        }
        let rest = right.indices.reduce(0.0) { sum, k in
            let fitted = (0..<8).reduce(0.0) { $0 + columns[$1][k] * x[$1] }
            return sum + (right[k] - fitted) * (right[k] - fitted)
        }
        #expect(abs(path.choice(lambda).residualSumOfSquares - rest) < 1e-10)
    }

    @Test func `effective parameters run from all to none`() throws {
        let (columns, right) = problem(20, 8)
        let path = try #require(RidgePath(columns: columns, right: right, penalty: bands(8)))
        #expect(abs(path.choice(1e-10).effectiveParameters - 8) < 1e-6)
        #expect(path.choice(1e10).effectiveParameters < 1e-6)
        // The trace of the influence matrix is the sum of derivatives of the fit by its data.
        var trace = 0.0
        for k in right.indices {
            var moved = right
            moved[k] += 1
            let other = try #require(RidgePath(columns: columns, right: moved, penalty: bands(8)))
            let (a, b) = (path.solution(0.3), other.solution(0.3))
            trace += (0..<8).reduce(0.0) { $0 + columns[$1][k] * (b[$1] - a[$1]) }
        }
        #expect(abs(path.choice(0.3).effectiveParameters - trace) < 1e-9)
    }

    @Test func `signs are kept, and where they do not bind nothing changes`() throws {
        let (columns, right) = problem(20, 8)
        let path = try #require(RidgePath(columns: columns, right: right, penalty: bands(8)))
        let free = path.solution(0.1)
        let same = try #require(path.solution(0.1, signs: free.map { $0 < 0 ? -1 : 1 }))
        for (a, b) in zip(free, same) { #expect(abs(a - b) < 1e-9) }
        let positive = try #require(path.solution(0.1, signs: free.map { _ in 1 }))
        #expect(positive.allSatisfy { $0 >= 0 } && positive.contains { $0 > 0 })
        #expect(path.solution(0.1, signs: free.map { _ in 0 }) == free.map { _ in 0 })
    }

    @Test func `of given signs it is the one optimum: no unknown may move and make it better`() throws {
        var bound = 0
        for seed in UInt64(1)...50 {
            var random = SeededRandom(seed: seed)
            let n = 40
            let columns = (0..<n).map { _ in (0..<60).map { _ in Double.random(in: -1...1, using: &random) } }
            let right = (0..<60).map { _ in Double.random(in: -1...1, using: &random) }
            let signs: [Double] = (0..<n).map { _ in Double(Int.random(in: -1...1, using: &random)) }
            let path = try #require(RidgePath(columns: columns, right: right, penalty: bands(n)))
            let lambda = 1e-6
            let x = try #require(path.solution(lambda, signs: signs), "seed \(seed)")
            let bands = bands(n)
            for i in 0..<n {
                #expect(x[i] * signs[i] >= 0 && (signs[i] != 0 || x[i] == 0))
                // How fast the target falls with x[i]: not at all where it is free, not within its sign at zero.
                let fall = (0..<n).reduce(path.right[i]) { sum, j in
                    let distance = abs(i - j)
                    let ridge = distance <= 2 ? lambda * bands[distance][min(i, j)] : 0
                    return sum - (path.normal[i + j * n] + ridge) * x[j]
                }
                if x[i] != 0 { #expect(abs(fall) < 1e-8) } else { #expect(fall * signs[i] < 1e-6) }
                if x[i] == 0, signs[i] != 0 { bound += 1 }
            }
        }
        // The signs do bind.
        #expect(bound > 200)
    }

    @Test func `without a right side every unknown is zero`() throws {
        let columns = problem(20, 8).columns
        let path = try #require(RidgePath(columns: columns, right: Array(repeating: 0, count: 20), penalty: bands(8)))
        #expect(path.solution(1, signs: Array(repeating: 1, count: 8)) == Array(repeating: 0, count: 8))
    }

    @Test func `an indefinite penalty is refused`() {
        let (columns, right) = problem(20, 8)
        #expect(RidgePath(columns: columns, right: right, penalty: bands(8).map { $0.map { -$0 } }) == nil)
    }
}
