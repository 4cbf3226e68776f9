import Foundation
import Measurements
import Testing

@testable import Diagnostics

@Suite struct LoopAreaTests {
    /// A loop of CALM's kind: more current on the way back, by an amount that grows with |V|.
    static let voltage = Sweeps.triangle([0, 1, -1, 0], step: 0.01)
    static let current: [Double] = {
        var rising = true
        return voltage.enumerated().map { i, v in
            if i > 0 { rising = v > voltage[i - 1] }
            let back = (v > 0) != rising
            return 1e-4 * v * (1 + v * v) * (back ? 1.4 : 1)
        }
    }()

    @Test func `the area flips its sign when the sweep is reversed in time`() throws {
        let there = try Sweeps.run([Sweeps.recording(Self.voltage, Self.current)])
        let back = try Sweeps.run([Sweeps.recording(Self.voltage.reversed(), Self.current.reversed())])
        for lobe in ["+", "-"] {
            let a = try #require(there.metric("hysteresis.area", lobe: lobe)).value
            let b = try #require(back.metric("hysteresis.area", lobe: lobe)).value
            #expect(a < 0)
            #expect(abs(a + b) < 1e-12 * abs(a))
        }
    }

    @Test func `the area scales with voltage times current, H with neither`() throws {
        let a = try Sweeps.run([Sweeps.recording(Self.voltage, Self.current)])
        let b = try Sweeps.run([Sweeps.recording(Self.voltage.map { 3 * $0 }, Self.current.map { 7 * $0 })])
        let area = try #require(a.metric("hysteresis.area", lobe: "+")).value
        let scaled = try #require(b.metric("hysteresis.area", lobe: "+")).value
        #expect(abs(scaled - 21 * area) < 1e-12 * abs(scaled))
        let H = try #require(a.metric("hysteresis.H", lobe: "+")).value
        #expect(abs((b.metric("hysteresis.H", lobe: "+")?.value ?? 0) - H) < 1e-12)
    }

    @Test func `a noisy resistor has H within three errors of zero`() throws {
        var outside = 0
        for seed in 0..<200 {
            let noise = Sweeps.normals(Self.voltage.count, seed: UInt64(seed))
            let current = zip(Self.voltage, noise).map { 1e-3 * $0 * (1 + 0.01 * $1) + 1e-7 * $1 }
            let result = try Sweeps.run([Sweeps.recording(Self.voltage, current)])
            let H = try #require(result.metric("hysteresis.H", lobe: "+"))
            if abs(H.value) > 3 * (H.se ?? 0) { outside += 1 }
        }
        // 0.3 % expected of normal errors; the estimated errors have about 15 % scatter.
        #expect(outside <= 4, "\(outside) of 200")
    }

    @Test func `branches of different reach are cut to what they share`() throws {
        // The way back stops at 0.5 V.
        let voltage = Sweeps.triangle([0, 1, 0.5], step: 0.01)
        let current = voltage.enumerated().map { $0.offset <= 100 ? $0.element : 2 * $0.element }
        let result = try Sweeps.run([Sweeps.recording(voltage, current)])
        // Int_{0.5}^{1} (V - 2V) dV = -0.375.
        #expect(abs((result.metric("hysteresis.area", lobe: "+")?.value ?? 0) + 0.375) < 0.02)
    }
}
