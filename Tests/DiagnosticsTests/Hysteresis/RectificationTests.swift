import Foundation
import Measurements
import Testing

@testable import Diagnostics

@Suite struct RectificationTests {
    /// A loop that carries four times the current at V > 0; the way back 1.5 times that of the way out in both lobes.
    private func loop(_ gain: Double) -> Recording {
        let voltage = Sweeps.triangle([0, 1, -1, 0], step: 0.01)
        let current = voltage.indices.map { i in
            let v = voltage[i]
            let back = (i > 100 && i <= 200) || i > 300
            return (v > 0 ? gain : 1) * 1e-6 * v * (1 + abs(v)) * (back ? 1.5 : 1)
        }
        return Sweeps.recording(voltage, current, time_s: voltage.indices.map { 0.01 * Double($0) })
    }

    @Test func `every pair of branches at the read voltage, and selectivity`() throws {
        var options = DiagnoseOptions()
        options.V_read_V = 0.4
        let result = try Sweeps.run([loop(4)], options)
        for (pair, expected) in [
            ("fwd+/bwd-", 4 / 1.5), ("bwd+/fwd-", 6), ("fwd+/fwd-", 4), ("bwd+/bwd-", 4), ("mean", 4),
        ] {
            let ratio = result.metric("rectification.ratio", branch: pair, V: 0.4)?.value ?? .nan
            #expect(abs(ratio - expected) < 1e-9, "\(pair) \(ratio)")
        }
        // I(V)/I(V/2) = 2 (1 + V)/(1 + V/2) at 1 V.
        let selectivity = try #require(
            result.metrics.first { $0.id == "rectification.selectivity" && $0.at.branch == "fwd+" })
        #expect(abs(selectivity.value - 8.0 / 3) < 1e-9)
        let curve = try #require(result.curves.first { $0.id == "rectification.curve" && $0.at.branch == "mean" })
        #expect(curve["ratio"].allSatisfy { abs($0 - 4) < 1e-6 } && curve.count >= 30)
    }

    @Test func `the criterion reads a rectifying and a symmetric memory`() throws {
        let rectifying = try Sweeps.run([loop(4)])
        #expect(rectifying.labels.first { $0.id == "rectification.criterion" }?.value == "yes")
        #expect(
            rectifying.labels.first { $0.id == "rectification.reading" }?.value
                == "pulses of opposite sign can potentiate and depress")
        let symmetric = try Sweeps.run([loop(1)])
        #expect(symmetric.labels.first { $0.id == "rectification.criterion" }?.value == "no")
        #expect(
            symmetric.labels.first { $0.id == "rectification.reading" }?.value
                == "a memory of one polarity: depression by waiting only")
        // A loop in one polarity beside none in the other has no type, and the criterion no memory to speak of.
        let half = Sweeps.triangle([0, 1, -1, 0], step: 0.01)
        let noise = Sweeps.normals(half.count, seed: 2)
        let oneSided = try Sweeps.run([
            Sweeps.recording(
                half, half.indices.map { 1e-6 * half[$0] * ($0 > 100 && $0 <= 200 ? 1.5 : 1) * (1 + 1e-3 * noise[$0]) })
        ])
        #expect(oneSided.label("hysteresis.type")?.value == "undecided")
        #expect(
            oneSided.labels.first { $0.id == "rectification.reading" }?.value
                == "not decided: the type of the loop is not known")
        // A resistor has no loop to read.
        let voltage = Sweeps.triangle([0, 1, -1, 0], step: 0.01)
        let plain = try Sweeps.run([Sweeps.recording(voltage, voltage.map { 1e-6 * $0 })])
        #expect(!plain.labels.contains { $0.id == "rectification.reading" })
    }

    @Test func `a photocurrent neither rectifies nor selects`() throws {
        let voltage = Sweeps.triangle([-0.6, 1.2, -0.6], step: 0.01)
        let result = try Sweeps.run([Sweeps.recording(voltage, voltage.map { -0.02 + 1e-10 * exp($0 / 0.055) })])
        #expect(!result.metrics.contains { $0.id == "rectification.ratio" && ($0.at.V ?? 0) < 0.9 })
        let selectivities = result.metrics.filter { $0.id == "rectification.selectivity" }
        // At 1.2 V current flows with the voltage, at 0.6 V against it; at -0.6 V with it, but no less at 0 V.
        #expect(selectivities.isEmpty)
    }
}
