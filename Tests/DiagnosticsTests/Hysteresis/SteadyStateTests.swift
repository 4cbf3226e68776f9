import Foundation
import Measurements
import Testing

@testable import Diagnostics

@Suite struct SteadyStateTests {
    /// Levels held for 2 s, 100 samples each, relaxing with a time constant.
    static func staircase(_ levels: [Double], tau_s: Double) -> Recording {
        var trace = TimeTrace(time_s: [], voltage_V: [], current_A: [])
        let noise = Sweeps.normals(100 * levels.count, seed: 9)
        for (k, level) in levels.enumerated() {
            for j in 0..<100 {
                trace.time_s.append(2 * Double(k) + 0.02 * Double(j))
                trace.voltage_V.append(level)
                let settled = level * (level > 0 ? 1e-4 : 5e-5)
                trace.current_A.append(settled * (1 - exp(-0.02 * Double(j) / tau_s)) + 1e-8 * noise[100 * k + j])
            }
        }
        return Recording(id: "steady-1", kind: .steady, data: .trace(trace), provenance: Provenance(file: "s.csv"))
    }

    @Test func `levels, their currents, errors and dwell`() throws {
        let levels = [-0.6, -0.4, -0.2, 0.2, 0.4, 0.6]
        let result = try Sweeps.run([Self.staircase(levels, tau_s: 0.1)])
        let curve = try #require(result.curves.first { $0.id == "iv.steady" })
        #expect(curve.count == 6)
        for i in levels.indices {
            #expect(abs(curve["V"][i] - levels[i]) < 1e-12)
            let truth = levels[i] * (levels[i] > 0 ? 1e-4 : 5e-5)
            #expect(abs(curve["I"][i] - truth) < 4 * curve["se"][i])
            // Scatter of 1e-8 A over 20 samples.
            #expect(curve["se"][i] > 1e-9 && curve["se"][i] < 5e-9)
            #expect(abs(curve["dwell"][i] - (i == 5 ? 1.98 : 2)) < 1e-9)
        }
        let ratio = try #require(
            result.metrics.first { $0.id == "rectification.steady" && abs(($0.at.V ?? 0) - 0.4) < 1e-9 })
        #expect(abs(ratio.value - 2) < 4 * (ratio.se ?? 0))
        #expect(!result.codes().contains("iv.not-settled"))
    }

    @Test func `a level that still moves is told, and its error holds the movement`() throws {
        let result = try Sweeps.run([Self.staircase([0.3, 0.6], tau_s: 2)])
        #expect(result.codes().contains("iv.not-settled"))
    }
}
