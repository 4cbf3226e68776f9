import Foundation
import Measurements
import Testing

@testable import Diagnostics

@Suite struct PooledLoopTests {
    /// Cycles to other vertices or by other steps, each with its own conductance.
    private func sweep(_ cycles: [(reach_V: Double, step_V: Double, siemens: Double)]) throws -> PreparedSweep {
        var voltage: [Double] = [0]
        var current: [Double] = [0]
        for cycle in cycles {
            let legs = Sweeps.triangle([0, cycle.reach_V, 0, -cycle.reach_V, 0], step: cycle.step_V).dropFirst()
            voltage += legs
            current += legs.map { cycle.siemens * $0 }
        }
        return try #require(Sweeps.prepared(voltage, current))
    }

    @Test func `cycles of other steps are averaged, not laid side by side`() throws {
        // After the first: 1 and 3 microsiemens, whose voltages never meet; in one row they would be a comb.
        let loop = PooledLoop(
            try sweep([(1, 0.01, 1e-6), (1, 0.01, 1e-6), (1, 1.0 / 73, 3e-6)]))
        let branch = try #require(loop.lobe(.positive)?.fwd)
        for (u, current) in zip(branch.u_V, branch.current_A) where u > 0 {
            #expect(abs(current / u - 2e-6) < 1e-12, "\(u)")
        }
        #expect(branch.u_V.count >= 99)
        let back = try #require(loop.lobe(.positive)?.bwd)
        #expect(back.u_V == back.u_V.sorted() && !back.isForward)
    }

    @Test func `of several reaches the most frequent is read, else the largest`() throws {
        let frequent = try sweep([(1, 0.01, 1e-6), (0.5, 0.01, 5e-6), (1, 0.01, 2e-6), (0.5, 0.01, 5e-6)])
        #expect(frequent.likeCycles.map(\.number) == [2, 4])
        let equal = try sweep([(1, 0.01, 1e-6), (0.5, 0.01, 5e-6), (1.2, 0.01, 2e-6)])
        #expect(equal.likeCycles.map(\.number) == [3])
        #expect(abs(PooledLoop(equal).largest_V - 1.2) < 1e-9)
        let alike = try sweep([(1, 0.01, 1e-6), (1.0, 0.01, 5e-6), (1.02, 0.01, 2e-6)])
        #expect(alike.likeCycles.map(\.number) == [2, 3])
    }
}
