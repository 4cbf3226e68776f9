import Foundation
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct TurningPointsTests {
    @Test func `clean triangles, doubled vertices and plateaus`() {
        let clean = TurningPoints(of: [0, 1, 0, -1, 0])
        #expect(clean.turns.map(\.first) == [1, 3])
        let doubled = TurningPoints(of: [0, 0.5, 1, 1, 0.5, 0, -0.5, -1, -1, -1, -0.5, 0])
        #expect(doubled.turns == [.init(first: 2, last: 3), .init(first: 7, last: 9)])
        #expect(doubled.runs.map(\.rising) == [true, false, true])
    }

    @Test func `no span, no vertices`() {
        #expect(TurningPoints(of: []).runs.isEmpty)
        #expect(TurningPoints(of: [1]).runs.isEmpty)
        #expect(TurningPoints(of: [1, 1, 1]).runs.isEmpty)
        #expect(TurningPoints(of: [0, 1]).turns.isEmpty)
    }

    @Test func `a staircase with many samples a step has no vertex on its steps`() {
        let steps = Sweeps.triangle([0, 1, -1, 0], step: 0.05).flatMap { [Double](repeating: $0, count: 7) }
        #expect(TurningPoints(of: steps).turns.count == 2)
    }

    /// 1000 sweeps: 1 to 4 cycles, any start, noise up to twice a step, plateaus, doubled points, missing points.
    @Test func `vertices of noisy sweeps are found, at least 99.5 % right`() {
        var right = 0
        let trials = 1000
        for seed in 0..<trials {
            var random = SeededRandom(seed: UInt64(seed))
            let step = 1.0 / Double(Int.random(in: 60...250, using: &random))
            let noise = [0, 0.05, 0.5, 1, 2][Int.random(in: 0..<5, using: &random)] * step
            let hold = [1, 1, 2, 8][Int.random(in: 0..<4, using: &random)]
            let bipolar = Bool.random(using: &random)
            let cycles = Int.random(in: 1...4, using: &random)
            var vertices = [0.0]
            for _ in 0..<cycles { vertices += bipolar ? [1, -1] : [1, 0] }
            if bipolar { vertices.append(0) }
            var voltage: [Double] = []
            var marks: [Double] = []
            for (k, pair) in zip(vertices, vertices.dropFirst()).enumerated() {
                let leg = Sweeps.triangle([pair.0, pair.1], step: step).dropFirst(k == 0 ? 0 : 1)
                for v in leg where Double.random(in: 0..<1, using: &random) > 0.02 || v == pair.1 { voltage.append(v) }
                if k + 2 < vertices.count {
                    marks.append(Double(voltage.count - 1) + 0.5 * Double(hold - 1))
                    for _ in 1..<max(1, hold) { voltage.append(pair.1) }
                }
            }
            let normal = Sweeps.normals(voltage.count, seed: UInt64(seed) &+ 77)
            let found = TurningPoints(of: zip(voltage, normal).map { $0 + noise * $1 }).turns
            let middle = found.map { 0.5 * Double($0.first + $0.last) }
            // Right: every vertex, no other, each within its plateau or 2 samples and 2 noise widths.
            let near = 0.5 * Double(hold) + 2 + 2 * noise / step
            if middle.count == marks.count, zip(middle, marks).allSatisfy({ abs($0 - $1) <= near }) { right += 1 }
        }
        #expect(Double(right) >= 0.995 * Double(trials), "\(right) of \(trials)")
    }
}
